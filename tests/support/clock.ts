/** Resolves at `instant` (milliseconds since 1970 by this machine's clock, which the server under test shares). */
export function atInstant(instant: number): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      const left = instant - Date.now()
      if (left <= 0) resolve()
      else setTimeout(look, left)
    }
    look()
  })
}

/** Rejects with the given sentence when `promise` has not settled after `milliseconds`. */
export function within<T>(milliseconds: number, reason: string, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`waited ${milliseconds} ms in vain: ${reason}`)), milliseconds)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

export const seconds = (count: number) => count * 1000
export const minutes = (count: number) => count * 60_000
export const hours = (count: number) => count * 3_600_000
export const days = (count: number) => count * 86_400_000
