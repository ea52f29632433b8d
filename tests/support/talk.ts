import type { Browser, BrowserContext, Page } from '@playwright/test'
import { newProfile } from './browsers.ts'
import { command, openPractice, ring } from './clinic.ts'
import { watchConnections } from './ice-path.ts'
import { atLeast } from './lists.ts'
import { blue, red, type Signature } from './media.ts'
import type { Person } from './people.ts'
import { joinCall, signIn } from './screens.ts'
import type { Server } from './server.ts'
import type { Call } from './wire.ts'
import { testify, tones, Witness } from './witness.ts'

/** One side of a call that goes on. */
export interface Seat {
  person: Person
  profile: BrowserContext
  page: Page
  /** Sits in front of the page. */
  witness: Witness
}

export interface Talk {
  call: Call
  doctor: Seat
  patient: Seat
  both: readonly [Seat, Seat]
  close(): Promise<void>
}

export interface House {
  server: Server
  doctorBrowser: Browser
  patientBrowser: Browser
}

export interface TalkOptions {
  policy?: RTCIceTransportPolicy
  /** Does something with each page before it opens the call. */
  prepare?: (page: Page, side: 'doctor' | 'patient') => Promise<void>
}

/** A call in which each side has seen and heard the other. Close it. */
export async function talk(house: House, { policy = 'all', prepare }: TalkOptions = {}): Promise<Talk> {
  const { server, doctorBrowser, patientBrowser } = house
  const { doctor, waiting } = await openPractice(server, 1)
  const [{ patient, entry }] = atLeast(1, waiting)
  const call = await ring(doctor, entry.id)
  await command(patient, call.id, 'accept')
  const seats = [
    await takeSeat(doctorBrowser, doctor, red, policy),
    await takeSeat(patientBrowser, patient, blue, policy),
  ] as const
  const [doctorSeat, patientSeat] = seats
  await prepare?.(doctorSeat.page, 'doctor')
  await prepare?.(patientSeat.page, 'patient')
  await Promise.all(seats.map(({ page }) => page.goto(`${server.origin}/call/${call.id}`)))
  await Promise.all(seats.map(({ page }) => joinCall(page)))
  await flowsAgain(seats, { since: 0 })
  return {
    call,
    doctor: doctorSeat,
    patient: patientSeat,
    both: seats,
    close: async () => void (await Promise.all(seats.map(({ profile }) => profile.close()))),
  }
}

/** A new browser profile of that person, signed in on one page; `other` is what the other side shows. */
export async function takeSeat(
  browser: Browser,
  person: Person,
  other: Signature,
  policy: RTCIceTransportPolicy = 'all',
): Promise<Seat> {
  const profile = await newProfile(browser)
  await profile.addInitScript(watchConnections, policy)
  await profile.addInitScript(testify, tones)
  const page = await signIn(profile, person)
  return { person, profile, page, witness: new Witness(page, other) }
}

/** When all of them saw and heard the other side again, the last one counting. */
export async function flowsAgain(
  seats: readonly Seat[],
  wanted: { since: number },
  timeoutMs?: number,
): Promise<number> {
  return Math.max(...(await Promise.all(seats.map(({ witness }) => witness.flows(wanted, timeoutMs)))))
}

/** How many RTCPeerConnections the page has made since it was loaded. */
export function connectionsOf(page: Page): Promise<number> {
  return page.evaluate(() => window.connections?.length ?? 0)
}
