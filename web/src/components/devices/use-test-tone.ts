import { useEffect, useRef, useState } from 'react'
import { callSpeaker } from '../../rtc/browser'

export interface TestTone {
  /** `heard`: it was played aloud. `blocked`: the browser refused. `no`: not tried yet. */
  readonly outcome: 'no' | 'heard' | 'blocked'
  /** Plays it from its beginning. Call it in a tap. */
  readonly play: () => Promise<void>
}

/** Two notes from the loudspeaker that the other side will be heard from. */
export function useTestTone(): TestTone {
  const [outcome, setOutcome] = useState<TestTone['outcome']>('no')
  const tone = useRef<HTMLAudioElement>(null)
  const end = useRef(() => {})
  useEffect(() => () => end.current(), [])

  async function play(): Promise<void> {
    end.current()
    const element = tone.current ?? new Audio('/sounds/chime.wav')
    tone.current = element
    element.currentTime = 0
    const release = callSpeaker.play(element)
    end.current = () => {
      element.pause()
      release()
    }
    await element.play().then(
      () => setOutcome('heard'),
      () => setOutcome('blocked'),
    )
  }
  return { outcome, play }
}
