import { Switch as Base } from '@base-ui/react/switch'
import { type ReactNode, useId } from 'react'
import { cx } from '../cx'

interface SwitchProps {
  label: ReactNode
  hint?: ReactNode
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
  className?: string
}

/** An on/off switch whose whole row can be tapped. */
export function Switch({ label, hint, checked, onChange, disabled, className }: SwitchProps) {
  const id = useId()
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is the control, Biome does not know Base UI's
    <label className={cx('flex min-h-touch cursor-pointer items-center justify-between gap-4', className)}>
      <span className="flex flex-col">
        <span id={`${id}-label`} className="font-semibold text-sm">
          {label}
        </span>
        {hint && (
          <span id={`${id}-hint`} className="text-soft text-sm">
            {hint}
          </span>
        )}
      </span>
      <Base.Root
        aria-labelledby={`${id}-label`}
        aria-describedby={hint ? `${id}-hint` : undefined}
        checked={checked}
        disabled={disabled ?? false}
        onCheckedChange={onChange}
        className="flex h-7 w-12 shrink-0 rounded-full bg-line-strong p-1 transition-colors data-checked:bg-accent data-disabled:opacity-50"
      >
        <Base.Thumb className="size-5 rounded-full bg-surface transition-[translate] data-checked:translate-x-5" />
      </Base.Root>
    </label>
  )
}
