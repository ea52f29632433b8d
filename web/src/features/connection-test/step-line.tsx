import { CircleCheck, CircleDashed, CircleX, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { cx } from '../../components/cx'
import { Spinner } from '../../components/ui/spinner'
import type { Sign, TestStep } from '../../rtc/connection-test'

const signs: Record<Exclude<Sign, 'working'>, { icon: typeof CircleX; className: string }> = {
  waiting: { icon: CircleDashed, className: 'text-soft' },
  good: { icon: CircleCheck, className: 'text-accent-text' },
  limited: { icon: TriangleAlert, className: 'text-warn-text' },
  bad: { icon: CircleX, className: 'text-danger-text' },
}

/** The sign of a step, with the word that it stands for. */
export function StepSign({ sign }: { sign: Sign }) {
  const { t } = useTranslation('connection-test')
  const { icon: Icon, className } = signs[sign === 'working' ? 'waiting' : sign]
  return (
    <span className="mt-0.5 shrink-0">
      {sign === 'working' ? <Spinner /> : <Icon aria-hidden className={cx('size-5', className)} />}
      <span className="sr-only">{t(`sign.${sign}`)}</span>
    </span>
  )
}

/** One step: its sign, what it tries, and what was found. */
export function StepLine({ step }: { step: TestStep }) {
  const { t } = useTranslation('connection-test')
  const transport = step.kind === 'relay' ? step.transport : undefined
  return (
    <li data-sign={step.sign} className="flex gap-3 border-line border-t py-3 first:border-t-0">
      <StepSign sign={step.sign} />
      <div className="min-w-0">
        <p className="font-semibold text-sm">
          {transport === undefined ? t(`step.${step.kind}`) : t('step.relayBy', { transport })}
        </p>
        <p className="text-soft text-sm empty:hidden">
          <Finding step={step} />
        </p>
      </div>
    </li>
  )
}

function Finding({ step }: { step: TestStep }) {
  const { t } = useTranslation('connection-test')
  switch (step.kind) {
    case 'page':
      return step.finding && t(`page.${step.finding}`, { count: step.minutes ?? 1 })
    case 'live':
      return step.finding && t(`live.${step.finding}`, { ms: Math.round(step.ms ?? 0) })
    case 'direct':
      return step.finding && t(`direct.${step.finding}`)
    case 'relay':
      return (
        step.finding &&
        t(`relay.${step.finding}`, { ms: Math.max(1, Math.round(step.ms ?? 0)), transport: step.transport ?? '' })
      )
  }
}
