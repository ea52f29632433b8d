import { Button as Base } from '@base-ui/react/button'
import type { ComponentProps } from 'react'
import { cx } from '../cx'
import { Spinner } from './spinner'

const variants = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  secondary: 'border border-line-strong bg-surface text-ink hover:bg-sunken',
  ghost: 'text-ink hover:bg-sunken',
  danger: 'bg-danger text-on-danger hover:bg-danger-strong',
  quietDanger: 'text-danger-text hover:bg-danger-soft',
} as const

const sizes = {
  md: 'min-h-touch px-4 text-sm',
  lg: 'min-h-14 px-6 text-base',
  icon: 'size-touch shrink-0',
} as const

export type ButtonVariant = keyof typeof variants
export type ButtonSize = keyof typeof sizes

/** The classes of a button, for a link that looks like one. */
export function buttonClass(variant: ButtonVariant = 'primary', size: ButtonSize = 'md', className?: string): string {
  return cx(
    'inline-flex select-none items-center justify-center gap-2 rounded-control text-center font-semibold transition-colors',
    'disabled:cursor-not-allowed disabled:opacity-50 data-disabled:cursor-not-allowed data-disabled:opacity-50 [&_svg]:size-5 [&_svg]:shrink-0',
    variants[variant],
    sizes[size],
    className,
  )
}

export interface ButtonProps extends Omit<ComponentProps<typeof Base>, 'className'> {
  variant?: ButtonVariant
  size?: ButtonSize
  /** Shows a spinner and refuses presses, keeping the focus where it is. */
  busy?: boolean
  className?: string
}

/** A button of at least 44 px. A `size="icon"` button needs an `aria-label`. */
export function Button({ variant, size, busy = false, className, children, disabled, ...rest }: ButtonProps) {
  return (
    <Base
      type="button"
      {...rest}
      className={buttonClass(variant, size, className)}
      disabled={disabled || busy}
      focusableWhenDisabled={busy}
      aria-busy={busy || undefined}
    >
      {busy && <Spinner />}
      {children}
    </Base>
  )
}
