import { useTranslation } from 'react-i18next'
import { cx } from '../../components/cx'
import { type LineMark, lineMarks } from '../../domain/line'
import { countAhead } from '../../domain/queue'
import type { ScheduleState } from '../../domain/types'

const looks: Record<LineMark['kind'], string> = {
  serving: 'border-2 border-accent text-accent-text',
  ahead: 'bg-sunken text-soft',
  more: 'text-soft',
  mine: 'bg-brand text-on-brand',
}

function markKey(mark: LineMark): string {
  return mark.kind === 'more' ? 'more' : `${mark.kind}${mark.number}`
}

interface LineStripProps {
  line: ScheduleState['line']
  serving: number | undefined
  mine: number
}

/** The line as a row of numbers from the doctor's door to me. The facts below say the same in words. */
export function LineStrip({ line, serving, mine }: LineStripProps) {
  const { t } = useTranslation('waiting')
  const marks = lineMarks({ line, ...(serving !== undefined && { serving }) }, mine)
  return (
    <div role="img" aria-label={t('line', { ahead: countAhead(line, mine) })} className="flex items-center gap-1.5">
      {marks.map((mark, index) => (
        <span key={markKey(mark)} className="flex items-center gap-1.5">
          {index > 0 && <span className="h-0.5 w-2 rounded-full bg-line sm:w-4" />}
          <span
            className={cx(
              'grid h-9 min-w-9 place-items-center rounded-full px-1.5 font-bold text-sm transition-colors',
              looks[mark.kind],
            )}
          >
            {mark.kind === 'more' ? `+${mark.count}` : mark.number}
          </span>
        </span>
      ))}
    </div>
  )
}
