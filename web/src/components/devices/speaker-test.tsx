import { Volume2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button'
import { useTestTone } from './use-test-tone'

/** Plays a tone where the other side will be heard, and says what to do when it is not. */
export function SpeakerTest() {
  const { t } = useTranslation('ready')
  const { outcome, play } = useTestTone()
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button variant="secondary" onClick={() => void play()}>
        <Volume2 aria-hidden />
        {t('speaker.test')}
      </Button>
      <p role="status" className="min-w-40 flex-1 text-soft text-sm">
        {outcome === 'no' ? t('speaker.hint') : t(`speaker.${outcome}`)}
      </p>
    </div>
  )
}
