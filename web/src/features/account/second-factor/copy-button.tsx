import { Check, Copy } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/ui/button'

/** Puts a text on the clipboard and says so; nothing where the browser has no clipboard (a page without https). */
export function CopyButton({ text, children }: { text: string; children: ReactNode }) {
  const { t } = useTranslation('second-factor')
  const [isCopied, setCopied] = useState(false)
  if (navigator.clipboard === undefined) return null
  const Icon = isCopied ? Check : Copy
  return (
    <Button
      variant="secondary"
      onClick={() =>
        navigator.clipboard.writeText(text).then(
          () => setCopied(true),
          // Refused by the browser: the text stands beside the button.
          () => setCopied(false),
        )
      }
    >
      <Icon aria-hidden />
      <span role="status">{isCopied ? t('codes.copied') : children}</span>
    </Button>
  )
}
