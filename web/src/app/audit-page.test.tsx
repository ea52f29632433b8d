import { act, fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import type { AuditEntry } from '../domain/audit'
import { anEntry, aSchedule, byId } from '../domain/testing'
import { type Answers, aUser, renderSignedIn } from './testing/render-app'

const doctor = { id: 'd1', name: 'Dr. Sari Wulandari' }
const patient = { id: 'p1', name: 'Budi Santoso' }
const noon = Date.UTC(2026, 10, 23, 12)

let lines = 0
function line(action: string, over: Partial<AuditEntry> = {}): AuditEntry {
  return { id: `a${++lines}`, at: noon, action, subject: action.split('.')[0] ?? '', subjectId: 'x', ...over }
}

function page(...entries: AuditEntry[]): Answers {
  return { 'GET /api/audit': { status: 200, body: { entries } } }
}

async function openAudit(answers: Answers, role: 'PATIENT' | 'DOCTOR' = 'PATIENT') {
  const app = await renderSignedIn(
    role,
    '/audit',
    {
      me: { user: aUser(role), entries: byId(anEntry(7, { status: 'READY' })) },
      directory: { schedules: byId(aSchedule()) },
    },
    answers,
  )
  await act(async () => {})
  return app
}

const sentences = () => screen.getAllByRole('listitem').map((item) => within(item).getAllByText(/\.$/)[0]?.textContent)

describe('what a patient reads', () => {
  test('who did what, the newest first, with "you" for oneself', async () => {
    await openAudit(
      page(
        line('call.accept', { by: 'PATIENT', doctor, patient }),
        line('call.invite', { by: 'DOCTOR', doctor, patient, to: 'RINGING' }),
        line('call.invite', { by: 'DOCTOR', doctor, patient, subject: 'entry', to: 'RINGING' }),
        line('entry.readiness', { by: 'PATIENT', doctor, patient, to: 'READY' }),
        line('clock', { subject: 'call', doctor, patient, to: 'MISSED' }),
        line('user.reset_password', { patient }),
        line('sign_in.failed', { patient }),
      ),
    )
    expect(sentences()).toEqual([
      'You answered the call.',
      'Dr. Sari Wulandari called you.',
      'You said: ready.',
      'The call to you rang until its time was up. Nobody answered.',
      "The clinic's operator set a new password.",
      'Somebody tried to sign in with your e-mail address and failed.',
    ])
  })

  test('the number and the practice, the cause, and from where', async () => {
    const chrome = 'Mozilla/5.0 (X11; Linux x64) Chrome/156.0 Safari/537.36'
    await openAudit(
      page(
        line('entry.join', { by: 'PATIENT', doctor, patient, subjectId: 'e7' }),
        line('sign_in.end', { by: 'PATIENT', patient, cause: 'revoked', address: '192.0.2.7', userAgent: chrome }),
      ),
    )
    const [joined, ended] = screen.getAllByRole('listitem')
    expect(joined?.textContent).toMatch(/Dr\. Sari Wulandari · Number 7 · Schedule of .*\d:00/)
    expect(ended?.textContent).toContain('ended from the list of devices · Chrome on Linux · from 192.0.2.7')
  })

  test('what this app has no words for is named honestly', async () => {
    await openAudit(page(line('moon.landing', { by: 'PATIENT' })))
    expect(screen.getByText(/You did something .*\(moon\.landing\)/)).toBeDefined()
  })
})

test('a doctor reads of the own practice, with names', async () => {
  await openAudit(page(line('call.decline', { by: 'PATIENT', doctor, patient })), 'DOCTOR')
  expect(sentences()).toEqual(['Budi Santoso declined the call.'])
})

describe('the list', () => {
  test('shows one kind alone', async () => {
    await openAudit(
      page(line('sign_in.begin', { by: 'PATIENT', patient }), line('user.edit', { by: 'PATIENT', patient })),
    )
    fireEvent.click(screen.getByRole('combobox', { name: 'Show' }))
    const option = await screen.findByRole('option', { name: 'Account' })
    fireEvent.pointerDown(option)
    fireEvent.click(option)
    expect(sentences()).toEqual(['You changed the account.'])
  })

  test('adds what is older, until its beginning', async () => {
    const older = line('user.create', { by: 'PATIENT', patient, at: noon - 86_400_000 })
    await openAudit({
      'GET /api/audit': { status: 200, body: { entries: [line('user.edit', { by: 'PATIENT', patient })], next: 'a9' } },
      'GET /api/audit?after=a9': { status: 200, body: { entries: [older] } },
    })
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Show older' })))
    expect(sentences()).toEqual(['You changed the account.', 'The account was made.'])
    expect(screen.queryByRole('button', { name: 'Show older' })).toBeNull()
    expect(screen.getByText('This is the beginning of the record.')).toBeDefined()
  })

  test('says that nothing is there', async () => {
    await openAudit(page())
    expect(screen.getByText('Nothing is recorded yet')).toBeDefined()
  })

  test('keeps what was read when a reload fails, and says why', async () => {
    const app = await openAudit(page(line('user.edit', { by: 'PATIENT', patient })))
    delete app.answers['GET /api/audit']
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Reload the record' })))
    expect(screen.getByRole('alert').textContent).toContain('The server cannot be reached')
    expect(sentences()).toEqual(['You changed the account.'])
  })
})
