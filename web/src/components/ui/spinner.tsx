import { LoaderCircle } from 'lucide-react'
import type { ReactNode } from 'react'

/** A turning circle; with a label it is announced, without it is decoration. */
export function Spinner({ label }: { label?: string }) {
  return (
    <span role={label ? 'status' : undefined} className="inline-flex">
      <LoaderCircle aria-hidden className="size-5 animate-spin" />
      {label && <span className="sr-only">{label}</span>}
    </span>
  )
}

/** Stands where a screen will be, in its rough shape, and says so to screen readers. */
export function LoadingShape({
  label,
  className,
  children,
}: {
  label: string
  className?: string
  children: ReactNode
}) {
  return (
    <div className={className}>
      <span className="sr-only">
        <Spinner label={label} />
      </span>
      {children}
    </div>
  )
}

/** A grey block in the shape of what will come. */
export function Skeleton({ className = 'h-5 w-full' }: { className?: string }) {
  return <div aria-hidden className={`shimmer rounded-control bg-sunken ${className}`} />
}
