/** A soft two-tone chime, made on the spot. Knows no React. */

const storageKey = 'praktik.chime'

export function chimeIsOn(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off'
  } catch {
    return true
  }
}

export function switchChime(on: boolean): void {
  try {
    localStorage.setItem(storageKey, on ? 'on' : 'off')
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
}

let context: AudioContext | undefined

function tone(audio: AudioContext, hertz: number, at: number): void {
  const oscillator = audio.createOscillator()
  const volume = audio.createGain()
  oscillator.frequency.value = hertz
  volume.gain.setValueAtTime(0, at)
  volume.gain.linearRampToValueAtTime(0.16, at + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.7)
  oscillator.connect(volume).connect(audio.destination)
  oscillator.start(at)
  oscillator.stop(at + 0.7)
}

/** Sounds once. Silent where the browser allows no sound yet; the screen says the same in words. */
export async function playChime(): Promise<void> {
  if (typeof AudioContext === 'undefined') return
  context ??= new AudioContext()
  if (context.state === 'suspended') {
    // Without a gesture resume() waits for one; a chime that comes minutes late would tell a lie.
    const resumed = context.resume().then(() => true)
    const tooLate = new Promise<false>((resolve) => setTimeout(() => resolve(false), 300))
    if (!(await Promise.race([resumed, tooLate]))) return
  }
  tone(context, 659.3, context.currentTime)
  tone(context, 987.8, context.currentTime + 0.14)
}
