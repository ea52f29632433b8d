import type { LucideIcon } from 'lucide-react'

interface NoteProps {
  icon: LucideIcon
  /** It stands in a live region already. */
  isInStatus?: boolean
  children: string
}

/** A few words over the picture, for eye and ear. */
export function Note({ icon: Icon, isInStatus = false, children }: NoteProps) {
  return (
    <p
      role={isInStatus ? undefined : 'status'}
      className="flex items-center gap-2 rounded-2xl bg-black/70 px-4 py-2 text-sm text-white"
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      {children}
    </p>
  )
}
