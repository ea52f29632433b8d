import { RefreshCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../components/ui/button'
import { Notice } from '../components/ui/notice'
import { useMe } from './live-context'
import { useAppWorker } from './push-context'

/** Offers a new version of the app, quietly, and never while a call rings or is active. */
export function UpdateBar() {
  const { t } = useTranslation('push')
  const { worker, hasUpdate } = useAppWorker()
  const isBusy = useMe().state?.call !== undefined
  return (
    <div role="status">
      {hasUpdate && !isBusy && (
        <Notice
          icon={RefreshCw}
          title={t('update.title')}
          className="items-center rounded-none"
          action={
            <Button variant="secondary" onClick={() => worker.takeUpdate()}>
              {t('update.take')}
            </Button>
          }
        />
      )}
    </div>
  )
}
