import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '../../components/ui/card'
import { Notice } from '../../components/ui/notice'
import { Switch } from '../../components/ui/switch'
import { sound } from '../../rtc/browser'
import { preferences, usePreferences } from './browser-preferences'
import { askPermission, canNotify, isRefused, mayNotify } from './notifications'

/** How the doctor is told that somebody joined or turned ready: each way has its switch, remembered by this browser. */
export function NewsSettings() {
  const { t } = useTranslation('practice')
  const { chime, badge } = usePreferences()
  return (
    <Card aria-labelledby="news-settings" className="flex flex-col gap-3">
      <h2 id="news-settings" className="font-semibold">
        {t('settings.title')}
      </h2>
      <Switch
        label={t('settings.chime')}
        hint={t('settings.chimeHint')}
        checked={chime}
        onChange={(on) => {
          preferences().set('chime', on)
          // Lets it be heard what was chosen, and the browser let it be heard later.
          if (on) sound.play('chime')
        }}
      />
      <Switch
        label={t('settings.badge')}
        hint={t('settings.badgeHint')}
        checked={badge}
        onChange={(on) => preferences().set('badge', on)}
      />
      {canNotify() && <NotificationSwitch />}
    </Card>
  )
}

/** Says what for before the browser asks. */
function NotificationSwitch() {
  const { t } = useTranslation('practice')
  const { notification } = usePreferences()
  const [refused, setRefused] = useState(false)
  const change = async (on: boolean) => {
    const may = !on || (await askPermission())
    setRefused(!may)
    preferences().set('notification', on && may)
  }
  return (
    <>
      <Switch
        label={t('settings.notification')}
        hint={t('settings.notificationHint')}
        checked={notification && mayNotify()}
        onChange={(on) => void change(on)}
      />
      {refused && (
        <Notice tone="warn" role="alert">
          {t(isRefused() ? 'settings.notificationRefused' : 'settings.notificationUnanswered')}
        </Notice>
      )}
    </>
  )
}
