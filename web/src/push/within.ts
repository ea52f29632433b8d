export type SetTimer = (callback: () => void, ms: number) => () => void

/** The promise's value, or undefined when it rejects or has not settled after `ms`. Browsers may never settle some. */
export function within<T>(promise: Promise<T>, ms: number, setTimer: SetTimer): Promise<T | undefined> {
  return new Promise((resolve) => {
    const cancel = setTimer(() => resolve(undefined), ms)
    promise.then(resolve, () => resolve(undefined)).finally(cancel)
  })
}
