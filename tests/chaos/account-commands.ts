import { expectAnswer } from '../support/answers.ts'
import { Client } from '../support/http.ts'
import { newAccount, Person } from '../support/people.ts'
import { type Random, upTo } from '../support/random.ts'
import type { User } from '../support/wire.ts'
import type { Actor } from './actor.ts'
import { accountsWith, isErased, livingSignIns, phone } from './cells.ts'
import { type Attempt, type Command, type CommonCommand, change, type Planned, post, setting } from './command.ts'
import { prove } from './second-factor-commands.ts'

/** What people do with their accounts: come, sign in again, and go for good. */

export const registering = 'register'

/** For somebody who has no account any more. Whether a lost one was made does not matter: nobody has that address. */
export function register(actor: Actor): Planned {
  const { server } = actor.person
  const account = newAccount('PATIENT')
  const { email, password } = account
  const http = Client.withCookies(server.origin)
  const attempt: Attempt = {
    ...post('/api/auth/register', { ...account, consentVersion: 'praktik-1' }),
    through: http,
    statuses: [201],
    changes: () => ({ of: email, effects: [{ cell: accountsWith(email), value: 1 }] }),
    heard: (answer) => {
      const { user } = expectAnswer<{ user: User }>(answer, 201)
      actor.become(new Person(server, user, email, password, http))
    },
  }
  return [{ name: registering }, attempt]
}

/** From another browser, which takes the place of the one before; that one stays signed in. */
function signIn(actor: Actor, random: Random): Attempt | undefined {
  const { account, person } = actor
  const proof = prove(actor, random)
  if (!proof && account.secondFactor?.isOn) return undefined
  const { email, password } = person
  const otp = proof?.step.otp
  return {
    ...post('/api/auth/login', { email, password, ...(otp === undefined ? {} : { otp }) }),
    statuses: [200],
    changes: () =>
      change(
        actor,
        { cell: livingSignIns(person.id), value: (before) => Number(before) + 1 },
        ...(proof?.effects ?? []),
      ),
    heard: () => {
      account.signIn++
      actor.vanish()
    },
  }
}

/** After a lost reply: the account is there, or nobody is known any more. */
function lookWhetherErased(actor: Actor): Attempt {
  const { person } = actor
  return {
    method: 'GET',
    path: '/api/me',
    statuses: [200, 401],
    tells: ({ status }) => ({ of: person.email, cell: isErased(person.id), values: [status === 200 ? 0 : 1] }),
    heard: ({ status }) => {
      if (status === 401) actor.leave()
    },
  }
}

function erase(actor: Actor): Attempt {
  const { email, id, password, user } = actor.person
  return {
    ...post('/api/me/erase', { password }),
    changes: () => ({ of: email, effects: [{ cell: isErased(id), value: 1 }], erases: [email, user.name] }),
    heard: () => actor.leave(),
    ifLost: [{ name: 'look whether the account is erased' }, lookWhetherErased(actor)],
  }
}

export const ofPatients: readonly Command[] = [
  {
    name: 'change the phone number',
    who: 'PATIENT',
    weight: 0.5,
    plan: (actor, random) => {
      const number = `+62 ${upTo(random, 999_999_999)}`
      const attempt: Attempt = { method: 'PATCH', path: '/api/me', body: { phone: number } }
      return setting(actor, attempt, phone(actor.person.id), number)
    },
  },
  { name: 'erase the account', who: 'PATIENT', weight: 0.1, plan: erase },
  {
    name: 'erase the account without its password',
    who: 'PATIENT',
    weight: 0.05,
    plan: () => ({ ...post('/api/me/erase', { password: 'somebody else’s' }), statuses: [422] }),
  },
]

const refresh: Attempt = post('/api/auth/refresh')
const refreshing = 'refresh'

export const ofBoth: readonly CommonCommand[] = [
  // A client that lost the reply asks again without fear; it must, because the old token counts for 30 seconds only.
  { name: refreshing, weight: 0.3, plan: () => ({ ...refresh, ifLost: [{ name: refreshing }, refresh] }) },
  { name: 'read the own sign-ins', weight: 0.2, plan: () => ({ method: 'GET', path: '/api/me/sessions' }) },
  { name: 'sign in again', weight: 0.1, plan: signIn },
  {
    name: 'guess the password',
    weight: 0.05,
    plan: ({ person: { email, server } }) => ({
      ...post('/api/auth/login', { email, password: 'somebody’s guess' }),
      through: new Client(server.origin),
      statuses: [401],
    }),
  },
]
