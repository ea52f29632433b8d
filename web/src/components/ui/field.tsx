import { Field as Base } from '@base-ui/react/field'
import type { ComponentProps, ReactNode } from 'react'
import { cx } from '../cx'

const control =
  'w-full min-h-touch rounded-control border border-line-strong bg-surface px-3.5 text-base text-ink ' +
  'aria-invalid:border-danger data-invalid:border-danger disabled:opacity-60 read-only:bg-sunken read-only:text-soft'

export interface FieldProps {
  label: ReactNode
  name: string
  /** A sentence below the control. */
  hint?: ReactNode
  /** Why the value is refused; announced with the control. */
  error?: string | undefined
  /** Shown beside the label, e.g. "optional". */
  note?: ReactNode
  className?: string
  children: ReactNode
}

/** A label, a control (Input, Textarea or a Base UI one) and what is wrong with it. */
export function Field({ label, name, hint, error, note, className, children }: FieldProps) {
  return (
    <Base.Root name={name} invalid={error !== undefined} className={cx('flex flex-col gap-1.5', className)}>
      <div className="flex items-baseline justify-between gap-2">
        <Base.Label className="font-semibold text-sm">{label}</Base.Label>
        {note && <span className="text-soft text-xs">{note}</span>}
      </div>
      {children}
      {error !== undefined && (
        <Base.Error match className="font-medium text-danger-text text-sm">
          {error}
        </Base.Error>
      )}
      {hint && <Base.Description className="text-soft text-sm">{hint}</Base.Description>}
    </Base.Root>
  )
}

/** A one-line text control; must stand inside a Field. */
export function Input({
  className,
  ...rest
}: Omit<ComponentProps<typeof Base.Control>, 'className'> & { className?: string }) {
  return <Base.Control {...rest} className={cx(control, className)} />
}

/** A control of several lines; must stand inside a Field. */
export function Textarea({ className, rows = 3, ...rest }: ComponentProps<'textarea'>) {
  return (
    <Base.Control
      {...(rest as object)}
      render={<textarea rows={rows} />}
      className={cx(control, 'py-2.5', className)}
    />
  )
}
