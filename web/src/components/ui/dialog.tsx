import { AlertDialog as BaseAlert } from '@base-ui/react/alert-dialog'
import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { cx } from '../cx'
import { Button, type ButtonVariant, buttonClass } from './button'

const backdrop =
  'fixed inset-0 z-40 min-h-dvh bg-black/50 transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0'
const popup =
  'fixed inset-x-0 bottom-0 z-50 mx-auto flex max-h-[92dvh] w-full max-w-lg flex-col gap-5 overflow-y-auto rounded-t-card bg-raised p-5 pb-[max(1.25rem,env(safe-area-inset-bottom))] text-ink shadow-float ' +
  'transition duration-200 ease-out data-ending-style:translate-y-6 data-ending-style:opacity-0 data-starting-style:translate-y-6 data-starting-style:opacity-0 ' +
  'sm:inset-y-0 sm:my-auto sm:h-fit sm:rounded-card sm:p-6'

interface DialogProps {
  open: boolean
  /** Without it the dialog closes only by what is in it. */
  onOpenChange?: (open: boolean) => void
  title: ReactNode
  description?: ReactNode
  children: ReactNode
  className?: string
}

/** A modal: a sheet from below on phones, a card in the middle on wider screens. */
export function Dialog({ open, onOpenChange, title, description, children, className }: DialogProps) {
  const { t } = useTranslation('common')
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange?.(next)}>
      <Base.Portal>
        <Base.Backdrop className={backdrop} />
        <Base.Popup className={cx(popup, className)}>
          <div className="flex items-start justify-between gap-3">
            <div className="flex flex-col gap-1">
              <Base.Title className="text-xl">{title}</Base.Title>
              {description && <Base.Description className="text-soft">{description}</Base.Description>}
            </div>
            {onOpenChange && (
              <Base.Close aria-label={t('close')} className={buttonClass('ghost', 'icon', '-mt-2 -mr-2')}>
                <X aria-hidden />
              </Base.Close>
            )}
          </div>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

interface AlertDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  description: ReactNode
  /** The words on the button that does it. */
  action: ReactNode
  /** The words on the button that does not; "Cancel" by default. */
  dismiss?: ReactNode
  variant?: ButtonVariant
  busy?: boolean
  onAction: () => void
  children?: ReactNode
}

/** Asks before something that cannot simply be undone. */
export function AlertDialog(props: AlertDialogProps) {
  const { t } = useTranslation('common')
  const { open, onOpenChange, title, description, action, dismiss, variant = 'danger', busy = false, onAction } = props
  return (
    <BaseAlert.Root open={open} onOpenChange={onOpenChange}>
      <BaseAlert.Portal>
        <BaseAlert.Backdrop className={backdrop} />
        <BaseAlert.Popup className={cx(popup, 'sm:max-w-md')}>
          <div className="flex flex-col gap-2">
            <BaseAlert.Title className="text-xl">{title}</BaseAlert.Title>
            <BaseAlert.Description className="text-soft">{description}</BaseAlert.Description>
          </div>
          {props.children}
          <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
            <BaseAlert.Close className={buttonClass('secondary')}>{dismiss ?? t('cancel')}</BaseAlert.Close>
            <Button variant={variant} busy={busy} onClick={onAction}>
              {action}
            </Button>
          </div>
        </BaseAlert.Popup>
      </BaseAlert.Portal>
    </BaseAlert.Root>
  )
}
