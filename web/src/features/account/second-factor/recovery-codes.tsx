import { Download, Printer } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { saveFile } from '../../../components/save-file'
import { Button } from '../../../components/ui/button'
import { Checkbox } from '../../../components/ui/checkbox'
import { CopyButton } from './copy-button'

/** The codes, this once: to copy, to keep as a file, to print. The way on opens when they are said to be kept. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const { t } = useTranslation('second-factor')
  const [isKept, setKept] = useState(false)
  const text = `${t('codes.file')}\n\n${codes.join('\n')}\n`
  return (
    <>
      <div className="print-alone">
        <p className="hidden print:block">{t('codes.file')}</p>
        <ul
          aria-label={t('codes.label')}
          className="grid gap-y-1 rounded-control border border-line bg-sunken p-4 text-center font-mono"
        >
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
      </div>
      <div className="flex flex-wrap gap-3">
        <CopyButton text={codes.join('\n')}>{t('codes.copy')}</CopyButton>
        <Button variant="secondary" onClick={() => saveFile('praktik-recovery-codes.txt', 'text/plain', text)}>
          <Download aria-hidden />
          {t('codes.download')}
        </Button>
        <Button variant="secondary" onClick={() => window.print()}>
          <Printer aria-hidden />
          {t('codes.print')}
        </Button>
      </div>
      <Checkbox name="kept" label={t('codes.kept')} checked={isKept} onChange={setKept} />
      <Button size="lg" disabled={!isKept} onClick={onKept}>
        {t('codes.done')}
      </Button>
    </>
  )
}
