/** What the browser and the person themselves remember of their account. */

export interface Subscription {
  endpoint: string
  id: string
  /** The number of the sign-in that brought it. */
  signIn: number
}

/** A second step of signing in. */
export interface SecondStep {
  otp: string
  /** Of a password of the authenticator. */
  step?: number
  /** Of a recovery code. */
  code?: string
}

const stepMs = 30_000

/** The authenticator app and the recovery codes on paper. */
export class SecondFactor {
  isOn = false
  /** Those that were not tried yet. */
  codes: string[] = []
  /** Those that were given last, and of which some may be used; none where the reply was lost. */
  given: readonly string[] = []
  readonly #passwordAt: (step: number) => string
  #lastStep = 0

  constructor(passwordAt: (step: number) => string) {
    this.#passwordAt = passwordAt
  }

  /** A password that was not tried before and counts for another half minute; they are too few to have one always. */
  nextPassword(): SecondStep | undefined {
    const present = Math.floor(Date.now() / stepMs)
    let step = Math.max(present, this.#lastStep + 1)
    // By a password that two neighbouring steps share, the server takes the earlier one.
    while (this.#isShared(step)) ++step
    if (step > present + 1) return undefined
    this.#lastStep = step
    return { otp: this.#passwordAt(step), step }
  }

  #isShared(step: number): boolean {
    const password = this.#passwordAt(step)
    return password === this.#passwordAt(step - 1) || password === this.#passwordAt(step - 2)
  }

  nextCode(): SecondStep | undefined {
    const code = this.codes.shift()
    return code === undefined ? undefined : { otp: code, code }
  }
}

export class Account {
  /** The number of the sign-in whose cookies the browser has. */
  signIn = 1
  subscriptions: Subscription[] = []
  secondFactor: SecondFactor | undefined
}
