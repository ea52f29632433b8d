import type { LiveClient } from '../../live/client'
import { sound } from '../../rtc/browser'
import { makeRightToRing } from './right-to-ring'
import { Ringer } from './ringtone'
import { makeSilenced } from './silenced'

/** Whether the person has touched this page; undefined where the browser does not tell. */
function wasTouched(): boolean | undefined {
  return (navigator.userActivation as UserActivation | undefined)?.hasBeenActive
}

function storage(): Storage | undefined {
  try {
    return localStorage
  } catch {
    return undefined
  }
}

/** The ringer of this page. */
export function makeBrowserRinger(live: LiveClient): Ringer {
  return new Ringer({
    sound,
    hold: makeRightToRing(navigator.locks as LockManager | undefined),
    standing: () => ({ touched: wasTouched() ?? false, visible: document.visibilityState === 'visible' }),
    silenced: makeSilenced(storage(), window),
    report: (callId, audible) => void live.send({ op: 'ringing', call: callId, audible }),
    vibrate: (pattern) => {
      // Absent on iPhones; on a page that was never touched browsers refuse it and complain.
      if (wasTouched() !== false) navigator.vibrate?.(pattern)
    },
    setTimer: (callback, ms) => {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
  })
}
