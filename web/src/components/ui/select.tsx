import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronsUpDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '../cx'

export interface SelectOption<V extends string> {
  value: V
  label: string
}

interface SelectProps<V extends string> {
  label: ReactNode
  value: V
  options: readonly SelectOption<V>[]
  onChange: (value: V) => void
  disabled?: boolean
  className?: string
}

/** One choice of a few, with its label. */
export function Select<V extends string>({ label, value, options, onChange, disabled, className }: SelectProps<V>) {
  return (
    <div className={cx('flex flex-col gap-1.5', className)}>
      <Base.Root
        items={options}
        value={value}
        disabled={disabled ?? false}
        onValueChange={(next) => next !== null && onChange(next)}
      >
        <Base.Label className="font-semibold text-sm">{label}</Base.Label>
        <Base.Trigger className="flex min-h-touch w-full items-center justify-between gap-3 rounded-control border border-line-strong bg-surface px-3.5 text-left data-disabled:opacity-60">
          <Base.Value className="truncate" />
          <Base.Icon>
            <ChevronsUpDown aria-hidden className="size-4 text-soft" />
          </Base.Icon>
        </Base.Trigger>
        <Base.Portal>
          <Base.Positioner className="z-50 outline-hidden" sideOffset={6} alignItemWithTrigger={false}>
            <Base.Popup className="min-w-[var(--anchor-width)] max-w-[90vw] rounded-control border border-line bg-raised py-1 shadow-float outline-hidden">
              <Base.List className="max-h-[var(--available-height)] overflow-y-auto">
                {options.map((option) => (
                  <Base.Item
                    key={option.value}
                    value={option.value}
                    className="grid min-h-touch cursor-default grid-cols-[1.25rem_1fr] items-center gap-2 px-3 outline-hidden data-highlighted:bg-sunken"
                  >
                    <Base.ItemIndicator>
                      <Check aria-hidden className="size-4 text-accent-text" />
                    </Base.ItemIndicator>
                    <Base.ItemText className="col-start-2">{option.label}</Base.ItemText>
                  </Base.Item>
                ))}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </div>
  )
}
