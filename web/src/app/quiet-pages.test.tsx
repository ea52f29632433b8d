import { act } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { anEntry, aSchedule, byId } from '../domain/testing'
import type { Role } from '../domain/types'
import { aUser, renderSignedIn } from './testing/render-app'

beforeEach(
  () => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout', 'Date'] }),
)
afterEach(() => void vi.useRealTimers())

const schedule = aSchedule()
const topics = {
  directory: { schedules: byId(schedule) },
  'practice:s1': { schedule, entries: byId(anEntry(1), anEntry(2, { status: 'READY' })) },
  'schedule:s1': { schedule, doctorPresent: true, line: { '1': 1, '2': 1 } },
}

test.each([
  ['DOCTOR', '/doctor'],
  ['DOCTOR', '/doctor/practice/s1'],
  ['DOCTOR', '/account'],
  ['PATIENT', '/patient'],
  ['PATIENT', '/patient/schedule/s1'],
] as const)(
  '%s at %s asks nothing over HTTP for ten minutes, also when the page wakes up',
  async (role: Role, path) => {
    const me = { user: aUser(role), entries: role === 'PATIENT' ? byId(anEntry(2)) : {} }
    const sessions = { 'GET /api/me/sessions': { status: 200, body: { sessions: [] } } }
    const app = await renderSignedIn(role, path, { ...topics, me }, sessions)
    app.asked.length = 0
    await act(() => vi.advanceTimersByTimeAsync(600_000))
    await act(async () => {
      for (const event of ['focus', 'online', 'pageshow']) window.dispatchEvent(new Event(event))
      document.dispatchEvent(new Event('visibilitychange'))
    })
    await act(() => vi.advanceTimersByTimeAsync(60_000))
    expect(app.asked).toEqual([])
  },
)
