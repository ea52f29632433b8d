/**
 * Opening camera and microphone with an outcome a person can act on. Source: Media Capture and Streams (W3C), whose
 * errors differ by browser; here they become five words.
 */

/**
 * `denied`: the person or a policy said no. `absent`: there is none. `busy`: another program holds it.
 * `insecure`: the page is not served over https (or from this machine), so the browser offers no devices at all.
 */
export type DeviceProblem = 'denied' | 'absent' | 'busy' | 'insecure' | 'other'

export type DeviceKind = 'camera' | 'microphone'

export interface DeviceChoice {
  readonly camera?: string
  readonly microphone?: string
}

export interface OpenedTracks {
  readonly camera?: MediaStreamTrack
  readonly microphone?: MediaStreamTrack
  readonly cameraProblem?: DeviceProblem
  readonly microphoneProblem?: DeviceProblem
}

/** The parts of the browser that are used; tests bring their own. */
export interface CaptureDeps {
  /** Absent where the page is not a secure context. */
  readonly devices: Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices'> | undefined
  /** What the browser remembers about a permission; undefined where it does not tell. */
  permission(kind: DeviceKind): Promise<PermissionState | undefined>
}

const names: Record<string, DeviceProblem> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'absent',
  OverconstrainedError: 'absent',
  NotReadableError: 'busy',
  AbortError: 'busy',
}

export function problemOf(error: unknown): DeviceProblem {
  const name = typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : ''
  return names[name] ?? 'other'
}

/** The chosen device is wished for, not demanded: an unplugged one must not leave a person without a camera. */
function constraintsOf(kinds: readonly DeviceKind[], choice: DeviceChoice): MediaStreamConstraints {
  const wish = (id: string | undefined) => (id === undefined ? {} : { deviceId: { ideal: id } })
  return {
    ...(kinds.includes('microphone') && {
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...wish(choice.microphone) },
    }),
    ...(kinds.includes('camera') && {
      video: {
        width: { ideal: 1280 },
        height: { ideal: 720 },
        frameRate: { ideal: 30 },
        ...(choice.camera === undefined ? { facingMode: 'user' } : wish(choice.camera)),
      },
    }),
  }
}

type Asked = OpenedTracks & { readonly problem?: DeviceProblem }

async function ask(deps: CaptureDeps, kinds: readonly DeviceKind[], choice: DeviceChoice): Promise<Asked> {
  if (deps.devices === undefined) return { problem: 'insecure' }
  try {
    const stream = await deps.devices.getUserMedia(constraintsOf(kinds, choice))
    const [camera] = stream.getVideoTracks()
    const [microphone] = stream.getAudioTracks()
    return { ...(camera && { camera }), ...(microphone && { microphone }) }
  } catch (error) {
    return { problem: problemOf(error) }
  }
}

async function askOne(deps: CaptureDeps, kind: DeviceKind, choice: DeviceChoice): Promise<OpenedTracks> {
  const { problem, ...tracks } = await ask(deps, [kind], choice)
  if (problem === undefined) return tracks
  return kind === 'camera' ? { cameraProblem: problem } : { microphoneProblem: problem }
}

/** After a refusal of both at once: the kinds that may be asked for alone without a second prompt for what was refused. */
async function stillAllowed(deps: CaptureDeps, kinds: readonly DeviceKind[]): Promise<readonly DeviceKind[]> {
  const states = await Promise.all(kinds.map((kind) => deps.permission(kind)))
  const someoneSaidNo = states.includes('denied')
  return kinds.filter((_, i) => states[i] === 'granted' || (someoneSaidNo && states[i] === 'prompt'))
}

/**
 * Opens what is wished for, together if possible (one prompt), else each alone: whoever has no camera still talks.
 * Never rejects. The caller owns the tracks and stops them.
 */
export async function openTracks(
  deps: CaptureDeps,
  kinds: readonly DeviceKind[],
  choice: DeviceChoice,
): Promise<OpenedTracks> {
  const [only, another] = kinds
  if (only === undefined) return {}
  if (another === undefined) return askOne(deps, only, choice)
  const { problem, ...both } = await ask(deps, kinds, choice)
  if (problem === undefined) return both
  if (problem === 'insecure') return { cameraProblem: problem, microphoneProblem: problem }
  const worthAsking = problem === 'denied' ? await stillAllowed(deps, kinds) : kinds
  let opened: OpenedTracks = {}
  for (const kind of kinds) {
    const next = worthAsking.includes(kind) ? await askOne(deps, kind, choice) : { [`${kind}Problem`]: problem }
    opened = { ...opened, ...next }
  }
  return opened
}

export interface DeviceEntry {
  readonly id: string
  /** As the system names it; empty until the permission was given. */
  readonly label: string
}

export type DeviceList = Readonly<Record<DeviceKind, readonly DeviceEntry[]>>

export const noDevices: DeviceList = { camera: [], microphone: [] }

/** The cameras and microphones there are now. Entries without an id (no permission yet) are left out. */
export async function listDevices(deps: CaptureDeps): Promise<DeviceList> {
  const all = (await deps.devices?.enumerateDevices().catch(() => [])) ?? []
  const of = (kind: MediaDeviceKind) =>
    all
      .filter((device) => device.kind === kind && device.deviceId !== '')
      .map((device) => ({ id: device.deviceId, label: device.label }))
  return { camera: of('videoinput'), microphone: of('audioinput') }
}

const storageKey = 'praktik.devices'

/** The choice made in this browser before; ids mean something to this browser and this site only. */
export function readChoice(storage: Pick<Storage, 'getItem'> | undefined): DeviceChoice {
  try {
    const value: unknown = JSON.parse(storage?.getItem(storageKey) ?? '{}')
    const { camera, microphone } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
    return {
      ...(typeof camera === 'string' && { camera }),
      ...(typeof microphone === 'string' && { microphone }),
    }
  } catch {
    return {}
  }
}

export function writeChoice(storage: Pick<Storage, 'setItem'> | undefined, choice: DeviceChoice): void {
  try {
    storage?.setItem(storageKey, JSON.stringify(choice))
  } catch {
    // A full or forbidden storage costs only the memory of the choice.
  }
}
