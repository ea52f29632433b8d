import { type ReactNode, useEffect } from 'react'
import { ContactContext } from '../components/contact'
import { useReading } from '../components/use-reading'
import type { Config } from '../domain/types'

const storageKey = 'praktik.contact'

function remembered(): string | undefined {
  try {
    return localStorage.getItem(storageKey) ?? undefined
  } catch {
    return undefined
  }
}

function remember(contact: string | undefined): void {
  try {
    if (contact === undefined) localStorage.removeItem(storageKey)
    else localStorage.setItem(storageKey, contact)
  } catch {
    // It is then known only while the server answers.
  }
}

/** Asks for the clinic's contact once, and remembers it for the time when nobody answers: that is when it is needed. */
export function ContactProvider({ children }: { children: ReactNode }) {
  const { data } = useReading<Config>('/api/config')
  useEffect(() => {
    if (data !== undefined) remember(data.contact)
  }, [data])
  return <ContactContext value={data === undefined ? remembered() : data.contact}>{children}</ContactContext>
}
