import { Toast as Base } from '@base-ui/react/toast'
import { CircleAlert, CircleCheck, Info, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { buttonClass } from './button'

export type ToastKind = 'info' | 'success' | 'error'

const manager = Base.createToastManager()

/** Says something that passes by itself. What somebody must act on belongs on the screen, not here. */
export function showToast(title: string, options: { kind?: ToastKind; description?: string } = {}): void {
  const { kind = 'info', description } = options
  manager.add({
    title,
    type: kind,
    priority: kind === 'error' ? 'high' : 'low',
    ...(description !== undefined && { description }),
  })
}

/** Takes away every toast: what they told belongs to the page before. */
export function clearToasts(): void {
  manager.close()
}

const icons = { info: Info, success: CircleCheck, error: CircleAlert }

function ToastList() {
  const { t } = useTranslation('common')
  const { toasts } = Base.useToastManager()
  return toasts.map((toast) => {
    const kind = (toast.type ?? 'info') as ToastKind
    const Icon = icons[kind] ?? Info
    return (
      <Base.Root
        key={toast.id}
        toast={toast}
        swipeDirection={['up', 'down', 'right']}
        className="rounded-control border border-line bg-raised shadow-float transition duration-200 data-ending-style:translate-y-3 data-starting-style:translate-y-3 data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0"
      >
        <Base.Content className="flex items-center gap-3 p-2 pl-4">
          <Icon
            aria-hidden
            className={kind === 'error' ? 'size-5 shrink-0 text-danger-text' : 'size-5 shrink-0 text-accent-text'}
          />
          <div className="flex min-w-0 flex-1 flex-col py-1.5">
            <Base.Title className="font-semibold text-sm" />
            <Base.Description className="text-soft text-sm" />
          </div>
          <Base.Close aria-label={t('dismiss')} className={buttonClass('ghost', 'icon')}>
            <X aria-hidden />
          </Base.Close>
        </Base.Content>
      </Base.Root>
    )
  })
}

/** Where toasts appear; mounted once. On phones below the header, away from what the thumb is about to press. */
export function Toaster() {
  return (
    <Base.Provider toastManager={manager}>
      <Base.Portal>
        <Base.Viewport className="fixed inset-x-4 top-[calc(4.5rem+env(safe-area-inset-top))] z-[60] mx-auto flex max-w-md flex-col gap-2 sm:top-auto sm:right-6 sm:bottom-6 sm:left-auto sm:w-96">
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  )
}
