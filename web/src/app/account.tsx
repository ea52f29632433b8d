import { AccountPage } from '../features/account'
import { ConnectionTestCard } from '../features/connection-test'
import { NotificationsCard } from '../features/reach'
import { DeviceCheck } from '../features/ready'
import { RingtoneSettings } from '../features/ring'
import { chooseLanguage } from './i18n'
import { useLive } from './live-context'
import { usePushDevice } from './push-context'
import { forgetErased } from './sign-in-memory'

/** The account page with the cards of other features. */
export function Account() {
  const live = useLive()
  const { device } = usePushDevice()

  function onErased() {
    forgetErased()
    void device.forget()
    live.signOut()
  }

  return (
    <AccountPage
      onLanguage={chooseLanguage}
      onErased={onErased}
      connectionTest={<ConnectionTestCard DeviceCheck={DeviceCheck} />}
      notifications={<NotificationsCard />}
      ringtone={<RingtoneSettings />}
    />
  )
}
