import { LoaderCircle } from 'lucide-react'

/** A turning circle; with a label it is announced, without it is decoration. */
export function Spinner({ label }: { label?: string }) {
  return (
    <span role={label ? 'status' : undefined} className="inline-flex">
      <LoaderCircle aria-hidden className="size-5 animate-spin" />
      {label && <span className="sr-only">{label}</span>}
    </span>
  )
}

/** A grey block in the shape of what will come. */
export function Skeleton({ className = 'h-5 w-full' }: { className?: string }) {
  return <div aria-hidden className={`shimmer rounded-control bg-sunken ${className}`} />
}
