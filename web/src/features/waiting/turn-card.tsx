import { PhoneCall, Video } from 'lucide-react'
import { type ComponentType, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { ProblemNotice } from '../../components/problem-notice'
import { Button, buttonClass } from '../../components/ui/button'
import { Card } from '../../components/ui/card'
import { Dialog } from '../../components/ui/dialog'
import { Notice } from '../../components/ui/notice'
import { Switch } from '../../components/ui/switch'
import { patientOutcome } from '../../domain/outcome'
import type { Call, Entry } from '../../domain/types'
import { useReadiness } from './use-readiness'
import { useScreenOn } from './use-screen-on'

interface TurnCardProps {
  entry: Entry
  /** The patient's live call, perhaps of another practice. */
  call: Call | undefined
  GettingReady: ComponentType<{ onReady: () => void }>
  /** How this patient can be rung, in a line with the way to more. */
  Reach: ComponentType
}

/** What the patient does next: get ready, stay ready, or go back into the call. */
export function TurnCard({ entry, call, ...parts }: TurnCardProps) {
  const { t } = useTranslation('waiting')
  useScreenOn(entry.status === 'READY' || entry.status === 'RINGING')
  if (entry.status === 'IN_CALL') {
    return (
      <Card className="flex flex-col gap-4 border-accent">
        <p className="flex items-center gap-3 font-bold text-lg">
          <Video aria-hidden className="size-6 text-accent-text" />
          {t('inCall.title')}
        </p>
        {call && (
          <Link to={`/call/${call.id}`} className={buttonClass('primary', 'lg')}>
            {t('inCall.return')}
          </Link>
        )}
      </Card>
    )
  }
  if (entry.status === 'RINGING') return <Notice tone="warn" icon={PhoneCall} title={t('ringing')} />
  return <Readiness entry={entry} {...parts} />
}

function Readiness({ entry, GettingReady, Reach }: Omit<TurnCardProps, 'call'>) {
  const { t } = useTranslation('waiting')
  const [preparing, setPreparing] = useState(false)
  const readiness = useReadiness(entry.id)
  const ready = entry.status === 'READY'
  return (
    <Card className={ready ? 'flex flex-col gap-4 border-accent' : 'flex flex-col gap-4'} aria-labelledby="readiness">
      <h2 id="readiness" className="text-xl">
        {t(ready ? 'readiness.on' : 'readiness.title')}
      </h2>
      <ProblemNotice problem={readiness.problem} />
      {ready ? (
        <Reach />
      ) : (
        <>
          <p className="text-soft">{t('readiness.text')}</p>
          <Button
            size="lg"
            variant={patientOutcome(entry, undefined) === undefined ? 'primary' : 'secondary'}
            onClick={() => setPreparing(true)}
          >
            {t('readiness.prepare')}
          </Button>
        </>
      )}
      <Switch
        className="border-line border-t pt-3"
        label={t('readiness.switch')}
        hint={ready ? undefined : t('readiness.off')}
        checked={ready}
        disabled={readiness.busy}
        onChange={(next) => readiness.run(next)}
      />
      <Dialog open={preparing} onOpenChange={setPreparing} title={t('readiness.prepareTitle')} className="sm:max-w-xl">
        <GettingReady
          onReady={async () => {
            const result = await readiness.run(true)
            if (result === undefined || result.ok) setPreparing(false)
          }}
        />
        <ProblemNotice problem={readiness.problem} />
      </Dialog>
    </Card>
  )
}
