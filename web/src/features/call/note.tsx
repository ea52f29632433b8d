import type { LucideIcon } from 'lucide-react'

/** A few words over the picture, for eye and ear. */
export function Note({ icon: Icon, children }: { icon: LucideIcon; children: string }) {
  return (
    <p role="status" className="flex items-center gap-2 rounded-2xl bg-black/70 px-4 py-2 text-sm text-white">
      <Icon aria-hidden className="size-4 shrink-0" />
      {children}
    </p>
  )
}
