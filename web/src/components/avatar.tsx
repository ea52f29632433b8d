import { initials } from '../domain/format'
import { cx } from './cx'

/** Initials in a circle; decoration beside a name, so drawn by the style sheet and not part of the text. */
export function Avatar({ name, className = 'size-10 text-sm' }: { name: string; className?: string }) {
  return (
    <span
      aria-hidden
      data-initials={initials(name)}
      className={cx(
        'grid shrink-0 place-items-center rounded-full before:content-[attr(data-initials)] bg-accent-soft font-bold text-accent-text',
        className,
      )}
    />
  )
}
