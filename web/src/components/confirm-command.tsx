import type { ReactNode } from 'react'
import type { Result } from '../live/http'
import { ProblemNotice } from './problem-notice'
import { AlertDialog } from './ui/dialog'
import { useCommand } from './use-command'

interface ConfirmCommandProps {
  title: ReactNode
  /** What it means, and for whom. */
  description: ReactNode
  /** The words on the button that does it. */
  action: ReactNode
  /** The words on the button that does not; "Cancel" by default. */
  dismiss?: ReactNode
  send: () => Promise<Result<unknown>>
  /** Both after it took effect and when it was not wanted; a refusal keeps the dialog open and says why. */
  onClose: () => void
  children?: ReactNode
}

/** Asks, then sends one command. */
export function ConfirmCommand({ send, onClose, children, ...words }: ConfirmCommandProps) {
  const command = useCommand(send)
  async function act() {
    const result = await command.run()
    if (result?.ok) onClose()
  }
  return (
    <AlertDialog {...words} open onOpenChange={onClose} busy={command.busy} onAction={act}>
      {children}
      <ProblemNotice problem={command.problem} />
    </AlertDialog>
  )
}
