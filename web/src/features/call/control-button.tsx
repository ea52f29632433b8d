import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cx } from '../../components/cx'
import { Tooltip } from '../../components/ui/tooltip'

export interface ControlButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  icon: LucideIcon
  /** Name and tooltip. */
  label: string
  tone?: 'plain' | 'off' | 'end'
  /** How many are new, in the corner; the label says it in words. */
  badge?: number
}

const tones = {
  plain: 'bg-white/15 text-white hover:bg-white/25 w-14',
  off: 'bg-white text-[#13211e] hover:bg-white/85 w-14',
  end: 'bg-[#d9382c] text-white hover:bg-[#c02d22] w-16 @sm:w-18',
} as const

/** More than this has no room in the corner. */
const MOST_SHOWN = 99

/** A round button of the call room, 56 px, for a thumb. */
export function ControlButton(props: ControlButtonProps) {
  return (
    <Tooltip text={props.label}>
      <RoundButton {...props} />
    </Tooltip>
  )
}

/** The same without a tooltip, for where one has no room. */
export function RoundButton({ icon: Icon, label, tone = 'plain', badge = 0, className, ...rest }: ControlButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      {...rest}
      className={cx(
        'relative grid h-14 shrink-0 place-items-center rounded-full transition-colors focus-visible:outline-white disabled:opacity-40',
        tones[tone],
        className,
      )}
    >
      <Icon aria-hidden className="size-6" />
      {badge > 0 && (
        <span
          aria-hidden
          className="absolute -top-1 -right-1 grid h-6 min-w-6 place-items-center rounded-full bg-[#d9382c] px-1 font-bold text-white text-xs"
        >
          {badge > MOST_SHOWN ? `${MOST_SHOWN}+` : badge}
        </span>
      )}
    </button>
  )
}
