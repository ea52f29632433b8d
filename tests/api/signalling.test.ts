import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Consultation, command, ringing, talking } from '../support/clinic.ts'
import { seconds } from '../support/clock.ts'
import { type Frame, Live } from '../support/live.ts'
import { addDoctor, type Person, registerPatient } from '../support/people.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { Call, CallTopic } from '../support/wire.ts'

const server = serverForThisFile()

async function attach(page: Live, call: Call): Promise<Frame> {
  page.send({ op: 'attach', call: call.id })
  return (await page.op('attached', { call: call.id })).frame
}

async function joined(): Promise<Consultation & { doctorPage: Live; patientPage: Live }> {
  const consultation = await talking(server())
  const doctorPage = await consultation.doctor.live()
  const patientPage = await consultation.patient.live()
  await attach(doctorPage, consultation.call)
  await attach(patientPage, consultation.call)
  return { ...consultation, doctorPage, patientPage }
}

const offer = (sdp: string) => ({ description: { type: 'offer', sdp } })

describe('attaching', () => {
  test('tells_the_page_its_name_its_manners_and_who_is_there_already', async () => {
    const { doctor, patient, call } = await talking(server())
    const [doctorPage, patientPage] = [await doctor.live(), await patient.live()]
    const first = await attach(doctorPage, call)
    expect(first).toMatchObject({ op: 'attached', call: call.id, polite: false })
    expect(first['page']).toMatch(/.+/)
    expect(first, 'nobody is there yet').not.toHaveProperty('peer')
    const second = await attach(patientPage, call)
    expect(second).toMatchObject({ op: 'attached', call: call.id, polite: true, peer: first['page'] })
    expect(second['page']).not.toBe(first['page'])
    const { frame } = await doctorPage.op('peer', { call: call.id })
    expect(frame).toMatchObject({ present: true, page: second['page'] })
  })

  test('shows_on_the_calls_topic', async () => {
    const { doctorPage, call } = await joined()
    const state = await doctorPage.until<CallTopic>(
      `call:${call.id}`,
      (topic) => topic.doctor.attached && topic.patient.attached,
      'both are attached',
    )
    expect(state.call.status).toBe('ACTIVE')
  })

  test('while_it_still_rings_is_refused', async () => {
    const { doctor, patient, call } = await ringing(server())
    for (const person of [doctor, patient]) {
      const page = await person.live()
      page.send({ op: 'attach', call: call.id })
      expect((await page.op('error')).frame['re']).toBe('attach')
      expect(page.count('attached')).toBe(0)
    }
  })

  test('after_the_end_is_refused', async () => {
    const { doctor, patient, call } = await talking(server())
    await command(doctor, call.id, 'end')
    const page = await patient.live()
    page.send({ op: 'attach', call: call.id })
    const { frame } = await page.frame(({ op }) => op === 'error' || op === 'detached', 'a refusal')
    if (frame.op === 'detached') expect(frame['reason']).toBe('call_over')
    else expect(frame['re']).toBe('attach')
    expect(page.count('attached')).toBe(0)
  })

  test('by_a_stranger_is_answered_as_for_a_call_that_is_not_there', async () => {
    const { call } = await talking(server())
    for (const stranger of [await addDoctor(server()), await registerPatient(server())]) {
      const page = await stranger.live()
      const said: unknown[] = []
      for (const id of [call.id, randomUUID(), 'not-an-id']) {
        page.send({ op: 'attach', call: id })
        const { frame } = await page.op('error')
        expect(frame['re']).toBe('attach')
        said.push(id === 'not-an-id' ? said[0] : { code: frame['code'], title: frame['title'] })
      }
      expect(said[0]).toEqual(said[1])
      expect(page.count('attached')).toBe(0)
    }
  })

  test('again_on_the_same_page_is_quiet', async () => {
    const { doctorPage, patientPage, call } = await joined()
    await attach(patientPage, call)
    await doctorPage.ping()
    expect(patientPage.count('detached')).toBe(0)
    patientPage.send({ op: 'signal', call: call.id, data: offer('still here') })
    await doctorPage.op('signal')
  })
})

describe('a signal', () => {
  test('goes_to_the_other_side_as_it_is', async () => {
    const { doctorPage, patientPage, call } = await joined()
    const data = { description: { type: 'offer', sdp: 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=é "語" \\ \u2028\r\n' } }
    doctorPage.send({ op: 'signal', call: call.id, data })
    const { frame } = await patientPage.op('signal')
    expect(frame).toMatchObject({ call: call.id, data })
    const candidate = {
      candidate: { candidate: 'candidate:1 1 udp 1 127.0.0.1 1 typ host', sdpMid: '0', sdpMLineIndex: 0 },
    }
    patientPage.send({ op: 'signal', call: call.id, data: candidate })
    expect((await doctorPage.op('signal')).frame['data']).toEqual(candidate)
  })

  test('many_of_them_keep_their_order', async () => {
    const { doctorPage, patientPage, call } = await joined()
    const count = 50
    for (let index = 0; index < count; ++index) {
      doctorPage.send({ op: 'signal', call: call.id, data: offer(String(index)) })
    }
    const seen: string[] = []
    for (let index = 0; index < count; ++index) {
      const { frame } = await patientPage.op('signal')
      seen.push((frame['data'] as ReturnType<typeof offer>).description.sdp)
    }
    expect(seen).toEqual(Array.from({ length: count }, (_, index) => String(index)))
  })

  test('to_a_page_that_is_no_longer_there_is_dropped_quietly', async () => {
    const { doctorPage, patientPage, patient, call } = await joined()
    const old = (await doctorPage.op('peer', { call: call.id })).frame['page']
    const newer = await patient.live()
    const { page: now } = await attach(newer, call)
    await patientPage.op('detached', { reason: 'taken_over' })
    doctorPage.send({ op: 'signal', call: call.id, to: old, data: offer('for the old page') })
    doctorPage.send({ op: 'signal', call: call.id, to: now, data: offer('for the new page') })
    const { frame } = await newer.op('signal')
    expect(frame['data']).toEqual(offer('for the new page'))
    expect(newer.count('signal')).toBe(1)
    expect(patientPage.count('signal')).toBe(0)
    await doctorPage.ping()
    expect(doctorPage.count('error')).toBe(0)
  })

  test.each(['a page that is not attached', 'a stranger'])('of_%s_reaches_nobody', async (who) => {
    const { doctorPage, patientPage, patient, call } = await joined()
    const outsider = who === 'a stranger' ? await registerPatient(server()) : patient
    const page = await outsider.live()
    page.send({ op: 'signal', call: call.id, data: offer('not allowed') })
    expect((await page.op('error')).frame).toMatchObject({ code: 'not_attached', re: 'signal' })
    patientPage.send({ op: 'signal', call: call.id, data: offer('allowed') })
    expect((await doctorPage.op('signal')).frame['data']).toEqual(offer('allowed'))
    expect(doctorPage.count('signal')).toBe(1)
    expect(patientPage.count('signal')).toBe(0)
  })

  test('while_it_only_rings_reaches_nobody', async () => {
    const { doctor, patient, call } = await ringing(server())
    const [doctorPage, patientPage] = [await doctor.live(), await patient.live()]
    doctorPage.send({ op: 'signal', call: call.id, data: offer('too early') })
    await doctorPage.ping()
    await patientPage.ping()
    expect(patientPage.count('signal')).toBe(0)
  })

  test('after_the_end_reaches_nobody', async () => {
    const { doctorPage, patientPage, doctor, call } = await joined()
    await command(doctor, call.id, 'end')
    await patientPage.op('detached', { reason: 'call_over' })
    doctorPage.send({ op: 'signal', call: call.id, data: offer('too late') })
    await doctorPage.ping()
    await patientPage.ping()
    expect(patientPage.count('signal')).toBe(0)
  })
})

describe('the newest page of a user wins', () => {
  const takesOver = async (side: 'doctor' | 'patient', open: (person: Person) => Promise<Live>) => {
    const consultation = await joined()
    const { call, doctorPage, patientPage } = consultation
    const [old, other] = side === 'doctor' ? [doctorPage, patientPage] : [patientPage, doctorPage]
    const newer = await open(consultation[side])
    const { page, polite } = await attach(newer, call)
    expect(polite).toBe(side === 'patient')
    const { frame } = await old.op('detached', { call: call.id }, seconds(1))
    expect(frame['reason']).toBe('taken_over')
    await other.op('peer', { call: call.id, present: true, page }, seconds(1))
    newer.send({ op: 'signal', call: call.id, data: offer('from the new page') })
    expect((await other.op('signal')).frame['data']).toEqual(offer('from the new page'))
    return { ...consultation, old, newer, other }
  }

  test.each(['doctor', 'patient'] as const)('a_second_tab_of_the_%s_takes_the_call_over', async (side) => {
    await takesOver(side, (person) => person.live())
  })

  test('another_device_of_the_patient_takes_the_call_over', async () => {
    await takesOver('patient', async (person) => Live.open(await person.otherBrowser()))
  })

  test('the_old_page_closing_afterwards_changes_nothing', async () => {
    const { old, newer, other, call } = await takesOver('patient', (person) => person.live())
    const told = other.count('peer')
    await old.close()
    newer.send({ op: 'signal', call: call.id, data: offer('still here') })
    await other.op('signal', { call: call.id })
    await other.ping()
    expect(other.count('peer')).toBe(told)
  })
})

describe('the other side', () => {
  test('is_seen_to_go_and_to_come_back_with_a_new_page', async () => {
    const { doctorPage, patientPage, patient, call } = await joined()
    const before = (await doctorPage.op('peer', { call: call.id, present: true })).frame['page']
    await patientPage.close()
    const gone = await doctorPage.op('peer', { call: call.id, present: false }, seconds(1))
    expect(gone.frame['call']).toBe(call.id)
    const back = await patient.live()
    const { page, peer } = await attach(back, call)
    expect(peer).toBeDefined()
    await doctorPage.op('peer', { call: call.id, present: true, page })
    expect(page).not.toBe(before)
  })
})

describe('the end of the call', () => {
  test.each(['doctor', 'patient'] as const)('by_the_%s_detaches_both_pages', async (side) => {
    const consultation = await joined()
    const asked = Date.now()
    await command(consultation[side], consultation.call.id, 'end')
    for (const page of [consultation.doctorPage, consultation.patientPage]) {
      const { frame, arrivedAt } = await page.op('detached', { call: consultation.call.id })
      expect(frame['reason']).toBe('call_over')
      expect(arrivedAt - asked).toBeLessThan(1000)
    }
  })
})
