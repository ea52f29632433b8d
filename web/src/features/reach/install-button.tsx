import { Download } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useInstall } from '../../app/push-context'
import { Button, type ButtonVariant } from '../../components/ui/button'
import { Dialog } from '../../components/ui/dialog'
import { InstallGuide } from './install-guide'

/** Installs the app where the browser lets it, or shows how it is done by hand; nothing where neither is possible. */
export function InstallButton({ variant = 'secondary' }: { variant?: ButtonVariant }) {
  const { t } = useTranslation('push')
  const { install, way } = useInstall()
  const [guiding, setGuiding] = useState(false)
  if (way !== 'offered' && way !== 'by_hand') return null
  return (
    <>
      <Button
        variant={variant}
        className="self-start"
        onClick={() => (way === 'offered' ? void install.install() : setGuiding(true))}
      >
        <Download aria-hidden />
        {t('install.button')}
      </Button>
      <Dialog open={guiding} onOpenChange={setGuiding} title={t('install.button')}>
        <InstallGuide />
      </Dialog>
    </>
  )
}
