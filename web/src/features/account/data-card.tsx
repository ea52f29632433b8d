import { ScrollText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { buttonClass } from '../../components/ui/button'
import { TitledCard } from '../../components/ui/card'

/** What is kept about the user, and the ways to it. */
export function DataCard() {
  const { t } = useTranslation('account')
  return (
    <TitledCard title={t('data.title')} lead={t('data.lead')}>
      <div className="flex flex-wrap gap-3">
        <Link to="/audit" className={buttonClass('secondary')}>
          <ScrollText aria-hidden />
          {t('data.audit')}
        </Link>
      </div>
    </TitledCard>
  )
}
