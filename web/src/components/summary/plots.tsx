import { useTranslation } from 'react-i18next'
import { type Bin, durationBins, type Share } from '../../domain/summary'

const tones: Record<string, string> = {
  seen: 'fill-accent',
  waiting: 'fill-warn',
  noShows: 'fill-danger',
  left: 'fill-line-strong',
}
const swatches: Record<string, string> = {
  seen: 'bg-accent',
  waiting: 'bg-warn',
  noShows: 'bg-danger',
  left: 'bg-line-strong',
}

export type OutcomeKey = 'seen' | 'waiting' | 'noShows' | 'left'

/** One bar of a whole, split by what became of the patients; the legend says the same in words and numbers. */
export function OutcomeBar({ parts }: { parts: Share[] }) {
  const { t } = useTranslation('common')
  const starts = parts.map((_, index) => parts.slice(0, index).reduce((sum, part) => sum + part.share, 0) * 100)
  return (
    <figure className="flex flex-col gap-2">
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" className="h-4 w-full rounded-full">
        {parts.map((part, index) => (
          <rect key={part.key} x={starts[index]} width={part.share * 100} height="6" className={tones[part.key]} />
        ))}
      </svg>
      <figcaption className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {parts.map((part) => (
          <span key={part.key} className="flex items-center gap-1.5">
            <span aria-hidden className={`size-3 rounded-sm ${swatches[part.key]}`} />
            {t(`summary.${part.key as OutcomeKey}`)} <strong className="tabular">{part.count}</strong>
          </span>
        ))}
      </figcaption>
    </figure>
  )
}

const plot = { width: 320, height: 132, floor: 104, top: 18 }

function Column({ bin, index, of, most }: { bin: Bin; index: number; of: number; most: number }) {
  const slot = plot.width / of
  const width = Math.min(44, slot - 6)
  const height = (bin.count / most) * (plot.floor - plot.top)
  const center = slot * (index + 0.5)
  return (
    <g>
      <rect
        x={center - width / 2}
        y={plot.floor - height}
        width={width}
        height={height}
        rx="4"
        className="fill-accent"
      />
      {bin.count > 0 && (
        <text x={center} y={plot.floor - height - 5} textAnchor="middle" className="fill-ink font-semibold text-[12px]">
          {bin.count}
        </text>
      )}
      <text x={center} y={plot.floor + 16} textAnchor="middle" className="fill-soft text-[11px]">
        {bin.fromMinutes}–{bin.toMinutes}
      </text>
    </g>
  )
}

/** How many consultations lasted how long. */
export function DurationPlot({ durations }: { durations: readonly number[] }) {
  const { t } = useTranslation('common')
  const bins = durationBins(durations)
  const most = Math.max(1, ...bins.map((bin) => bin.count))
  const inWords = bins
    .filter((bin) => bin.count > 0)
    .map((bin) => t('summary.bin', { from: bin.fromMinutes, to: bin.toMinutes, count: bin.count }))
    .join('. ')
  return (
    <svg viewBox={`0 0 ${plot.width} ${plot.height}`} role="img" aria-label={inWords} className="w-full max-w-md">
      <line x1="0" x2={plot.width} y1={plot.floor} y2={plot.floor} className="stroke-line" strokeWidth="1.5" />
      {bins.map((bin, index) => (
        <Column key={bin.fromMinutes} bin={bin} index={index} of={bins.length} most={most} />
      ))}
      <text x={plot.width} y={plot.height} textAnchor="end" className="fill-soft text-[11px]">
        {t('summary.minutesAxis')}
      </text>
    </svg>
  )
}
