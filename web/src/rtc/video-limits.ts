/** How much of the own picture is sent at most (RTCRtpEncodingParameters, WebRTC 1.0); what is absent is the browser's choice. */
export interface VideoLimits {
  /** False sends no picture at all; the track stays as it is. */
  readonly active: boolean
  /** Bits a second. */
  readonly maxBitrate?: number
  /** At least 1: both sides of the picture are divided by it. */
  readonly scaleResolutionDownBy?: number
  /** Pictures a second. */
  readonly maxFramerate?: number
}

/** Puts limits into force on what carries a picture. A browser that will not, or not yet, goes on without them. */
export async function limitSender(
  sender: Pick<RTCRtpSender, 'getParameters' | 'setParameters'>,
  limits: VideoLimits,
): Promise<void> {
  const parameters = sender.getParameters()
  parameters.encodings = (parameters.encodings ?? []).map((encoding) => limited(encoding, limits))
  // Before the first description some browsers have no encoding to limit, and refuse one of ours.
  if (parameters.encodings.length > 0) await sender.setParameters(parameters).catch(() => {})
}

/**
 * Makes the next picture a whole one. After a cut the other side has nothing that a difference could be added to, and
 * browsers ask for a whole picture only after seconds. There is no other way to one that every browser has.
 */
export async function sendWholePicture(
  sender: Pick<RTCRtpSender, 'getParameters' | 'setParameters'>,
  limits: VideoLimits = { active: true },
): Promise<void> {
  if (!limits.active) return
  await limitSender(sender, { ...limits, active: false })
  await limitSender(sender, limits)
}

function limited(encoding: RTCRtpEncodingParameters, limits: VideoLimits): RTCRtpEncodingParameters {
  const { maxBitrate: _, maxFramerate: __, ...rest } = encoding
  // A factor that is only left out stays in force.
  return { ...rest, scaleResolutionDownBy: 1, ...limits }
}
