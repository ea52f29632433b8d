import { describe, expect, test } from 'vitest'
import { expectAnswer, expectFieldErrors, expectProblem } from '../support/answers.ts'
import { Client } from '../support/http.ts'
import { Live } from '../support/live.ts'
import { addDoctor, type Person, registerPatient } from '../support/people.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { MeTopic, User } from '../support/wire.ts'

const server = serverForThisFile()

const change = async (person: Person, body: object) =>
  expectAnswer<{ user: User }>(await person.http.patch('/api/me', body), 200).user

describe('PATCH /api/me', () => {
  test('changes_what_it_names_and_keeps_the_rest', async () => {
    const patient = await registerPatient(server(), { phone: '+62 811 1', birthDate: '1990-01-31' })
    const user = await change(patient, { name: 'Siti Rahmawati', locale: 'id' })
    expect(user).toEqual({ ...patient.user, name: 'Siti Rahmawati', locale: 'id' })
    expect(expectAnswer<{ user: User }>(await patient.http.get('/api/me'), 200).user).toEqual(user)
  })

  test('an_empty_change_changes_nothing', async () => {
    const patient = await registerPatient(server())
    expect(await change(patient, {})).toEqual(patient.user)
  })

  test('null_clears_an_optional_field', async () => {
    const patient = await registerPatient(server(), { phone: '+62 811 2', birthDate: '1990-01-31' })
    const user = await change(patient, { phone: null, birthDate: null })
    expect(user).not.toHaveProperty('phone')
    expect(user).not.toHaveProperty('birthDate')
    const doctor = await addDoctor(server(), 'Cardiology')
    expect(await change(doctor, { specialty: null })).not.toHaveProperty('specialty')
  })

  test.each(['name', 'locale'])('null_does_not_clear_%s', async (field) => {
    const patient = await registerPatient(server())
    expectFieldErrors(await patient.http.patch('/api/me', { [field]: null }), field)
  })

  test('a_doctor_has_a_specialty_and_a_patient_has_none', async () => {
    const doctor = await addDoctor(server(), 'Cardiology')
    expect(doctor.user.specialty).toBe('Cardiology')
    expect((await change(doctor, { specialty: 'Neurology' })).specialty).toBe('Neurology')
    const patient = await registerPatient(server())
    expectFieldErrors(await patient.http.patch('/api/me', { specialty: 'Neurology' }), 'specialty')
  })

  test.each(['role', 'email', 'id', 'createdAt'])('%s_is_not_changed_here', async (field) => {
    const patient = await registerPatient(server())
    expectFieldErrors(await patient.http.patch('/api/me', { [field]: 'DOCTOR' }), field)
    expect(expectAnswer<{ user: User }>(await patient.http.get('/api/me'), 200).user).toEqual(patient.user)
  })

  test('every_open_page_sees_the_new_name', async () => {
    const patient = await registerPatient(server())
    const page = await patient.live()
    await page.current('me')
    await change(patient, { name: 'A new name' })
    await page.until<MeTopic>('me', ({ user }) => user.name === 'A new name', 'the new name is pushed')
  })
})

describe('a new password', () => {
  const login = (person: Person, password: string) =>
    new Client(server().origin).post('/api/auth/login', { email: person.email, password })

  test('counts_from_now_on_and_ends_the_other_sign_ins', async () => {
    const patient = await registerPatient(server())
    const other = await patient.otherBrowser()
    const [mine, theirs] = [await patient.live(), await Live.open(other)]
    const newPassword = `${patient.password} again`
    await change(patient, { password: { currentPassword: patient.password, newPassword } })
    const changed = Date.now()

    const closing = await theirs.closing(3000, 'the other sign-in ended with the old password')
    expect(closing.code).toBe(4401)
    expect(closing.at - changed).toBeLessThanOrEqual(1000)
    expectProblem(await other.get('/api/me'), 401)
    expectProblem(await other.post('/api/auth/refresh'), 401)
    await mine.ping()
    expectAnswer(await patient.http.get('/api/me'), 200)
    expectProblem(await login(patient, patient.password), 401, 'invalid_credentials')
    expectAnswer(await login(patient, newPassword), 200)
  })

  test('needs_the_current_one', async () => {
    const patient = await registerPatient(server())
    const answer = await patient.http.patch('/api/me', {
      password: { currentPassword: 'something else altogether', newPassword: `${patient.password} again` },
    })
    expect(expectFieldErrors(answer, 'password.currentPassword')[0]?.code).toBe('wrong')
    expectAnswer(await login(patient, patient.password), 200)
    expectAnswer(await patient.http.get('/api/me'), 200)
  })

  test('may_not_be_the_name_that_comes_with_it', async () => {
    const patient = await registerPatient(server())
    const answer = await patient.http.patch('/api/me', {
      name: 'Barnabas Winterbottom',
      password: { currentPassword: patient.password, newPassword: 'BarnabasWinterbottom1' },
    })
    expect(expectFieldErrors(answer, 'password.newPassword')[0]?.code).toBe('common')
    expectAnswer(await login(patient, patient.password), 200)
  })

  test('a_refused_change_changes_nothing_else_either', async () => {
    const patient = await registerPatient(server())
    const answer = await patient.http.patch('/api/me', {
      name: 'Half a change',
      password: { currentPassword: 'something else altogether', newPassword: `${patient.password} again` },
    })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(expectAnswer<{ user: User }>(await patient.http.get('/api/me'), 200).user.name).toBe(patient.user.name)
  })

  test.each([
    ['a missing part', { currentPassword: 'x' }, ['password.newPassword']],
    ['an unknown part', { currentPassword: 'x', newPassword: 'long enough for anybody', why: 1 }, ['password.why']],
    ['a number', { currentPassword: 1, newPassword: 'long enough for anybody' }, ['password.currentPassword']],
  ])('with_%s_is_refused_by_the_name_of_the_part', async (_, password, fields) => {
    const patient = await registerPatient(server())
    expectFieldErrors(await patient.http.patch('/api/me', { password }), ...fields)
  })
})
