import { useTranslation } from 'react-i18next'
import { Switch } from '../../components/ui/switch'
import { shortcuts } from './shortcuts'
import type { ShortcutActions, Shortcuts } from './use-shortcuts'

/** What each key does here, and the switch that turns them off. */
export function ShortcutHelp({ on, setOn, actions }: Pick<Shortcuts, 'on' | 'setOn'> & { actions: ShortcutActions }) {
  const { t } = useTranslation('call')
  return (
    <>
      <dl className="flex flex-col">
        {Object.entries(shortcuts)
          .filter(([, shortcut]) => actions[shortcut] !== undefined)
          .map(([key, shortcut]) => (
            <div key={key} className="flex items-center gap-4 border-line border-t py-2 first:border-t-0">
              <dt>
                <kbd className="grid size-8 place-items-center rounded-control border border-line-strong bg-sunken font-semibold uppercase">
                  {key}
                </kbd>
              </dt>
              <dd>{t(`shortcuts.${shortcut}`)}</dd>
            </div>
          ))}
      </dl>
      <Switch label={t('shortcuts.use')} hint={t('shortcuts.useHint')} checked={on} onChange={setOn} />
    </>
  )
}
