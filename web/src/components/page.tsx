import type { ReactNode } from 'react'
import { cx } from './cx'
import { useDocumentTitle } from './page-signals'

interface PageProps {
  /** The page's one heading, also the document's title. */
  title: string
  /** A line under the heading. */
  lead?: ReactNode
  actions?: ReactNode
  className?: string
  children: ReactNode
}

/** The frame of an ordinary page inside the layout. */
export function Page({ title, lead, actions, className, children }: PageProps) {
  useDocumentTitle(title)
  return (
    <div className={cx('mx-auto flex w-full max-w-5xl flex-col gap-6 px-4 py-6 sm:px-6 sm:py-8', className)}>
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-col gap-1">
          <h1 className="text-2xl sm:text-3xl">{title}</h1>
          {lead && <div className="text-soft">{lead}</div>}
        </div>
        {actions && <div className="flex flex-wrap gap-3">{actions}</div>}
      </div>
      {children}
    </div>
  )
}

/** A part of a page under its own heading. */
export function PageSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-lg first-letter:uppercase">{title}</h2>
      {children}
    </section>
  )
}

export { useDocumentTitle }
