import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cx } from '../../components/cx'
import { Tooltip } from '../../components/ui/tooltip'

interface ControlButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  icon: LucideIcon
  /** Name and tooltip. */
  label: string
  tone?: 'plain' | 'off' | 'end'
}

const tones = {
  plain: 'bg-white/15 text-white hover:bg-white/25',
  off: 'bg-white text-[#13211e] hover:bg-white/85',
  end: 'bg-[#d9382c] text-white hover:bg-[#c02d22] w-18',
} as const

/** A round button of the call room, 56 px, for a thumb. */
export function ControlButton({ icon: Icon, label, tone = 'plain', className, ...rest }: ControlButtonProps) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={cx(
          'grid h-14 w-14 shrink-0 place-items-center rounded-full transition-colors focus-visible:outline-white disabled:opacity-40',
          tones[tone],
          className,
        )}
      >
        <Icon aria-hidden className="size-6" />
      </button>
    </Tooltip>
  )
}
