import type { LucideIcon } from 'lucide-react'
import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '../cx'

const tones = {
  info: { box: 'bg-accent-soft text-accent-text', icon: Info },
  warn: { box: 'bg-warn-soft text-warn-text', icon: TriangleAlert },
  danger: { box: 'bg-danger-soft text-danger-text', icon: CircleAlert },
} as const

interface NoticeProps {
  tone?: keyof typeof tones
  icon?: LucideIcon
  title?: ReactNode
  children?: ReactNode
  action?: ReactNode
  /** "alert" interrupts a screen reader, "status" waits its turn; neither by default. */
  role?: 'alert' | 'status'
  className?: string
}

/** A line that stays on the screen as long as it is true. */
export function Notice({ tone = 'info', icon, title, children, action, role, className }: NoticeProps) {
  const Icon = icon ?? tones[tone].icon
  return (
    <div role={role} className={cx('flex items-start gap-3 rounded-control px-4 py-3', tones[tone].box, className)}>
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0" />
      <div className="flex min-w-0 flex-1 flex-col gap-0.5 self-center text-sm">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className="[overflow-wrap:anywhere]">{children}</div>}
      </div>
      {action}
    </div>
  )
}
