import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAnswer, expectConflict, expectProblem } from '../support/answers.ts'
import { command as callCommand, ringing, talking } from '../support/clinic.ts'
import { hours, minutes, seconds } from '../support/clock.ts'
import { Coturn } from '../support/coturn.ts'
import { Client } from '../support/http.ts'
import { addDoctor, type Person, registerPatient } from '../support/people.ts'
import { Server } from '../support/server.ts'
import { allocateAt, type TurnUser } from '../support/turn.ts'
import type { IceOffer } from '../support/wire.ts'

let coturn: Coturn
let server: Server
beforeAll(async () => {
  coturn = await Coturn.start()
  server = await Server.start({ flags: coturn.flags(`stun:127.0.0.1:${coturn.port}`, coturn.uri), throttle: 'on' })
})
afterAll(async () => {
  await server?.dispose()
  await coturn?.stop()
})

const ask = async (who: Person | Client, path: string) =>
  expectAnswer<IceOffer>(await ('http' in who ? who.http : who).get(path), 200)

/** The relay's credential in an offer. */
function relayIn(offer: IceOffer): TurnUser {
  const { username, credential } = offer.iceServers.find(({ urls }) => urls.includes(coturn.uri)) ?? {}
  if (username === undefined || credential === undefined) throw new Error('no credential for the relay')
  return { username, credential }
}

const expiryIn = ({ username }: TurnUser) => Number(username.split(':')[0]) * 1000

describe('the servers of a call', () => {
  test('let_both_participants_allocate_a_relay_for_four_hours', async () => {
    const { doctor, patient, call } = await talking(server)
    for (const person of [doctor, patient]) {
      const offer = await ask(person, `/api/calls/${call.id}/ice`)
      expect(offer.iceServers).toEqual([
        { urls: [`stun:127.0.0.1:${coturn.port}`] },
        { urls: [coturn.uri], ...relayIn(offer) },
      ])
      const left = offer.expiresAt - Date.now()
      expect(left).toBeGreaterThan(hours(4) - minutes(1))
      expect(left).toBeLessThanOrEqual(hours(4))
      expect(expiryIn(relayIn(offer)) - offer.expiresAt).toBeGreaterThanOrEqual(0)
      expect(expiryIn(relayIn(offer)) - offer.expiresAt).toBeLessThan(1000)
      expect(await allocateAt(coturn.port, relayIn(offer))).toBe(0)
    }
  })

  test('tell_the_relay_nothing_of_who_it_is_and_the_same_each_time', async () => {
    const { doctor, patient, call } = await talking(server)
    const tags = []
    for (const person of [doctor, patient, patient]) {
      const { username } = relayIn(await ask(person, `/api/calls/${call.id}/ice`))
      expect(username).toMatch(/^\d{10}:[0-9a-f]{16}$/)
      tags.push(username.split(':')[1])
    }
    expect(tags[1]).not.toBe(tags[0])
    expect(tags[2]).toBe(tags[1])
  })

  test('are_for_its_participants_while_it_is_ACTIVE', async () => {
    const { doctor, patient, call } = await ringing(server)
    const path = `/api/calls/${call.id}/ice`
    for (const person of [doctor, patient]) expectConflict(await person.http.get(path), 'not_active')
    await callCommand(patient, call.id, 'accept')
    for (const stranger of [await addDoctor(server), await registerPatient(server)]) {
      expectProblem(await stranger.http.get(path), 404, 'not_found')
    }
    expectProblem(await new Client(server.origin).get(path), 401, 'not_signed_in')
    await callCommand(doctor, call.id, 'end')
    for (const person of [doctor, patient]) expectConflict(await person.http.get(path), 'not_active')
  })
})

describe('a relay', () => {
  test('refuses_a_credential_that_is_wrong', async () => {
    const { patient, call } = await talking(server)
    const good = relayIn(await ask(patient, `/api/calls/${call.id}/ice`))
    const later = good.username.replace(/^\d+/, (expiry) => String(Number(expiry) + 1))
    const forged: TurnUser[] = [
      { ...good, credential: `${good.credential}A` },
      { ...good, username: later },
      Coturn.credential('another secret', Date.now() + hours(1)),
    ]
    for (const user of forged) expect(await allocateAt(coturn.port, user)).toBe(401)
  })

  test('refuses_a_credential_whose_time_is_over', async () => {
    expect(await allocateAt(coturn.port, Coturn.credential(coturn.secret, Date.now() - seconds(10)))).toBe(401)
    expect(await allocateAt(coturn.port, Coturn.credential(coturn.secret, Date.now() + minutes(1)))).toBe(0)
  })
})

describe('the servers for a connection test', () => {
  test('let_anybody_signed_in_allocate_for_a_minute', async () => {
    for (const person of [await addDoctor(server), await registerPatient(server)]) {
      const offer = await ask(person, '/api/ice-test')
      const left = offer.expiresAt - Date.now()
      expect(left).toBeGreaterThan(seconds(30))
      expect(left).toBeLessThanOrEqual(seconds(60))
      expect(expiryIn(relayIn(offer)) - offer.expiresAt).toBeLessThan(1000)
      expect(await allocateAt(coturn.port, relayIn(offer))).toBe(0)
    }
  })

  test('are_given_five_times_an_hour_and_person', async () => {
    const [patient, other] = [await registerPatient(server), await registerPatient(server)]
    const browsers = [patient.http, await patient.otherBrowser()]
    for (let i = 0; i < 5; ++i) await ask(browsers[i % 2] as Client, '/api/ice-test')
    for (const browser of browsers) {
      const answer = await browser.get('/api/ice-test')
      expectProblem(answer, 429, 'too_many')
      // One of five an hour comes back every twelve minutes.
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(600)
      expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(720)
    }
    await ask(other, '/api/ice-test')
  })

  test('are_not_for_strangers', async () => {
    expectProblem(await new Client(server.origin).get('/api/ice-test'), 401, 'not_signed_in')
  })
})

test('a_server_without_any_gives_an_empty_list', async () => {
  const alone = await Server.start()
  try {
    const { patient, call } = await talking(alone)
    expect((await ask(patient, `/api/calls/${call.id}/ice`)).iceServers).toEqual([])
    expect((await ask(patient, '/api/ice-test')).iceServers).toEqual([])
  } finally {
    await alone.dispose()
  }
})

test('neither_secret_nor_credential_is_logged', async () => {
  const talkative = await Server.start({ flags: ['--debug', ...coturn.flags()] })
  try {
    const { patient, call } = await talking(talkative)
    const { username, credential } = relayIn(await ask(patient, `/api/calls/${call.id}/ice`))
    await talkative.stop()
    expect(talkative.log).toContain('/ice 200')
    for (const secret of [coturn.secret, username, credential]) expect(talkative.log).not.toContain(secret)
  } finally {
    await talkative.dispose()
  }
})
