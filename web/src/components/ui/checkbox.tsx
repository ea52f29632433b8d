import { Checkbox as Base } from '@base-ui/react/checkbox'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '../cx'

interface CheckboxProps {
  label: ReactNode
  checked: boolean
  onChange: (checked: boolean) => void
  error?: string | undefined
  name: string
}

/** A box to tick, with the sentence that it stands for. */
export function Checkbox({ label, checked, onChange, error, name }: CheckboxProps) {
  return (
    <div className="flex flex-col gap-1">
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is the control, Biome does not know Base UI's */}
      <label className="flex min-h-touch cursor-pointer items-start gap-3 py-1.5 text-sm">
        <Base.Root
          name={name}
          checked={checked}
          onCheckedChange={onChange}
          aria-invalid={error !== undefined}
          aria-describedby={error !== undefined ? `${name}-error` : undefined}
          className={cx(
            'mt-0.5 grid size-6 shrink-0 place-items-center rounded-md border-2 bg-surface data-checked:border-accent data-checked:bg-accent',
            error === undefined ? 'border-line-strong' : 'border-danger',
          )}
        >
          <Base.Indicator>
            <Check aria-hidden className="size-4 text-on-accent" strokeWidth={3} />
          </Base.Indicator>
        </Base.Root>
        <span>{label}</span>
      </label>
      {error !== undefined && (
        <p id={`${name}-error`} className="font-medium text-danger-text text-sm">
          {error}
        </p>
      )}
    </div>
  )
}
