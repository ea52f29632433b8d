import { useCallback, useEffect, useRef, useState } from 'react'
import { sound } from '../rtc/browser'
import type { Playback, SoundName } from '../rtc/sound'

export interface Sample {
  readonly playing: boolean
  /** `heard`: it was played aloud. `blocked`: the browser refused. `no`: not tried yet. */
  readonly outcome: 'no' | 'heard' | 'blocked'
  /** Starts it, or stops it when it plays. Call it in a tap. */
  readonly toggle: () => void
}

/** A sound played by a tap for a moment; the same tap unlocks all sound of this page. */
export function useSample(name: SoundName, ms: number): Sample {
  const [playing, setPlaying] = useState(false)
  const [outcome, setOutcome] = useState<Sample['outcome']>('no')
  const end = useRef(() => {})

  const stop = useCallback(() => {
    end.current()
    end.current = () => {}
    setPlaying(false)
  }, [])

  const start = useCallback(async () => {
    const playback: Playback = sound.play(name, { loop: true })
    const timer = setTimeout(stop, ms)
    end.current = () => {
      clearTimeout(timer)
      playback.stop()
    }
    setPlaying(true)
    setOutcome((await sound.unlock()) ? 'heard' : 'blocked')
  }, [name, ms, stop])

  useEffect(() => () => end.current(), [])
  return { playing, outcome, toggle: () => (playing ? stop() : void start()) }
}
