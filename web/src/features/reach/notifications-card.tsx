import { useTranslation } from 'react-i18next'
import { usePushDevice } from '../../app/push-context'
import { TitledCard } from '../../components/ui/card'
import { Switch } from '../../components/ui/switch'
import { useFormat } from '../../components/use-format'
import type { PushStatus } from '../../push/push-device'
import { ArmDevice } from './arm-device'
import { InstallButton } from './install-button'
import { TestDevices } from './test-devices'

/** In these states the switch says all there is to do; in the others ArmDevice says more. */
const saidBySwitch: readonly PushStatus[] = ['off', 'armed']

/** Whether this browser rings with the app closed, for the account page of those who are rung. */
export function NotificationsCard() {
  const { t } = useTranslation('push')
  const { device, state } = usePushDevice()
  const { status } = state
  const isOn = status === 'armed' || status === 'arming'
  const canSwitch = status === 'armed' || status === 'off' || status === 'failed'
  return (
    <TitledCard title={t('card.title')} lead={t('card.lead')}>
      <Switch
        label={t('card.switch')}
        hint={<Hint />}
        checked={isOn}
        disabled={!canSwitch}
        onChange={(wanted) => void (wanted ? device.arm() : device.disarm())}
      />
      {!saidBySwitch.includes(status) && <ArmDevice />}
      <InstallButton />
      <TestDevices isArmedHere={status === 'armed'} onTestArrived={device.onTestArrived} />
    </TitledCard>
  )
}

function Hint() {
  const { t } = useTranslation('push')
  const format = useFormat()
  const { status, provedAt } = usePushDevice().state
  if (status === 'armed' && provedAt !== undefined) return t('card.proved', { time: format.dateTime(provedAt) })
  return t(status === 'off' ? 'card.off' : 'card.notNow')
}
