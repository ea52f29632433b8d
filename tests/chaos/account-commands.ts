import { upTo } from '../support/random.ts'
import { phone } from './cells.ts'
import { type Attempt, type Command, type CommonCommand, post, setting } from './command.ts'

/** What people do with their accounts. */

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
]
