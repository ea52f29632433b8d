import { Mic } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useLevel } from './use-media'

/** How loud the own microphone is, as a bar that moves. */
export function LevelBar({ stream }: { stream: MediaStream | undefined }) {
  const { t } = useTranslation('ready')
  const level = useLevel(stream)
  return (
    <div className="flex items-center gap-3">
      <Mic aria-hidden className="size-5 shrink-0 text-soft" />
      <meter aria-label={t('level')} min={0} max={1} value={level} className="sr-only" />
      <div aria-hidden className="h-2.5 flex-1 overflow-hidden rounded-full bg-sunken">
        <div
          className="h-full origin-left rounded-full bg-accent transition-transform duration-100"
          style={{ transform: `scaleX(${level})` }}
        />
      </div>
    </div>
  )
}
