import { Client } from '../support/http.ts'
import { type Random, upTo } from '../support/random.ts'
import type { Actor } from './actor.ts'
import { livingSignIns, phone } from './cells.ts'
import { type Attempt, type Command, type CommonCommand, change, post, setting } from './command.ts'
import { prove } from './second-factor-commands.ts'

/** What people do with their accounts. */

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
