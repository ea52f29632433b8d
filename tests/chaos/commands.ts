import type { Random } from '../support/random.ts'
import { chance, upTo } from '../support/random.ts'
import * as account from './account-commands.ts'
import type { Actor } from './actor.ts'
import type { Command, Offers, Planned } from './command.ts'
import * as practice from './practice-commands.ts'
import { pushCommands } from './push-commands.ts'
import { secondFactorCommands } from './second-factor-commands.ts'

/** Something of a page's own socket, which has no answer of its own. */
export interface Gesture {
  name: string
  /** Whether there was anything to send. */
  make(actor: Actor, random: Random): boolean
}

const ofBoth = [...practice.inCalls, ...account.ofBoth, ...pushCommands, ...secondFactorCommands]

const commands: readonly Command[] = [
  ...practice.ofDoctors,
  ...practice.ofPatients,
  ...account.ofPatients,
  ...ofBoth.flatMap((command) => [
    { ...command, who: 'DOCTOR' as const },
    { ...command, who: 'PATIENT' as const },
  ]),
]

/** What the actor sends next: what must be known first, or one of the commands that fit, by weight. It will be sent. */
export function planFor(actor: Actor, random: Random, offers: Offers): Planned | undefined {
  if (actor.first) return actor.first
  if (!actor.hasAccount) return account.register(actor)
  const left = commands.filter(({ who }) => who === actor.role)
  while (left.length > 0) {
    const [command] = left.splice(byWeight(left, random), 1)
    const attempt = command?.plan(actor, random, offers)
    if (command && attempt) return [command, attempt]
  }
  return undefined
}

function byWeight(choices: readonly Command[], random: Random): number {
  let point = random() * choices.reduce((sum, { weight }) => sum + weight, 0)
  return choices.findIndex(({ weight }) => {
    point -= weight
    return point < 0
  })
}

export const gestures: readonly Gesture[] = [
  {
    name: 'ringing',
    make: (actor, random) => {
      const { call } = actor.me ?? {}
      if (actor.role !== 'PATIENT' || call?.status !== 'RINGING') return false
      actor.live.send({ op: 'ringing', call: call.id, audible: chance(random, 0.7) })
      return true
    },
  },
  {
    name: 'attach',
    make: (actor) => {
      const { call } = actor.me ?? {}
      if (call?.status !== 'ACTIVE') return false
      actor.live.send({ op: 'attach', call: call.id })
      return true
    },
  },
  {
    name: 'signal',
    make: (actor, random) => {
      const { call } = actor.me ?? {}
      if (call?.status !== 'ACTIVE') return false
      actor.live.send({
        op: 'signal',
        call: call.id,
        data: { candidate: { candidate: `candidate ${upTo(random, 999_999)}` } },
      })
      return true
    },
  },
]

/** Everything that people do, by its name. */
export const everyKind: ReadonlySet<string> = new Set(
  [...commands, ...gestures, { name: account.registering }].map(({ name }) => name),
)
