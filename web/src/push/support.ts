/** What a browser is and can, as far as push and installing are concerned. */
export interface Platform {
  readonly userAgent: string
  readonly touchPoints: number
  /** Service workers, push and notifications are all there. */
  readonly hasPush: boolean
  /** The app runs in a window of its own, from the Home Screen or the desktop. */
  readonly isInstalled: boolean
}

/** iPhones, iPods and iPads, also the iPad that says that it is a Mac. */
export function isApplePhone({ userAgent, touchPoints }: Platform): boolean {
  return /\b(iPhone|iPad|iPod)\b/.test(userAgent) || (/\bMacintosh\b/.test(userAgent) && touchPoints > 1)
}

/** Apple gives Web Push on phones only to apps that were added to the Home Screen (iOS 16.4). */
export function pushSupport(platform: Platform): 'yes' | 'no' | 'needs_install' {
  if (platform.hasPush) return 'yes'
  return isApplePhone(platform) && !platform.isInstalled ? 'needs_install' : 'no'
}
