import type { Problem } from '../../../live/http'

/** The account's second factor (GET /api/me/second-factor). */
export interface SecondFactor {
  enabled: boolean
  /** The clinic's setting asks this role for it. */
  required: boolean
  confirmedAt?: number
  recoveryCodesLeft?: number
}

/** A secret that waits to be confirmed, as base32 and as an otpauth:// address for an app. */
export interface NewSecret {
  secret: string
  uri: string
}

/** "ABCDEFGH" → "ABCD EFGH", to be typed from a screen. */
export function inGroups(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(' ') ?? ''
}

/** Whether it was the code that was refused, by its field or by its own answer. */
export function isWrongCode(problem: Problem | undefined): boolean {
  return problem?.code === 'otp_wrong' || problem?.errors?.some(({ field }) => field === 'otp') === true
}

/** So few are left that new ones should be made. */
export function areFew(recoveryCodesLeft: number): boolean {
  return recoveryCodesLeft <= 3
}
