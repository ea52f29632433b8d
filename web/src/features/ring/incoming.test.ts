import { describe, expect, it } from 'vitest'
import { anEntry } from '../../domain/testing'
import type { Call, CallStatus, EntryStatus, MeState, Outcome, Role } from '../../domain/types'
import { type Incoming, type IncomingEvent, nextIncoming, noCall } from './incoming'

const call = (status: CallStatus, id = 'c1'): Call => ({
  id,
  entryId: 'e1',
  scheduleId: 's1',
  doctor: { id: 'd1', name: 'Dr. Sari' },
  patient: { id: 'p1', name: 'Budi' },
  status,
  invitedAt: 1_000_000,
  expiresAt: 1_030_000,
})

const me = (live?: Call, last?: Call, role: Role = 'PATIENT'): IncomingEvent => {
  const user = { id: 'u1', role, email: 'u@example.org', name: 'Budi', locale: 'en' }
  const state: MeState = { user, entries: {}, ...(live && { call: live }), ...(last && { lastCall: last }) }
  return { type: 'state', me: state }
}

const missedEarlier = (status: EntryStatus, lastOutcome: Outcome = 'MISSED'): IncomingEvent => {
  const state = me(undefined, call('MISSED'))
  if (state.type !== 'state') return state
  return { ...state, me: { ...state.me, entries: { e1: anEntry(1, { status, lastOutcome }) } } }
}

const reached = (...events: IncomingEvent[]): Incoming => events.reduce(nextIncoming, noCall)
const word = (shown: Incoming) =>
  shown.kind === 'over' ? shown.outcome : shown.kind === 'none' ? 'none' : `${shown.kind} ${shown.call.id}`

const rings = me(call('RINGING'))
const confirm: IncomingEvent = { type: 'confirmPressed' }
const reply = (reply: 'mine' | 'elsewhere' | 'failed'): IncomingEvent => ({ type: 'confirmAnswered', reply })
const decline: IncomingEvent = { type: 'declinePressed' }
const putAway: IncomingEvent = { type: 'dismissed' }
const timeIsUp: IncomingEvent = { type: 'timeIsUp' }

describe('an incoming call on a page', () => {
  const table: readonly (readonly [string, IncomingEvent[], string])[] = [
    ['rings at the patient', [rings], 'ringing c1'],
    ['does not ring at the doctor', [me(call('RINGING'), undefined, 'DOCTOR')], 'none'],
    ['goes on ringing when another part of the state changes', [rings, me(call('RINGING'))], 'ringing c1'],
    ['was missed before this page came, and is still waited for', [missedEarlier('NOT_READY')], 'missed'],
    ['was missed before this page came, and the patient is back', [missedEarlier('READY')], 'none'],
    ['was missed before this page came, in a practice that is over', [missedEarlier('NOT_SEEN')], 'none'],
    ['was missed before this page came, and then declined another', [missedEarlier('NOT_READY', 'DECLINED')], 'none'],
    [
      'was missed earlier, is put away and stays so',
      [missedEarlier('NOT_READY'), putAway, missedEarlier('NOT_READY')],
      'none',
    ],
    ['rings again after a miss that was put away', [missedEarlier('NOT_READY'), putAway, rings], 'ringing c1'],
    ['says nothing about a call that goes on elsewhere', [me(call('ACTIVE'))], 'none'],

    ['is missed', [rings, me(undefined, call('MISSED'))], 'missed'],
    ['is cancelled', [rings, me(undefined, call('CANCELLED'))], 'cancelled'],
    ['is declined here', [rings, decline, me(undefined, call('DECLINED'))], 'declined'],
    [
      'declined here stays so while other things change',
      [rings, decline, me(undefined, call('DECLINED')), me(undefined, call('DECLINED'))],
      'declined',
    ],
    ['is declined on another device', [rings, me(undefined, call('DECLINED'))], 'declined_elsewhere'],
    ['rings on until the server has heard the decline', [rings, decline], 'ringing c1'],
    ['was answered elsewhere before the decline came', [rings, decline, me(call('ACTIVE'))], 'answered_elsewhere'],
    ['is answered on another device', [rings, me(call('ACTIVE'))], 'answered_elsewhere'],
    ['was answered elsewhere and is over already', [rings, me(undefined, call('ENDED'))], 'none'],
    ['is over and was followed by others meanwhile', [rings, me(undefined, call('MISSED', 'c0'))], 'none'],

    ['is silent from Confirm on', [rings, confirm], 'answering c1'],
    ['does not take the own answer for another device', [rings, confirm, me(call('ACTIVE'))], 'answering c1'],
    ['is gone when this page has it', [rings, confirm, me(call('ACTIVE')), reply('mine')], 'none'],
    ['was answered a moment earlier elsewhere', [rings, confirm, reply('elsewhere')], 'answered_elsewhere'],
    ['rings on when Confirm did not reach the server', [rings, confirm, reply('failed')], 'ringing c1'],
    [
      'was missed while Confirm was on its way',
      [rings, confirm, me(undefined, call('MISSED')), reply('failed')],
      'missed',
    ],

    ['is over without news when its time is up', [rings, timeIsUp], 'unknown'],
    ['is over without news, and then the news comes', [rings, timeIsUp, me(undefined, call('MISSED'))], 'missed'],
    ['still rings when only the own clock was wrong', [rings, timeIsUp, rings], 'ringing c1'],
    ['waits for the reply although its time is up', [rings, confirm, timeIsUp], 'answering c1'],

    ['is put away', [rings, me(undefined, call('MISSED')), putAway], 'none'],
    ['is not put away while it rings', [rings, putAway], 'ringing c1'],
    [
      'stays told while other things change',
      [rings, me(undefined, call('MISSED')), me(undefined, call('MISSED'))],
      'missed',
    ],
    ['elsewhere is over when that call ends', [rings, me(call('ACTIVE')), me(undefined, call('ENDED'))], 'none'],
    ['is followed by the next one', [rings, me(undefined, call('MISSED')), me(call('RINGING', 'c2'))], 'ringing c2'],
    ['is replaced by the next one in one patch', [rings, me(call('RINGING', 'c2'), call('MISSED'))], 'ringing c2'],
  ]

  it.each(table)('%s', (_, events, expected) => {
    expect(word(reached(...events))).toBe(expected)
  })

  it('is the same object while nothing changed, so that the screen stays still', () => {
    const state = me(call('RINGING'))
    const shown = reached(state)
    expect(nextIncoming(shown, state)).toBe(shown)
    const missed = me(undefined, call('MISSED'))
    const told = nextIncoming(shown, missed)
    expect(nextIncoming(told, missed)).toBe(told)
  })
})
