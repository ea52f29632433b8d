/** The camera, microphone and speaker check. */
export function DeviceCheck(_: { onDone: () => void }) {
  return null
}

/** The patient's way to being READY, one browser prompt per tap. */
export function GettingReady(_: { onReady: () => void }) {
  return null
}
