import { VideoOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'

/** Why the other side sees nobody although the camera is on. */
export function PicturePaused() {
  const { t } = useTranslation('call')
  return (
    <p
      role="status"
      className="absolute inset-x-3 top-[calc(4.75rem+env(safe-area-inset-top))] mx-auto flex w-fit items-center gap-2 rounded-2xl bg-black/70 px-4 py-2 text-sm text-white"
    >
      <VideoOff aria-hidden className="size-4 shrink-0" />
      {t('status.pausedHere')}
    </p>
  )
}
