import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { expectAnswer } from './answers.ts'
import { Client } from './http.ts'
import { Live, type OpenOptions } from './live.ts'
import { command, type Server } from './server.ts'
import type { Role, Tokens, User } from './wire.ts'

/** Somebody with an account, signed in once as a browser does. */
export class Person {
  readonly server: Server
  readonly user: User
  readonly email: string
  readonly password: string
  /** The first sign-in, by cookies. */
  readonly http: Client

  constructor(server: Server, user: User, email: string, password: string, http: Client) {
    this.server = server
    this.user = user
    this.email = email
    this.password = password
    this.http = http
  }

  get id(): string {
    return this.user.id
  }

  /** A page of this person's first sign-in. */
  live(options: OpenOptions = {}): Promise<Live> {
    return Live.open(this.http, options)
  }

  /** One more sign-in: another browser. */
  async otherBrowser(): Promise<Client> {
    const client = Client.withCookies(this.server.origin)
    expectAnswer(await client.post('/api/auth/login', { email: this.email, password: this.password }), 200)
    return client
  }

  /** One more sign-in of a client without cookies. */
  async tokens(): Promise<Tokens> {
    const nobody = new Client(this.server.origin)
    return expectAnswer<Tokens>(
      await nobody.post('/api/auth/token', { email: this.email, password: this.password }),
      200,
    )
  }
}

let people = 0

/** Values that no other person of any test has. */
export function newAccount(role: Role): { email: string; password: string; name: string } {
  const tag = randomUUID()
  const word = role === 'DOCTOR' ? 'Doctor' : 'Patient'
  return {
    email: `${word.toLowerCase()}-${tag}@example.test`,
    password: `correct horse ${tag}`,
    name: `${word} ${++people} ${tag.slice(0, 8)}`,
  }
}

/** Somebody who has agreed to the app's own text, unless `more` says otherwise. */
export async function registerPatient(server: Server, more: Record<string, unknown> = {}): Promise<Person> {
  const account = newAccount('PATIENT')
  const http = Client.withCookies(server.origin)
  const { user } = expectAnswer<{ user: User }>(
    await http.post('/api/auth/register', { ...account, consentVersion: 'praktik-1', ...more }),
    201,
  )
  return new Person(server, user, account.email, account.password, http)
}

/** A few at a time: hashing a password is work, and the server takes only so much of it at once. */
export async function registerPatients(server: Server, count: number): Promise<Person[]> {
  const people: Person[] = []
  while (people.length < count) {
    const batch = Math.min(16, count - people.length)
    people.push(...(await Promise.all(Array.from({ length: batch }, () => registerPatient(server)))))
  }
  return people
}

/** Adds a doctor by the operator's command while the server serves, and signs in. */
export async function addDoctor(server: Server, specialty = 'General medicine', name?: string): Promise<Person> {
  const account = { ...newAccount('DOCTOR'), ...(name === undefined ? {} : { name }) }
  await addUser(server, 'doctor', account, ['--specialty', specialty])
  const http = Client.withCookies(server.origin)
  const { email, password } = account
  const { user } = expectAnswer<{ user: User }>(await http.post('/api/auth/login', { email, password }), 200)
  return new Person(server, user, email, password, http)
}

export async function addUser(
  server: Server,
  role: 'doctor' | 'patient',
  account: { email: string; password: string; name: string },
  more: readonly string[] = [],
): Promise<void> {
  const { email, name, password } = account
  const args = ['user', 'add', '--data', server.dataDir, '--role', role, '--email', email, '--name', name]
  const result = await command([...args, ...more, '--password-stdin'], `${password}\n`)
  assert.equal(result.code, 0, `praktik user add: ${result.output}`)
}
