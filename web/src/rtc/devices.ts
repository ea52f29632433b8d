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

/** What a person chose in this browser. */
export interface DeviceChoice {
  readonly camera?: string
  readonly microphone?: string
  /** Takes noise around the person out of the sound, unless false. */
  readonly noiseSuppression?: boolean
}

/** Where a phone's camera looks: at its person, or away. */
export type Facing = 'user' | 'environment'

export interface DeviceWish extends DeviceChoice {
  /** Goes before the chosen camera. */
  readonly facing?: Facing
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

/** What is asked of the sound of a microphone (Media Capture and Streams). */
export function soundOf(noiseSuppression: boolean): MediaTrackConstraints {
  return { echoCancellation: true, noiseSuppression, autoGainControl: true }
}

/** The chosen device is wished for, not demanded: an unplugged one must not leave a person without a camera. */
function constraintsOf(kinds: readonly DeviceKind[], wish: DeviceWish): MediaStreamConstraints {
  const { camera, microphone, noiseSuppression = true, facing } = wish
  const isChosen = camera !== undefined && facing === undefined
  return {
    ...(kinds.includes('microphone') && {
      audio: { ...soundOf(noiseSuppression), ...(microphone !== undefined && { deviceId: { ideal: microphone } }) },
    }),
    ...(kinds.includes('camera') && {
      video: {
        width: { ideal: 1280 },
        height: { ideal: 720 },
        frameRate: { ideal: 30 },
        ...(isChosen ? { deviceId: { ideal: camera } } : { facingMode: facing ?? 'user' }),
      },
    }),
  }
}

type Asked = OpenedTracks & { readonly problem?: DeviceProblem }

async function ask(deps: CaptureDeps, kinds: readonly DeviceKind[], wish: DeviceWish): Promise<Asked> {
  if (deps.devices === undefined) return { problem: 'insecure' }
  try {
    const stream = await deps.devices.getUserMedia(constraintsOf(kinds, wish))
    const [camera] = stream.getVideoTracks()
    const [microphone] = stream.getAudioTracks()
    return { ...(camera && { camera }), ...(microphone && { microphone }) }
  } catch (error) {
    return { problem: problemOf(error) }
  }
}

async function askOne(deps: CaptureDeps, kind: DeviceKind, wish: DeviceWish): Promise<OpenedTracks> {
  const { problem, ...tracks } = await ask(deps, [kind], wish)
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
  wish: DeviceWish,
): Promise<OpenedTracks> {
  const [only, another] = kinds
  if (only === undefined) return {}
  if (another === undefined) return askOne(deps, only, wish)
  const { problem, ...both } = await ask(deps, kinds, wish)
  if (problem === undefined) return both
  if (problem === 'insecure') return { cameraProblem: problem, microphoneProblem: problem }
  const worthAsking = problem === 'denied' ? await stillAllowed(deps, kinds) : kinds
  let opened: OpenedTracks = {}
  for (const kind of kinds) {
    const next = worthAsking.includes(kind) ? await askOne(deps, kind, wish) : { [`${kind}Problem`]: problem }
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
    const { camera, microphone, noiseSuppression } = (
      typeof value === 'object' && value !== null ? value : {}
    ) as Record<string, unknown>
    return {
      ...(typeof camera === 'string' && { camera }),
      ...(typeof microphone === 'string' && { microphone }),
      ...(typeof noiseSuppression === 'boolean' && { noiseSuppression }),
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
