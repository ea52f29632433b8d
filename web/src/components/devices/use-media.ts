import { useEffect, useState, useSyncExternalStore } from 'react'
import { sound } from '../../rtc/browser'
import { LevelMeter, meterOf } from '../../rtc/level-meter'
import type { LocalMedia, LocalMediaState } from '../../rtc/local-media'

export function useMediaState(media: LocalMedia): LocalMediaState {
  return useSyncExternalStore(media.subscribe, () => media.state)
}

const LOOK_MS = 100

/** How loud the stream's microphone is, 0 to 1 for the eye; 0 without one. */
export function useLevel(stream: MediaStream | undefined): number {
  const [level, setLevel] = useState(0)
  useEffect(() => {
    if (stream === undefined || stream.getAudioTracks().length === 0) return
    // A page that captures may sound, so this needs no tap of its own.
    void sound.unlock()
    const meter = new LevelMeter(sound.context, stream)
    const timer = setInterval(() => setLevel(Math.round(meterOf(meter.level()) * 50) / 50), LOOK_MS)
    return () => {
      clearInterval(timer)
      meter.close()
      setLevel(0)
    }
  }, [stream])
  return level
}
