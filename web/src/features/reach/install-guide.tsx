import { BellRing, House, Share, SquarePlus } from 'lucide-react'
import { useTranslation } from 'react-i18next'

const steps = [
  { name: 'share', icon: Share },
  { name: 'add', icon: SquarePlus },
  { name: 'open', icon: House },
  { name: 'ready', icon: BellRing },
] as const

/** How the app comes to the Home Screen of an iPhone or iPad, where push works for nothing else. */
export function InstallGuide() {
  const { t } = useTranslation('push')
  return (
    <div className="flex flex-col gap-3">
      <p className="font-semibold">{t('guide.title')}</p>
      <p className="text-soft text-sm">{t('guide.text')}</p>
      <ol className="flex flex-col gap-2">
        {steps.map(({ name, icon: Icon }, i) => (
          <li key={name} className="flex items-center gap-3 rounded-control bg-sunken p-3">
            <span className="grid size-11 shrink-0 place-items-center rounded-control border border-line bg-surface text-accent-text">
              <Icon aria-hidden className="size-6" />
            </span>
            <span className="text-sm">
              <span className="block font-semibold">{t('guide.number', { number: i + 1 })}</span>
              {t(`guide.step.${name}`)}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}
