import { createContext, useContext } from 'react'
import { useTranslation } from 'react-i18next'

/** The clinic's phone number or address, if it gave one; the app provides it. */
export const ContactContext = createContext<string | undefined>(undefined)

/** How to reach the clinic, wherever something failed. */
export function ContactLine({ className }: { className?: string }) {
  const { t } = useTranslation('common')
  const contact = useContext(ContactContext)
  return contact === undefined ? null : <p className={className}>{t('contact', { contact })}</p>
}
