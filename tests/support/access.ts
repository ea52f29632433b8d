import { execFileSync } from 'node:child_process'
import { binary } from './server.ts'
import type { Role } from './wire.ts'

/** What the program says of its own doors: `praktik access`. */
export interface AccessMap {
  grants: { action: string; party: Role | 'ANYBODY' | 'OPERATOR'; relation: 'none' | 'owner' | 'patient' }[]
  routes: Door[]
  topics: { topic: string; hasId: boolean; action: string }[]
  ops: { op: string; action: string }[]
}

/** A route: its path has `{…}` where an id belongs. */
export interface Door {
  method: string
  path: string
  actions: string[]
}

/** Read while tests are collected, so that each door becomes a test of its own. */
export const access = JSON.parse(execFileSync(binary, ['access'], { encoding: 'utf8' })) as AccessMap

export const roles = ['DOCTOR', 'PATIENT'] as const

export const isOpen = ({ actions }: Door) =>
  access.grants.some(({ action, party }) => party === 'ANYBODY' && actions.includes(action))

const grantsTo = (role: Role, actions: readonly string[]) =>
  access.grants.filter(({ action, party }) => party === role && actions.includes(action))

/** May anybody of the role do one of this? */
export const mayEver = (role: Role, ...actions: string[]) => grantsTo(role, actions).length > 0

/** May everybody of the role do it, whoever's the object is? */
export const mayAny = (role: Role, ...actions: string[]) =>
  grantsTo(role, actions).some(({ relation }) => relation === 'none')
