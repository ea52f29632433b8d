import { createECDH, randomBytes, randomUUID } from 'node:crypto'
import type { Actor } from './actor.ts'
import { subscriber } from './cells.ts'
import { type Attempt, type CommonCommand, change, pick, post } from './command.ts'

/** Browsers that are to be rung when they are closed. */

const path = '/api/push/subscriptions'
/** Fewer than the server takes: of more, the oldest would go. */
const most = 4
const keys = {
  p256dh: createECDH('prime256v1').generateKeys('base64url'),
  auth: randomBytes(16).toString('base64url'),
}

function subscribe({ account, person, pushOrigin }: Actor): Attempt {
  const endpoint = `${pushOrigin}/${randomUUID()}`
  const attempt: Attempt = {
    ...post(path, { endpoint, keys }),
    changes: () => ({ of: person.email, effects: [{ cell: subscriber(endpoint), value: person.id }] }),
    heard: (answer) => {
      const { id } = answer.json<{ subscription: { id: string } }>().subscription
      account.subscriptions.push({ endpoint, id, signIn: account.signIn })
    },
  }
  return { ...attempt, ifLost: [{ name: 'subscribe' }, attempt] }
}

function unsubscribe(actor: Actor, endpoint: string, id: string): Attempt {
  const { account, person } = actor
  const attempt: Attempt = {
    method: 'DELETE',
    path: `${path}/${id}`,
    statuses: [204],
    changes: () => change(actor, { cell: subscriber(endpoint), value: null }),
    heard: () => {
      account.subscriptions = account.subscriptions.filter((one) => one.id !== id)
    },
  }
  const again: Attempt = {
    ...attempt,
    statuses: [204, 404],
    tells: () => ({ of: person.email, cell: subscriber(endpoint), values: [null] }),
  }
  return { ...attempt, ifLost: [{ name: 'unsubscribe' }, again] }
}

export const pushCommands: readonly CommonCommand[] = [
  {
    name: 'subscribe',
    weight: 0.4,
    plan: (actor) => (actor.account.subscriptions.length < most ? subscribe(actor) : undefined),
  },
  {
    name: 'unsubscribe',
    weight: 0.4,
    plan: (actor, random) => {
      const one = pick(random, actor.account.subscriptions)
      return one && unsubscribe(actor, one.endpoint, one.id)
    },
  },
]
