import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DEFAULT_OUTPUT, type OutputState } from '../../rtc/output-choice'
import { Notice } from '../ui/notice'
import { Select } from '../ui/select'

interface LoudspeakerSelectProps {
  state: OutputState
  label: ReactNode
  /** What it means that the chosen one is unplugged. */
  gone: ReactNode
  onChoose: (id: string) => void
}

/** Which loudspeaker a sound comes from. */
export function LoudspeakerSelect({ state, label, gone, onChoose }: LoudspeakerSelectProps) {
  const { t } = useTranslation('ready')
  const { output, outputs, outputGone } = state
  const options = [
    { value: DEFAULT_OUTPUT, label: t('output.default') },
    ...outputs.map(({ id, label }, i) => ({ value: id, label: label || t('output.number', { number: i + 1 }) })),
  ]
  const isListed = options.some(({ value }) => value === output)
  return (
    <>
      <Select
        label={label}
        value={output}
        options={isListed ? options : [...options, { value: output, label: t('output.away') }]}
        onChange={onChoose}
      />
      {outputGone && <Notice tone="warn">{gone}</Notice>}
    </>
  )
}
