import { type ComponentProps, type ReactNode, useId } from 'react'
import { cx } from '../cx'

/** A surface that holds one thing. */
export function Card({ className, ...rest }: ComponentProps<'section'>) {
  return <section {...rest} className={cx('rounded-card border border-line bg-surface p-5 shadow-card', className)} />
}

interface TitledCardProps {
  title: ReactNode
  /** What it is for, under the title. */
  lead?: ReactNode
  /** Stands beside the title: a button that reloads, a word about the state. */
  aside?: ReactNode
  children: ReactNode
}

/** A card under a heading of its own, which names it. */
export function TitledCard({ title, lead, aside, children }: TitledCardProps) {
  const id = useId()
  return (
    <Card aria-labelledby={id} className="flex flex-col gap-4">
      <div>
        <div className="flex items-start justify-between gap-3">
          <h2 id={id} className="text-xl">
            {title}
          </h2>
          {aside}
        </div>
        {lead !== undefined && <p className="text-soft text-sm">{lead}</p>}
      </div>
      {children}
    </Card>
  )
}
