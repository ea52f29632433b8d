import { useEffect, useState } from 'react'
import { makeLocalMedia } from '../../rtc/browser'
import type { LocalMedia } from '../../rtc/local-media'

/** Camera and microphone for as long as the component is mounted; nothing is opened before somebody asks. */
export function useLocalMedia(): LocalMedia {
  const [media] = useState(makeLocalMedia)
  useEffect(() => () => media.stop(), [media])
  return media
}
