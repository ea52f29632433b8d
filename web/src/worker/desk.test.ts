import { describe, expect, it } from 'vitest'
import { makeDesk } from './desk'

function notificationType(over: { prototype?: object; maxActions?: number }): typeof Notification {
  return Object.assign(() => {}, over) as unknown as typeof Notification
}

const registration = {} as ServiceWorkerRegistration

describe('what notifications can do here', () => {
  it.each<[string, { prototype: object; maxActions?: number }, { renotifies: boolean; maxActions: number }]>([
    ['Chromium', { prototype: { renotify: true, actions: [] }, maxActions: 2 }, { renotifies: true, maxActions: 2 }],
    ['Firefox with buttons', { prototype: { actions: [] } }, { renotifies: false, maxActions: 2 }],
    ['a browser without buttons', { prototype: {} }, { renotifies: false, maxActions: 0 }],
  ])('%s', (_, type, abilities) => {
    expect(makeDesk(registration, notificationType(type))).toMatchObject(abilities)
  })

  it('takes away every notification with the tag, and no other', async () => {
    const closed: string[] = []
    const notes = ['c1', 'c2'].map((tag) => ({ tag, close: () => closed.push(tag) }))
    const getNotifications = async (filter?: { tag?: string }) => notes.filter(({ tag }) => tag === filter?.tag)
    const holder = { getNotifications } as unknown as ServiceWorkerRegistration
    await makeDesk(holder, notificationType({ prototype: {} })).close('c1')
    expect(closed).toEqual(['c1'])
  })
})
