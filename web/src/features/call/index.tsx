/** The video room and what announces it elsewhere. */

export function CallPage() {
  return null
}

/** A bar that leads back to the running call; on every page but the call's own. */
export function ReturnToCallBar() {
  return null
}

/** Opens the call by itself on the page that started it. */
export function useOpenOwnCall(): void {}
