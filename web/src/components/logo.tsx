/** The mark: a number slip with its two notches, and a cross. Decoration; the name stands beside it or is its label. */
export function LogoMark({ className = 'size-8' }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <path
        className="fill-accent"
        d="M8 1h16a7 7 0 0 1 7 7v4.5a3.5 3.5 0 0 0 0 7V24a7 7 0 0 1-7 7H8a7 7 0 0 1-7-7v-4.500a3.500 3.500 0 0 0 0-7V8a7 7 0 0 1 7-7z"
      />
      <path className="fill-on-accent" d="M14 8h4v6h6v4h-6v6h-4v-6H8v-4h6z" />
    </svg>
  )
}
