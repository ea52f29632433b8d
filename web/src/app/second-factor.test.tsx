import { act, fireEvent, screen, within } from '@testing-library/react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type Answers, aUser, renderSignedIn } from './testing/render-app'

const codes = ['aaaa-1111', 'bbbb-2222']
const begun = { secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/Praktik?secret=JBSWY3DPEHPK3PXP&issuer=Praktik' }
const off = { secondFactor: { enabled: false, required: false } }
const on = { secondFactor: { enabled: true, required: false, confirmedAt: 1_763_870_400_000, recoveryCodesLeft: 9 } }
const wrong = (field: string) => ({
  status: 422,
  body: { code: 'invalid', title: 'x', errors: [{ field, code: 'wrong', title: 'x' }] },
})

const answers: Answers = {
  'GET /api/me/sessions': { status: 200, body: { sessions: [] } },
  'GET /api/me/second-factor': { status: 200, body: off },
  'POST /api/me/second-factor': { status: 201, body: begun },
  'POST /api/me/second-factor/confirm': { status: 200, body: { recoveryCodes: codes } },
  'POST /api/me/second-factor/recovery-codes': { status: 200, body: { recoveryCodes: codes } },
  'POST /api/me/second-factor/remove': { status: 204 },
}

beforeEach(() => vi.stubGlobal('print', vi.fn()))

async function open(more: Answers = {}, path = '/account', me: object = { user: aUser('DOCTOR'), entries: {} }) {
  const app = await renderSignedIn('DOCTOR', path, { me }, { ...answers, ...more })
  await act(async () => {})
  app.asked.length = 0
  return app
}

async function press(name: string | RegExp): Promise<void> {
  await act(async () => fireEvent.click(screen.getByRole('button', { name })))
}

function type(label: string, value: string): void {
  fireEvent.change(within(screen.getByRole('dialog')).getByLabelText(label), { target: { value } })
}

async function begin(): Promise<void> {
  await press('Set it up')
  type('Your password', 'correct horse battery')
  await press('Next')
}

describe('setting it up', () => {
  test('goes from the password over the code to the recovery codes, which must be kept', async () => {
    const app = await open()
    await begin()
    expect(
      screen
        .getByRole('img', { name: /^QR code/ })
        .querySelector('path')
        ?.getAttribute('d'),
    ).toMatch(/^M4 4h1/)
    expect(screen.getByText('JBSW Y3DP EHPK 3PXP')).toBeDefined()
    type('Code with 6 digits', '123456')
    await press('Switch it on')
    expect(within(screen.getByRole('list', { name: 'Recovery codes' })).getAllByRole('listitem')).toHaveLength(2)
    expect(screen.getByRole('button', { name: 'Done' })).toHaveProperty('disabled', true)
    expect(screen.queryByRole('button', { name: 'Close' }), 'the codes are not closed away').toBeNull()
    fireEvent.click(screen.getByRole('checkbox', { name: /^I keep them/ }))
    app.answers['GET /api/me/second-factor'] = { status: 200, body: on }
    await press('Done')
    expect(screen.getByText(/^On since .* 9 recovery codes are left\.$/)).toBeDefined()
    expect(app.asked).toEqual([
      { what: 'POST /api/me/second-factor', body: { password: 'correct horse battery' } },
      { what: 'POST /api/me/second-factor/confirm', body: { otp: '123456' } },
      { what: 'GET /api/me/second-factor', body: undefined },
    ])
  })

  test('a wrong password and a wrong code are told at their fields', async () => {
    const app = await open({ 'POST /api/me/second-factor': wrong('password') })
    await begin()
    expect(screen.getByText('This is not your current password.')).toBeDefined()
    Object.assign(app.answers, answers, { 'POST /api/me/second-factor/confirm': wrong('otp') })
    await press('Next')
    type('Code with 6 digits', '000000')
    await press('Switch it on')
    expect(screen.getByText(/^This code is not right/)).toBeDefined()
  })
})

describe('when it is on', () => {
  const withFactor = (over: object = {}) => ({
    'GET /api/me/second-factor': { status: 200, body: { secondFactor: { ...on.secondFactor, ...over } } },
  })

  test('new recovery codes and switching off take password and code', async () => {
    const app = await open(withFactor())
    await press('New recovery codes')
    type('Your password', 'p')
    type('Code from the app, or a recovery code', '123456')
    await press('Make new ones')
    fireEvent.click(screen.getByRole('checkbox', { name: /^I keep them/ }))
    await press('Done')
    await press('Switch it off')
    type('Your password', 'p')
    type('Code from the app, or a recovery code', '654321')
    await act(async () =>
      fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Switch it off' })),
    )
    expect(app.asked.filter(({ what }) => what.startsWith('POST'))).toEqual([
      { what: 'POST /api/me/second-factor/recovery-codes', body: { password: 'p', otp: '123456' } },
      { what: 'POST /api/me/second-factor/remove', body: { password: 'p', otp: '654321' } },
    ])
  })

  test('it cannot be switched off where the clinic asks for it', async () => {
    await open(withFactor({ required: true }))
    expect(screen.queryByRole('button', { name: 'Switch it off' })).toBeNull()
    expect(screen.getByText(/^This clinic asks all doctors for it/)).toBeDefined()
  })

  test('few codes left are a reason to make new ones', async () => {
    await open(withFactor({ recoveryCodesLeft: 1 }))
    expect(screen.getByText(/1 recovery code is left/)).toBeDefined()
    expect(screen.getByText(/^Make new ones before you have none/)).toBeDefined()
  })
})

describe('a doctor who must have one', () => {
  const due = { user: { ...aUser('DOCTOR'), secondFactorDue: true }, entries: {} }

  test.each(['/', '/doctor', '/account', '/audit'])('is led from %s to setting it up', async (path) => {
    const app = await open({}, path, due)
    expect(app.router.state.location.pathname).toBe('/second-factor')
    expect(screen.getByRole('heading', { name: 'First, protect your sign-in' })).toBeDefined()
  })

  test('goes on only when the recovery codes are kept, although it is no longer due before', async () => {
    const app = await open({}, '/doctor', due)
    await begin()
    type('Code with 6 digits', '123456')
    await press('Switch it on')
    app.push('me', { user: aUser('DOCTOR'), entries: {} }, 'v2')
    expect(app.router.state.location.pathname).toBe('/second-factor')
    fireEvent.click(screen.getByRole('checkbox', { name: /^I keep them/ }))
    await press('Done')
    expect(app.router.state.location.pathname).toBe('/doctor')
  })

  test('others have no business there', async () => {
    const app = await open({}, '/second-factor')
    expect(app.router.state.location.pathname).toBe('/doctor')
  })
})
