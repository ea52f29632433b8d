import { Authenticator } from '../support/authenticator.ts'
import type { Answer } from '../support/http.ts'
import { chance, type Random } from '../support/random.ts'
import { type Account, SecondFactor, type SecondStep } from './account.ts'
import type { Actor } from './actor.ts'
import { isUsed, lastStep, livingSignIns, recoveryCodes, secondFactor, subscriber } from './cells.ts'
import { type Attempt, type CommonCommand, change, type Planned, post } from './command.ts'
import type { Effect } from './worlds.ts'

/** The second step of signing in: an authenticator app, and recovery codes. */

const path = '/api/me/second-factor'
const wrong = 'abcdef'
const beginning = 'begin a second factor'

const factorOf = ({ account }: Actor, isOn: boolean): SecondFactor | undefined =>
  account.secondFactor?.isOn === isOn ? account.secondFactor : undefined

/** What to prove it with, and that it counts once; nothing where everything was used. */
export function prove(actor: Actor, random: Random): { step: SecondStep; effects: Effect[] } | undefined {
  const factor = factorOf(actor, true)
  const step = (chance(random, 0.3) ? factor?.nextCode() : undefined) ?? factor?.nextPassword() ?? factor?.nextCode()
  if (!step) return undefined
  const { id } = actor.person
  const { step: at = null, code } = step
  const once = code === undefined ? { cell: lastStep(id), value: at } : { cell: isUsed(id, code), value: 1 }
  return { step, effects: [once] }
}

const newCodes = (answer: Answer) => answer.json<{ recoveryCodes: string[] }>().recoveryCodes

/** The codes of the answer are there, and those of before are not; of a lost answer they are unknown. */
function renewed(user: string, factor: SecondFactor, answer?: Answer): Effect[] {
  const gone = without(user, factor)
  return answer ? [...gone, { cell: recoveryCodes(user, newCodes(answer)), value: newCodes(answer).length }] : gone
}

const without = (user: string, { given }: SecondFactor): Effect[] =>
  [recoveryCodes(user, given), ...given.map((code) => isUsed(user, code))].map((cell) => ({ cell, value: 0 }))

function keep(factor: SecondFactor, codes: readonly string[]): void {
  factor.codes = [...codes]
  factor.given = codes
}

/** After a lost reply: how it stands; `ifOff` is what is left when it is not on. */
function look({ account, person }: Actor, ifOff: SecondFactor | undefined): Attempt {
  const isOn = (answer: Answer) => answer.json<{ secondFactor: { enabled: boolean } }>().secondFactor.enabled
  return {
    method: 'GET',
    path,
    tells: (answer) => ({
      of: person.email,
      cell: secondFactor(person.id),
      values: isOn(answer) ? ['on'] : [null, 'begun'],
    }),
    heard: (answer) => {
      if (isOn(answer)) turnedOn(account)
      else account.secondFactor = ifOff
    },
  }
}

const looking = (actor: Actor, ifOff: SecondFactor | undefined): Planned => [
  { name: 'look at the own second factor' },
  look(actor, ifOff),
]

/** It is on. Where it was not before, the other sign-ins ended with that, and what they brought is gone. */
function turnedOn(account: Account): void {
  const { secondFactor: factor, signIn: ours } = account
  if (!factor) throw new Error('a second factor is on that nobody began')
  if (!factor.isOn) account.subscriptions = account.subscriptions.filter(({ signIn }) => signIn === ours)
  factor.isOn = true
}

function begin(actor: Actor): Attempt {
  const { account, person } = actor
  const attempt: Attempt = {
    ...post(path, { password: person.password }),
    changes: () =>
      change(actor, { cell: secondFactor(person.id), value: 'begun' }, { cell: lastStep(person.id), value: null }),
    heard: (answer) => {
      const app = new Authenticator(answer.json<{ secret: string }>().secret)
      account.secondFactor = new SecondFactor((step) => app.at(step))
    },
  }
  // The secret of a lost answer is known to nobody.
  return { ...attempt, ifLost: [{ name: beginning }, attempt] }
}

function confirm(actor: Actor): Attempt | undefined {
  const { account, person } = actor
  const factor = factorOf(actor, false)
  const given = factor?.nextPassword()
  if (!factor || !given) return undefined
  const others = account.subscriptions.filter(({ signIn }) => signIn !== account.signIn)
  return {
    ...post(`${path}/confirm`, { otp: given.otp }),
    changes: (answer) =>
      change(
        actor,
        { cell: secondFactor(person.id), value: 'on' },
        { cell: lastStep(person.id), value: given.step ?? null },
        { cell: livingSignIns(person.id), value: 1 },
        ...others.map(({ endpoint }) => ({ cell: subscriber(endpoint), value: null })),
        ...renewed(person.id, factor, answer),
      ),
    heard: (answer) => {
      keep(factor, newCodes(answer))
      turnedOn(account)
    },
    ifLost: looking(actor, factor),
  }
}

function renew(actor: Actor, random: Random): Attempt | undefined {
  const { person } = actor
  const factor = factorOf(actor, true)
  const proof = prove(actor, random)
  if (!factor || !proof) return undefined
  // Should the answer be lost, nobody knows which ones count; the authenticator has passwords.
  factor.codes = []
  return {
    ...post(`${path}/recovery-codes`, { password: person.password, otp: proof.step.otp }),
    changes: (answer) => change(actor, ...proof.effects, ...renewed(person.id, factor, answer)),
    heard: (answer) => keep(factor, newCodes(answer)),
    ifLost: looking(actor, factor),
  }
}

function turnOff(actor: Actor, random: Random): Attempt | undefined {
  const { account, person } = actor
  const factor = factorOf(actor, true)
  const proof = prove(actor, random)
  if (!factor || !proof) return undefined
  return {
    ...post(`${path}/remove`, { password: person.password, otp: proof.step.otp }),
    changes: () =>
      change(
        actor,
        ...proof.effects,
        ...without(person.id, factor),
        { cell: secondFactor(person.id), value: null },
        { cell: lastStep(person.id), value: null },
      ),
    heard: () => {
      account.secondFactor = undefined
    },
    ifLost: looking(actor, undefined),
  }
}

export const secondFactorCommands: readonly CommonCommand[] = [
  {
    name: beginning,
    weight: 0.15,
    plan: (actor) => (factorOf(actor, true) ? undefined : begin(actor)),
  },
  { name: 'confirm the second factor', weight: 4, plan: confirm },
  {
    name: 'confirm the second factor wrongly',
    weight: 0.4,
    plan: (actor) => factorOf(actor, false) && { ...post(`${path}/confirm`, { otp: wrong }), statuses: [422] },
  },
  { name: 'get new recovery codes', weight: 0.5, plan: renew },
  { name: 'turn the second factor off', weight: 0.5, plan: turnOff },
  {
    name: 'turn the second factor off wrongly',
    weight: 0.1,
    plan: (actor) =>
      factorOf(actor, true) && {
        ...post(`${path}/remove`, { password: actor.person.password, otp: wrong }),
        statuses: [422],
      },
  },
]
