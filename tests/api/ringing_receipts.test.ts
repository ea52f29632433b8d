import { describe, expect, test } from 'vitest'
import { expectAnswer } from '../support/answers.ts'
import { type Consultation, command, ring, ringing, setReady } from '../support/clinic.ts'
import type { Live } from '../support/live.ts'
import { addDoctor, registerPatient } from '../support/people.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { MeTopic, PracticeTopic, Receipts } from '../support/wire.ts'

const server = serverForThisFile()

const receiptsUntil = async (
  room: Live,
  { schedule }: Consultation,
  holds: (receipts: Receipts) => boolean,
  what: string,
) => {
  const state = await room.until<PracticeTopic>(
    `practice:${schedule.id}`,
    ({ receipts }) => receipts !== undefined && holds(receipts),
    what,
  )
  return state.receipts as Receipts
}

describe('the doctor sees how far the ring came', () => {
  test('from_sent_to_audible_and_never_back', async () => {
    const consultation = await ringing(server())
    const { doctor, patient, call } = consultation
    const room = await doctor.live()
    const first = await receiptsUntil(room, consultation, () => true, 'there are receipts while it rings')
    expect(first).toMatchObject({ ringing: false, audible: false })
    expect(Object.values(first).every((value) => typeof value === 'boolean')).toBe(true)

    const page = await patient.live()
    await page.until<MeTopic>('me', (me) => me.call?.id === call.id, 'the patient is rung')
    page.send({ op: 'ringing', call: call.id, audible: false })
    const shown = await receiptsUntil(room, consultation, ({ ringing: rings }) => rings, 'the page shows the ring')
    expect(shown).toEqual({ sent: true, delivered: true, ringing: true, audible: false })
    page.send({ op: 'ringing', call: call.id, audible: true })
    await receiptsUntil(room, consultation, ({ audible }) => audible, 'the ringtone plays')

    page.send({ op: 'ringing', call: call.id, audible: false })
    await page.ping()
    expectAnswer(await doctor.http.put(`/api/schedules/${consultation.schedule.id}/notice`, { text: 'fence' }), 200)
    const after = await room.until<PracticeTopic>(
      `practice:${consultation.schedule.id}`,
      (state) => state.schedule.notice === 'fence',
      'a later change',
    )
    expect(after.receipts).toEqual({ sent: true, delivered: true, ringing: true, audible: true })
  })

  test('a_page_that_is_open_when_the_ring_begins_gets_it', async () => {
    const consultation = await ringing(server())
    const { doctor, patient, entry, call } = consultation
    await command(doctor, call.id, 'cancel')
    const [room, page] = [await doctor.live(), await patient.live()]
    await page.current('me')
    await room.current(`practice:${consultation.schedule.id}`)
    const again = await ring(doctor, entry.id)
    const receipts = await receiptsUntil(room, consultation, ({ sent }) => sent, 'the ring was sent to a page')
    expect(receipts.ringing).toBe(false)
    await page.until<MeTopic>('me', (me) => me.call?.id === again.id, 'the patient is rung')
  })

  test('the_next_ring_begins_anew', async () => {
    const consultation = await ringing(server())
    const { doctor, patient, entry, call } = consultation
    const [room, page] = [await doctor.live(), await patient.live()]
    page.send({ op: 'ringing', call: call.id, audible: true })
    await receiptsUntil(room, consultation, ({ audible }) => audible, 'the ringtone plays')
    await command(patient, call.id, 'decline')
    await room.until<PracticeTopic>(
      `practice:${consultation.schedule.id}`,
      ({ receipts }) => receipts === undefined,
      'receipts end with the ring',
    )
    await setReady(patient, entry.id)
    await ring(doctor, entry.id)
    const fresh = await receiptsUntil(room, consultation, () => true, 'receipts of the next ring')
    expect(fresh).toMatchObject({ ringing: false, audible: false })
  })
})

describe('a ring is reported only by the patient whose it is', () => {
  const refused = async (page: Live, call: string) => {
    page.send({ op: 'ringing', call, audible: true })
    const { frame } = await page.op('error')
    expect(frame).toMatchObject({ code: 'forbidden', re: 'ringing' })
  }

  test('not_by_its_doctor_nor_by_strangers', async () => {
    const consultation = await ringing(server())
    const room = await consultation.doctor.live()
    for (const person of [consultation.doctor, await addDoctor(server()), await registerPatient(server())]) {
      await refused(await person.live(), consultation.call.id)
    }
    const receipts = await receiptsUntil(room, consultation, () => true, 'receipts')
    expect(receipts.ringing).toBe(false)
  })

  test('not_of_a_call_that_is_not_there', async () => {
    const patient = await registerPatient(server())
    await refused(await patient.live(), '01890a5d-ac96-774b-bcce-b302099a8057')
  })

  test('not_after_the_ring', async () => {
    const { patient, call } = await ringing(server())
    const page = await patient.live()
    await command(patient, call.id, 'accept')
    await refused(page, call.id)
    await command(patient, call.id, 'end')
    await refused(page, call.id)
  })
})
