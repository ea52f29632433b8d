import { describe, expect, test } from 'vitest'
import { type AuditEntry, actorOf, byDay, kindOf, sentenceKeys, withoutEchoes } from './audit'

const doctor = { id: 'd1', name: 'Dr. Sari Wulandari' }
const patient = { id: 'p1', name: 'Budi Santoso' }

function anAuditEntry(over: Partial<AuditEntry> = {}): AuditEntry {
  return { id: 'a1', at: 0, action: 'call.invite', subject: 'call', subjectId: 'c1', by: 'DOCTOR', ...over }
}

describe('who did it', () => {
  const asPatient = { id: 'p1', role: 'PATIENT' } as const
  const asDoctor = { id: 'd1', role: 'DOCTOR' } as const
  test.each([
    ['the doctor, to the patient', { doctor, patient }, asPatient, 'doctor'],
    ['the doctor, to the doctor', { doctor, patient }, asDoctor, 'me'],
    ['the patient, to the doctor', { by: 'PATIENT', doctor, patient }, asDoctor, 'patient'],
    ['the patient, to the patient', { by: 'PATIENT', doctor, patient }, asPatient, 'me'],
    ['an own act that names nobody', { by: 'PATIENT', action: 'user.edit' }, asPatient, 'me'],
    ['a doctor whom the line does not name', { patient }, asPatient, 'other'],
    ['a clock', { by: undefined, action: 'clock', doctor, patient }, asPatient, 'server'],
    ['an operator', { by: undefined, action: 'user.reset_password', patient }, asPatient, 'operator'],
    ['a wrong password', { by: undefined, action: 'sign_in.failed', patient }, asPatient, 'stranger'],
    ['an own refusal', { by: 'PATIENT', action: 'access.refused', patient, address: '::1' }, asPatient, 'me'],
    ['an own refusal from an address that was erased', { by: 'PATIENT', action: 'access.refused' }, asPatient, 'me'],
    ['another doctor’s refusal, to the patient', { action: 'access.refused', doctor, patient }, asPatient, 'other'],
    [
      'another patient’s refusal, to the doctor',
      { by: 'PATIENT', action: 'access.refused', doctor, patient },
      asDoctor,
      'other',
    ],
    [
      'the operator, of the second factor',
      { by: undefined, action: 'second_factor.reset', patient },
      asPatient,
      'operator',
    ],
    [
      'a right password without its code',
      { by: undefined, action: 'sign_in.code_asked', patient },
      asPatient,
      'stranger',
    ],
    ['another patient’s refusal', { by: 'PATIENT', action: 'access.refused', patient }, asPatient, 'other'],
  ] as const)('%s', (_, over, reader, actor) => {
    expect(actorOf(anAuditEntry(over as Partial<AuditEntry>), reader)).toBe(actor)
  })
})

test.each([
  ['call.accept', 'consultation'],
  ['clock', 'consultation'],
  ['call.ringing', 'device'],
  ['push.accepted', 'device'],
  ['sign_in.failed', 'sign_in'],
  ['sign_in.code_asked', 'sign_in'],
  ['user.password', 'account'],
  ['access.refused', 'refused'],
] as const)('%s is about %s', (action, kind) => {
  expect(kindOf(anAuditEntry({ action }))).toBe(kind)
})

test('what became of it is the first thing to find words for', () => {
  expect(sentenceKeys(anAuditEntry({ action: 'clock', to: 'MISSED' }))).toEqual([
    'clock_call_MISSED',
    'clock_MISSED',
    'clock_call',
    'clock',
  ])
  expect(sentenceKeys(anAuditEntry({ action: 'sign_in.begin', subject: 'sign_in' }))).toEqual([
    'sign_in_begin_sign_in',
    'sign_in_begin',
  ])
})

test('the entry that a call moves is not told beside the call', () => {
  const call = anAuditEntry({ patient })
  const moved = anAuditEntry({ id: 'a2', subject: 'entry', patient })
  const another = anAuditEntry({ id: 'a3', subject: 'entry', patient: { id: 'p2', name: 'Siti' } })
  const alone = anAuditEntry({ id: 'a4', at: 1, subject: 'entry', action: 'entry.join', patient })
  expect(withoutEchoes([call, moved, another, alone])).toEqual([call, another, alone])
})

test('the days are those of the reader', () => {
  const late = Date.UTC(2026, 10, 23, 18)
  const entries = [anAuditEntry({ id: 'a2', at: late }), anAuditEntry({ id: 'a1', at: late - 2 * 3_600_000 })]
  expect(byDay(entries, 'UTC')).toEqual([{ at: late, entries }])
  expect(byDay(entries, 'Asia/Jakarta').map((day) => day.entries.length)).toEqual([1, 1])
})
