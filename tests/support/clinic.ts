import { expectAnswer, expectEmpty } from './answers.ts'
import { hours, minutes } from './clock.ts'
import type { Client } from './http.ts'
import { addDoctor, type Person, registerPatients } from './people.ts'
import type { Server } from './server.ts'
import type { Call, Entry, Schedule } from './wire.ts'

/** What people do in a practice, each as one command that must succeed. */

type Acting = Person | Client
const http = (who: Acting): Client => ('http' in who ? who.http : who)

export async function createSchedule(doctor: Acting, more: Record<string, unknown> = {}): Promise<Schedule> {
  const startsAt = Date.now() - minutes(5)
  const body = { startsAt, endsAt: startsAt + hours(2), ...more }
  return expectAnswer<{ schedule: Schedule }>(await http(doctor).post('/api/schedules', body), 201).schedule
}

export type ScheduleCommand = 'start' | 'complete' | 'reopen' | 'cancel'

export async function schedule(doctor: Acting, id: string, command: ScheduleCommand): Promise<Schedule> {
  const answer = await http(doctor).post(`/api/schedules/${id}/${command}`)
  return expectAnswer<{ schedule: Schedule }>(answer, 200).schedule
}

export async function readSchedule(who: Acting, id: string): Promise<Schedule> {
  return expectAnswer<{ schedule: Schedule }>(await http(who).get(`/api/schedules/${id}`), 200).schedule
}

export async function join(patient: Acting, scheduleId: string, reason?: string): Promise<Entry> {
  const body = reason === undefined ? undefined : { reason }
  return expectAnswer<{ entry: Entry }>(await http(patient).post(`/api/schedules/${scheduleId}/queue`, body), 201).entry
}

export async function setReady(patient: Acting, entryId: string, ready = true): Promise<Entry> {
  const answer = await http(patient).put(`/api/queue/${entryId}/readiness`, { ready })
  return expectAnswer<{ entry: Entry }>(answer, 200).entry
}

export async function leave(who: Acting, entryId: string): Promise<void> {
  expectEmpty(await http(who).delete(`/api/queue/${entryId}`))
}

export async function readQueue(doctor: Acting, scheduleId: string): Promise<Entry[]> {
  return expectAnswer<{ entries: Entry[] }>(await http(doctor).get(`/api/schedules/${scheduleId}/queue`), 200).entries
}

/** The doctor's view of one entry. */
export async function readEntry(doctor: Acting, entry: Entry): Promise<Entry> {
  const found = (await readQueue(doctor, entry.scheduleId)).find(({ id }) => id === entry.id)
  if (!found) throw new Error(`entry ${entry.number} is not in the doctor's list`)
  return found
}

export async function ring(doctor: Acting, entryId: string): Promise<Call> {
  return expectAnswer<{ call: Call }>(await http(doctor).post(`/api/queue/${entryId}/call`), 201).call
}

export async function requeue(doctor: Acting, entryId: string): Promise<Entry> {
  return expectAnswer<{ entry: Entry }>(await http(doctor).post(`/api/queue/${entryId}/requeue`), 200).entry
}

export type CallCommand = 'accept' | 'decline' | 'cancel' | 'end'

export async function command(who: Acting, callId: string, name: CallCommand, body?: object): Promise<Call> {
  return expectAnswer<{ call: Call }>(await http(who).post(`/api/calls/${callId}/${name}`, body), 200).call
}

export async function readCall(who: Acting, callId: string): Promise<Call> {
  return expectAnswer<{ call: Call }>(await http(who).get(`/api/calls/${callId}`), 200).call
}

/** A patient with a place in a queue. */
export interface Waiting {
  patient: Person
  entry: Entry
}

export interface Practice {
  doctor: Person
  schedule: Schedule
  waiting: Waiting[]
}

/** A doctor's ONLINE schedule with that many READY patients, numbered in order; the doctor is a new one unless told. */
export async function openPractice(server: Server, patients = 1, by?: Person): Promise<Practice> {
  const [doctor, people] = await Promise.all([by ?? addDoctor(server), registerPatients(server, patients)])
  const { id } = await createSchedule(doctor)
  const online = await schedule(doctor, id, 'start')
  const waiting: Waiting[] = []
  for (const patient of people) {
    const entry = await join(patient, id)
    waiting.push({ patient, entry: await setReady(patient, entry.id) })
  }
  return { doctor, schedule: online, waiting }
}

/** One doctor, one patient and their call. */
export interface Consultation {
  doctor: Person
  patient: Person
  schedule: Schedule
  entry: Entry
  call: Call
}

export async function ringing(server: Server, by?: Person): Promise<Consultation> {
  const { doctor, schedule: online, waiting } = await openPractice(server, 1, by)
  const { patient, entry } = waiting[0] as Waiting
  return { doctor, patient, schedule: online, entry, call: await ring(doctor, entry.id) }
}

export async function talking(server: Server, by?: Person): Promise<Consultation> {
  const consultation = await ringing(server, by)
  return { ...consultation, call: await command(consultation.patient, consultation.call.id, 'accept') }
}
