/** The test push that arrived: which subscription of whom it proved. Instants by this device's clock. */
export interface Proof {
  readonly userId: string
  /** The server's id of the subscription. */
  readonly subscriptionId: string
  readonly endpoint: string
  readonly at: number
}

export type ProofStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** Where the proof lies in localStorage: other tabs hear of a change there. */
export const proofKey = 'praktik.push'

/** The one proof of this browser, kept where a reload and other tabs find it. Without storage nothing is remembered. */
export class ProofStore {
  readonly #storage: ProofStorage | undefined

  constructor(storage: ProofStorage | undefined) {
    this.#storage = storage
  }

  read(): Proof | undefined {
    try {
      return asProof(JSON.parse(this.#storage?.getItem(proofKey) ?? 'null'))
    } catch {
      return undefined
    }
  }

  write(proof: Proof): void {
    try {
      this.#storage?.setItem(proofKey, JSON.stringify(proof))
    } catch {
      // Full or forbidden: the proof lasts as long as the page.
    }
  }

  clear(): void {
    try {
      this.#storage?.removeItem(proofKey)
    } catch {
      // Nothing could be kept either.
    }
  }
}

function asProof(value: unknown): Proof | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { userId, subscriptionId, endpoint, at } = value as Record<keyof Proof, unknown>
  if (typeof userId !== 'string' || typeof subscriptionId !== 'string') return undefined
  return typeof endpoint === 'string' && typeof at === 'number' ? { userId, subscriptionId, endpoint, at } : undefined
}
