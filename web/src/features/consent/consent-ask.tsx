import { FileText } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../app/live-context'
import { ConsentText, useConsentTerms } from '../../components/consent-text'
import { ProblemNotice } from '../../components/problem-notice'
import { Button } from '../../components/ui/button'
import { Dialog } from '../../components/ui/dialog'
import { Notice } from '../../components/ui/notice'
import { showToast } from '../../components/ui/toast'
import { useCommand } from '../../components/use-command'
import { api } from '../../live/http'

/** Asks a patient again when the clinic's text has changed; calmly, and never while a call rings or goes on. */
export function ConsentAsk() {
  const { t } = useTranslation('consent')
  const me = useMe().state
  const [isOpen, setOpen] = useState(false)
  if (me?.user.consentDue !== true || me.call !== undefined) return null
  return (
    <>
      <Notice
        icon={FileText}
        className="rounded-none"
        action={
          <Button variant="secondary" onClick={() => setOpen(true)}>
            {t('ask.read')}
          </Button>
        }
      >
        {t('ask.banner')}
      </Notice>
      {isOpen && <AskDialog onClose={() => setOpen(false)} />}
    </>
  )
}

function AskDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('consent')
  const terms = useConsentTerms()
  const agree = useCommand((consentVersion: string) => api.patch('/api/me', { consentVersion }))

  async function submit(version: string) {
    const result = await agree.run(version)
    if (!result?.ok) return
    showToast(t('ask.thanks'), { kind: 'success' })
    onClose()
  }

  return (
    <Dialog open onOpenChange={onClose} title={t('ask.title')} description={t('ask.text')}>
      <ConsentText terms={terms} />
      <p className="text-soft text-sm">{t('ask.refuse')}</p>
      <ProblemNotice problem={agree.problem} />
      <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
        <Button variant="secondary" onClick={onClose}>
          {t('ask.later')}
        </Button>
        <Button
          busy={agree.busy}
          disabled={terms === undefined}
          onClick={() => terms !== undefined && void submit(terms.version)}
        >
          {t('ask.submit')}
        </Button>
      </div>
    </Dialog>
  )
}
