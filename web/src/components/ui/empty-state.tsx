import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

interface EmptyStateProps {
  icon: LucideIcon
  title: ReactNode
  /** What to do about it, or what happens next. */
  children?: ReactNode
  action?: ReactNode
}

/** What stands where nothing is yet: why, and the way on. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-3 rounded-card border border-line border-dashed px-6 py-10 text-center">
      <span className="grid size-14 place-items-center rounded-full bg-accent-soft text-accent-text">
        <Icon aria-hidden className="size-6" />
      </span>
      <p className="font-semibold text-lg">{title}</p>
      {children && <div className="max-w-sm text-soft">{children}</div>}
      {action}
    </div>
  )
}
