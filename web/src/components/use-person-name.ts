import { useTranslation } from 'react-i18next'
import type { PersonName } from '../domain/types'

/** Names somebody; whoever deleted the account has no name any more, and is called so. */
export function usePersonName(): (person: PersonName) => string {
  const { t } = useTranslation('common')
  return (person) => (person.erased === true ? t('erasedPerson') : person.name)
}
