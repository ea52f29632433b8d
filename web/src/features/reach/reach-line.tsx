import { BellRing, CloudOff, MonitorSmartphone, VolumeX } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { useConnection } from '../../app/live-context'
import { usePushDevice } from '../../app/push-context'
import { cx } from '../../components/cx'
import { Button } from '../../components/ui/button'
import { Dialog } from '../../components/ui/dialog'
import { sound } from '../../rtc/browser'
import { ArmDevice } from './arm-device'
import { InstallButton } from './install-button'
import { type Reach, reachOf, wayToMore } from './reach'

const looks: Record<Reach, { icon: typeof BellRing; tone: string }> = {
  device: { icon: BellRing, tone: 'text-accent-text' },
  page: { icon: MonitorSmartphone, tone: 'text-accent-text' },
  silent_page: { icon: VolumeX, tone: 'text-warn-text' },
  not_at_all: { icon: CloudOff, tone: 'text-danger-text' },
}

/** Whether this page may sound. A page that was touched may find out by itself; others need a tap. */
function useSoundStatus() {
  useEffect(() => {
    const { hasBeenActive } = (navigator.userActivation as UserActivation | undefined) ?? { hasBeenActive: false }
    if (hasBeenActive) void sound.unlock()
  }, [])
  return useSyncExternalStore(sound.subscribe, () => sound.state.status)
}

/** The truth about how this patient can be rung right now, and the way to more. */
export function ReachLine() {
  const { t } = useTranslation('push')
  const { status: connection } = useConnection()
  const { state } = usePushDevice()
  const reach = reachOf(connection, state.status, useSoundStatus())
  const { icon: Icon, tone } = looks[reach]
  return (
    <div className="flex flex-col gap-3">
      <div role="status" className="flex gap-3">
        <Icon aria-hidden className={cx('mt-0.5 size-5 shrink-0', tone)} />
        <div className="flex flex-col gap-0.5">
          <p className={cx('font-semibold', tone)}>{t(`reach.${reach}.title`)}</p>
          <p className="text-soft text-sm">{t(`reach.${reach}.text`)}</p>
        </div>
      </div>
      {reach !== 'not_at_all' && (
        <div className="flex flex-wrap gap-2 sm:pl-8">
          {reach === 'silent_page' && (
            <Button variant="secondary" onClick={() => void sound.unlock()}>
              {t('reach.unlock')}
            </Button>
          )}
          <Arming />
          <InstallButton variant={wayToMore(state.status) === 'install' ? 'secondary' : 'ghost'} />
        </div>
      )}
    </div>
  )
}

/** Arming in a dialog of its own, which shows to the end what came of it. */
function Arming() {
  const { t } = useTranslation('push')
  const { state } = usePushDevice()
  const [open, setOpen] = useState(false)
  const isWanted = wayToMore(state.status) === 'arm'
  return (
    <>
      {isWanted && (
        <Button variant="secondary" onClick={() => setOpen(true)}>
          {t('reach.more')}
        </Button>
      )}
      <Dialog open={open} onOpenChange={setOpen} title={t('arm.title')} description={t('arm.reason')}>
        <ArmDevice />
        {state.status === 'armed' && <Button onClick={() => setOpen(false)}>{t('arm.close')}</Button>}
      </Dialog>
    </>
  )
}
