import type { ComponentProps } from 'react'
import { cx } from '../cx'

/** A surface that holds one thing. */
export function Card({ className, ...rest }: ComponentProps<'section'>) {
  return <section {...rest} className={cx('rounded-card border border-line bg-surface p-5 shadow-card', className)} />
}
