import type { Call, Entry, Schedule } from './types'

/** Plausible objects for tests; each test names only what it is about. */

export function aSchedule(over: Partial<Schedule> = {}): Schedule {
  return {
    id: 's1',
    doctor: { id: 'd1', name: 'Dr. Sari Wulandari' },
    startsAt: Date.UTC(2026, 10, 23, 2),
    endsAt: Date.UTC(2026, 10, 23, 5),
    status: 'ONLINE',
    waiting: 0,
    ...over,
  }
}

export function anEntry(number: number, over: Partial<Entry> = {}): Entry {
  return {
    id: `e${number}`,
    scheduleId: 's1',
    number,
    status: 'NOT_READY',
    joinedAt: Date.UTC(2026, 10, 23, 2, number),
    missedCalls: 0,
    ...over,
  }
}

export function aCall(over: Partial<Call> = {}): Call {
  const invitedAt = Date.UTC(2026, 10, 23, 3)
  return {
    id: 'c1',
    entryId: 'e1',
    scheduleId: 's1',
    doctor: { id: 'd1', name: 'Dr. Sari Wulandari' },
    patient: { id: 'p1', name: 'Budi Santoso' },
    status: 'RINGING',
    invitedAt,
    expiresAt: invitedAt + 30_000,
    ...over,
  }
}

/** Objects by id, as topic states hold them. */
export function byId<T extends { id: string }>(...items: T[]): Record<string, T> {
  return Object.fromEntries(items.map((item) => [item.id, item]))
}
