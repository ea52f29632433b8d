import { cx } from '../../components/cx'

const BARS = [0.02, 0.1, 0.2, 0.3, 0.4]

/** Shows that the ringtone really sounds; decoration beside the words for who cannot see it. */
export function LevelBars({ level }: { level: number }) {
  return (
    <span aria-hidden className="flex h-6 items-end gap-1">
      {BARS.map((threshold, i) => (
        <span
          key={threshold}
          className={cx('w-1.5 rounded-full transition-colors', level >= threshold ? 'bg-accent' : 'bg-line')}
          style={{ height: `${30 + i * 17}%` }}
        />
      ))}
    </span>
  )
}
