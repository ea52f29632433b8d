import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { cx } from './cx'

interface TicketProps {
  number: number
  /** large for the one number that a page is about */
  size?: 'normal' | 'large'
  /** Over: the number has had its turn. */
  muted?: boolean
  children: ReactNode
}

/** A number slip: the number on the stub, whom it is for beside the perforation. */
export function Ticket({ number, size = 'normal', muted = false, children }: TicketProps) {
  const { t } = useTranslation('common')
  const large = size === 'large'
  return (
    // The mask that cuts the notches would cut a shadow too: it falls from the element around it.
    <div className="drop-shadow-sm">
      <div
        className={cx(
          'ticket flex rounded-card bg-surface',
          large ? '[--stub:8rem] sm:[--stub:10rem]' : '[--stub:5.5rem]',
        )}
      >
        <div
          className={cx(
            'flex w-(--stub) shrink-0 flex-col items-center justify-center py-4',
            muted ? 'bg-sunken text-soft' : 'bg-brand text-on-brand',
          )}
        >
          <span className={cx('font-semibold text-xs', muted ? '' : 'text-on-brand-soft')}>{t('number')}</span>
          <span className={cx('font-extrabold leading-none', large ? 'text-number' : 'text-3xl')}>{number}</span>
        </div>
        <div className="perforation flex min-w-0 flex-1 flex-col justify-center gap-2 p-4 sm:p-5">{children}</div>
      </div>
    </div>
  )
}
