import { useEffect } from 'react'
import { Signals } from './signals'

/** Not every browser has it, and some have it only for installed apps. */
type WithBadge = Navigator & { setAppBadge?: (count: number) => Promise<void>; clearAppBadge?: () => Promise<void> }

const icons = () => document.querySelectorAll<HTMLLinkElement>('link[rel="icon"]')
/** Each icon's own address, to be put back. */
const own = new WeakMap<HTMLLinkElement, string>()

const pageSignals = new Signals({
  setTitle: (title) => {
    document.title = title
  },
  setIcon: (href) => {
    for (const icon of icons()) {
      const before = own.get(icon) ?? icon.href
      own.set(icon, before)
      icon.href = href ?? before
    }
  },
  setAppBadge: (count) => {
    const { setAppBadge, clearAppBadge } = navigator as WithBadge
    const asked = count === undefined ? clearAppBadge?.call(navigator) : setAppBadge?.call(navigator, count)
    asked?.catch(() => {
      // The app is not installed, or the person does not want badges.
    })
  },
  isCalm: () => matchMedia('(prefers-reduced-motion: reduce)').matches,
  setTicker: (callback, ms) => {
    const timer = setInterval(callback, ms)
    return () => clearInterval(timer)
  },
})

/** The title of the page that is shown, before the app's name. */
export function useDocumentTitle(title: string): void {
  useEffect(() => pageSignals.setTitle(`${title} · Praktik`), [title])
}

/** While `text` is given the page rings: it stands in the title, and the icon and the app's badge show it. */
export function useRingingPage(text: string | undefined): void {
  useEffect(() => {
    pageSignals.setRinging(text)
    return () => pageSignals.setRinging(undefined)
  }, [text])
}

/** How many wait to be noticed, as long as the component is mounted. */
export function usePageCount(count: number): void {
  useEffect(() => pageSignals.setCount(count), [count])
  useEffect(() => {
    // A closed page counts no longer; one that comes back from the browser's memory does.
    const leave = () => pageSignals.setCount(0)
    const comeBack = () => pageSignals.setCount(count)
    window.addEventListener('pagehide', leave)
    window.addEventListener('pageshow', comeBack)
    return () => {
      window.removeEventListener('pagehide', leave)
      window.removeEventListener('pageshow', comeBack)
    }
  }, [count])
  useEffect(() => () => pageSignals.setCount(0), [])
}
