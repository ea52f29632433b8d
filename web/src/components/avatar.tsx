import { initials } from '../domain/format'
import { cx } from './cx'

/** Initials in a circle; decoration beside a name. */
export function Avatar({ name, className = 'size-10 text-sm' }: { name: string; className?: string }) {
  return (
    <span
      aria-hidden
      className={cx(
        'grid shrink-0 place-items-center rounded-full bg-accent-soft font-bold text-accent-text',
        className,
      )}
    >
      {initials(name)}
    </span>
  )
}
