import { Keyboard, type LucideIcon, SlidersHorizontal } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { cx } from '../../components/cx'
import { Button } from '../../components/ui/button'
import type { Tool } from './use-tools'

interface MoreSheetProps {
  tools: readonly Tool[]
  onDevices: () => void
  onShortcuts: () => void
  /** Something was chosen that needs the room to be seen. */
  onDone: () => void
}

/** What has no room in a narrow toolbar, in words. */
export function MoreSheet({ tools, onDevices, onShortcuts, onDone }: MoreSheetProps) {
  const { t } = useTranslation('call')
  return (
    <div className="-mx-2 flex flex-col">
      {tools.map(({ id, icon, label, run }) => (
        <Row
          key={id}
          icon={icon}
          label={label}
          onClick={() => {
            run()
            onDone()
          }}
        />
      ))}
      <Row icon={SlidersHorizontal} label={t('devices')} onClick={onDevices} />
      <Row icon={Keyboard} label={t('shortcuts.title')} onClick={onShortcuts} className="pointer-coarse:hidden" />
    </div>
  )
}

interface RowProps {
  icon: LucideIcon
  label: string
  onClick: () => void
  className?: string
}

function Row({ icon: Icon, label, onClick, className }: RowProps) {
  return (
    <Button variant="ghost" size="lg" className={cx('justify-start gap-4 px-4', className)} onClick={onClick}>
      <Icon aria-hidden />
      {label}
    </Button>
  )
}
