import { Download, ScrollText } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { ProblemNotice } from '../../components/problem-notice'
import { saveFile } from '../../components/save-file'
import { Button, buttonClass } from '../../components/ui/button'
import { TitledCard } from '../../components/ui/card'
import { useCommand } from '../../components/use-command'
import { api } from '../../live/http'
import { EraseDialog } from './erase-dialog'

/** What is kept about the user: who used it, all of it as a file, and the end of it. */
export function DataCard({ onErased }: { onErased: () => void }) {
  const { t } = useTranslation('account')
  const [isErasing, setErasing] = useState(false)
  const download = useCommand(async () => {
    const result = await api.get('/api/me/export')
    if (result.ok) saveFile('praktik-my-data.json', 'application/json', `${JSON.stringify(result.data, null, 2)}\n`)
    return result
  })
  return (
    <TitledCard title={t('data.title')} lead={t('data.lead')}>
      <div className="flex flex-wrap gap-3">
        <Link to="/audit" className={buttonClass('secondary')}>
          <ScrollText aria-hidden />
          {t('data.audit')}
        </Link>
        <Button variant="secondary" busy={download.busy} onClick={() => void download.run()}>
          {!download.busy && <Download aria-hidden />}
          {t('data.download')}
        </Button>
        <Button variant="quietDanger" onClick={() => setErasing(true)}>
          {t('data.erase')}
        </Button>
      </div>
      <ProblemNotice problem={download.problem} />
      {isErasing && <EraseDialog onErased={onErased} onClose={() => setErasing(false)} />}
    </TitledCard>
  )
}
