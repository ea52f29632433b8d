import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { ContactLine } from '../../components/contact'

interface CallPanelProps {
  icon: LucideIcon
  title: ReactNode
  children?: ReactNode
  /** The ways on. */
  actions?: ReactNode
  /** Something failed: the clinic's contact is given. */
  isFailure?: boolean
}

/** Takes the place of the room when there is no room to be in: why, and the way on. */
export function CallPanel({ icon: Icon, title, children, actions, isFailure = false }: CallPanelProps) {
  return (
    <main className="grid min-h-dvh place-items-center bg-paper p-6 text-ink">
      <div className="flex w-full max-w-sm flex-col items-center gap-4 text-center">
        <span className="grid size-18 place-items-center rounded-full bg-accent-soft text-accent-text">
          <Icon aria-hidden className="size-8" />
        </span>
        <h1 className="text-2xl">{title}</h1>
        {children && <div className="flex flex-col gap-1 text-soft">{children}</div>}
        {isFailure && <ContactLine className="text-soft text-sm" />}
        {actions && <div className="mt-2 flex w-full flex-col gap-3">{actions}</div>}
      </div>
    </main>
  )
}
