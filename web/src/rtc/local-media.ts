import {
  type CaptureDeps,
  type DeviceChoice,
  type DeviceKind,
  type DeviceList,
  type DeviceProblem,
  type DeviceWish,
  type Facing,
  listDevices,
  noDevices,
  openTracks,
  readChoice,
  soundOf,
  writeChoice,
} from './devices'
import { Observable } from './observable'

/** A device that was in use went or came back, and the page uses another one now without having been told to. */
export interface DeviceMove {
  readonly kind: DeviceKind
  readonly why: 'gone' | 'back'
  /** The device in use now, as the system names it; absent when there is none. */
  readonly to?: string
}

export interface LocalMediaState {
  /** The tracks there are, a new object whenever they change; absent before open() and after stop(). */
  readonly stream?: MediaStream
  /** The browser was asked and has not answered: perhaps it shows a prompt. */
  readonly opening: boolean
  readonly microphoneOn: boolean
  readonly cameraOn: boolean
  readonly cameraProblem?: DeviceProblem
  readonly microphoneProblem?: DeviceProblem
  readonly choice: DeviceChoice
  readonly devices: DeviceList
  /** The camera looks away from its person: its picture is no mirror. */
  readonly facesAway?: true
  /** The last move, a new object for each. */
  readonly moved?: DeviceMove
}

export interface LocalMediaDeps extends CaptureDeps {
  readonly storage: Pick<Storage, 'getItem' | 'setItem'> | undefined
  makeStream(tracks: MediaStreamTrack[]): MediaStream
  /** Calls back when a device was plugged in or out; returns what ends that. */
  onDeviceChange(listener: () => void): () => void
  /** Calls back when the page is seen again after it was hidden; returns what ends that. */
  onSeen(listener: () => void): () => void
  /** Calls back once after `ms`; returns what cancels it. */
  setTimer(callback: () => void, ms: number): () => void
  /** Whether this browser can leave noise in. */
  readonly canChooseNoise: boolean
}

/** How long a track may stay mute after the page is seen again: most phones give the device back by themselves. */
export const RESUME_MS = 1500

const both: readonly DeviceKind[] = ['microphone', 'camera']

/**
 * The own camera and microphone: opened, chosen, switched off and on, and let go of. It owns its tracks; whoever calls
 * open() calls stop(). Off means that the track is disabled: it sends silence or black and comes back at once. A device
 * that goes while it is used is replaced by another one until it is back.
 */
export class LocalMedia extends Observable<LocalMediaState> {
  readonly #deps: LocalMediaDeps
  readonly #tracks = new Map<DeviceKind, MediaStreamTrack>()
  /** Counts open() and stop() of each kind: an answer to an earlier question is let go of. */
  readonly #epochs: Record<DeviceKind, number> = { microphone: 0, camera: 0 }
  /** Questions that have no answer yet. */
  #asked = 0
  /** The device that went while it was used. */
  readonly #left = new Map<DeviceKind, string>()
  #facing: Facing | undefined
  #endWatch = () => {}

  constructor(deps: LocalMediaDeps) {
    const choice = readChoice(deps.storage)
    super({ opening: false, microphoneOn: true, cameraOn: true, choice, devices: noDevices })
    this.#deps = deps
  }

  get canChooseNoise(): boolean {
    return this.#deps.canChooseNoise
  }

  /** Asks for the devices; settles when the browser answered. What went wrong stands in the state. */
  async open(kinds: readonly DeviceKind[] = both): Promise<void> {
    const facing = this.#facing && { facing: this.#facing }
    await this.#open(kinds, { ...this.state.choice, ...facing })
  }

  /** Changes to another device, keeps the choice for the next time, and opens that one alone. */
  async choose(kind: DeviceKind, id: string): Promise<void> {
    this.#left.delete(kind)
    if (kind === 'camera') this.#facing = undefined
    this.#keepChoice({ ...this.state.choice, [kind]: id })
    await this.open([kind])
  }

  /** To the camera on the other side of a phone; elsewhere to the next one. Not remembered: a call begins with a face. */
  async turnCamera(): Promise<void> {
    const camera = this.#tracks.get('camera')
    const { facingMode, deviceId } = camera?.getSettings() ?? {}
    if (facingMode !== 'user' && facingMode !== 'environment') {
      const ids = this.state.devices.camera.map(({ id }) => id)
      const next = ids[(ids.indexOf(deviceId ?? '') + 1) % ids.length]
      return next === undefined ? undefined : this.choose('camera', next)
    }
    this.#facing = facingMode === 'user' ? 'environment' : 'user'
    await this.open(['camera'])
    if (this.#tracks.has('camera')) return
    // The other one is busy or broken: better the one there was than none.
    this.#facing = facingMode
    await this.open(['camera'])
  }

  /** Whether noise around the person is taken out of the sound; remembered. */
  async setNoiseSuppression(on: boolean): Promise<void> {
    this.#keepChoice({ ...this.state.choice, noiseSuppression: on })
    const microphone = this.#tracks.get('microphone')
    if (microphone === undefined) return
    const settles = microphone.applyConstraints(soundOf(on)).then(
      () => microphone.getSettings().noiseSuppression === on,
      () => false,
    )
    // Not every browser changes what already runs.
    if (!(await settles) && this.#tracks.get('microphone') === microphone) await this.open(['microphone'])
  }

  setMicrophone(on: boolean): void {
    this.#enable('microphone', on)
    this.change({ microphoneOn: on })
  }

  setCamera(on: boolean): void {
    this.#enable('camera', on)
    this.change({ cameraOn: on })
  }

  /** Stops every track at once; the lights go out. Safe to repeat. */
  stop(): void {
    for (const kind of both) {
      this.#epochs[kind]++
      this.#letGo(kind)
    }
    this.#left.clear()
    this.#facing = undefined
    this.#endWatch()
    this.#endWatch = () => {}
    this.change({ stream: undefined, opening: false, cameraProblem: undefined, microphoneProblem: undefined })
    this.change({ facesAway: undefined, moved: undefined })
  }

  async #open(kinds: readonly DeviceKind[], wish: DeviceWish): Promise<void> {
    const epochs = kinds.map((kind) => ++this.#epochs[kind])
    // Phones cannot open a second camera while the first is open.
    for (const kind of kinds) this.#letGo(kind)
    this.#asked++
    this.change({ opening: true })
    this.#watch()
    const opened = await openTracks(this.#deps, kinds, wish)
    this.#asked--
    const current = kinds.filter((kind, i) => epochs[i] === this.#epochs[kind])
    for (const kind of kinds) {
      if (current.includes(kind)) this.#keep(kind, opened[kind])
      else opened[kind]?.stop()
    }
    if (current.length === 0) return this.#asked === 0 ? this.change({ opening: false }) : undefined
    const facesAway = this.#tracks.get('camera')?.getSettings().facingMode === 'environment'
    this.change({
      opening: this.#asked > 0,
      stream: this.#deps.makeStream([...this.#tracks.values()]),
      facesAway: facesAway || undefined,
      ...(current.includes('camera') && { cameraProblem: opened.cameraProblem }),
      ...(current.includes('microphone') && { microphoneProblem: opened.microphoneProblem }),
    })
    await this.#list()
  }

  #keepChoice(choice: DeviceChoice): void {
    this.change({ choice })
    writeChoice(this.#deps.storage, choice)
  }

  #enable(kind: DeviceKind, on: boolean): void {
    const track = this.#tracks.get(kind)
    if (track !== undefined) track.enabled = on
  }

  #keep(kind: DeviceKind, track: MediaStreamTrack | undefined): void {
    if (track === undefined) return
    track.enabled = kind === 'camera' ? this.state.cameraOn : this.state.microphoneOn
    // Not fired by our own stop(): the device went, or the permission was taken back.
    track.onended = () => void this.#lost(kind, track)
    this.#tracks.set(kind, track)
  }

  /** The device went while it was used: another one takes its place, if there is one. */
  async #lost(kind: DeviceKind, track: MediaStreamTrack): Promise<void> {
    if (this.#tracks.get(kind) !== track) return
    const { deviceId } = track.getSettings()
    if (deviceId !== undefined) this.#left.set(kind, deviceId)
    await this.#move(kind, 'gone', this.state.choice)
  }

  async #move(kind: DeviceKind, why: DeviceMove['why'], wish: DeviceWish): Promise<void> {
    const opening = this.#open([kind], wish)
    const epoch = this.#epochs[kind]
    await opening
    const now = this.#tracks.get(kind)
    // Stopped, or opened anew by its person meanwhile: then it is no news.
    if (epoch !== this.#epochs[kind]) return
    if (now !== undefined) this.change({ moved: { kind, why, to: now.label } })
    else if (why === 'gone') this.change({ moved: { kind, why } })
  }

  #letGo(kind: DeviceKind): void {
    const track = this.#tracks.get(kind)
    this.#tracks.delete(kind)
    if (track === undefined) return
    track.onended = null
    track.stop()
  }

  #watch(): void {
    this.#endWatch()
    let cancel = () => {}
    const ends = [
      this.#deps.onDeviceChange(() => void this.#list()),
      this.#deps.onSeen(() => {
        cancel()
        cancel = this.#deps.setTimer(() => this.#resume(), RESUME_MS)
      }),
      () => cancel(),
    ]
    this.#endWatch = () => {
      for (const end of ends) end()
    }
  }

  /** Opens again what a phone took away while the page was hidden and has not given back. */
  #resume(): void {
    const dead = both.filter((kind) => {
      const track = this.#tracks.get(kind)
      return track !== undefined && (track.muted || track.readyState === 'ended')
    })
    if (dead.length > 0) void this.open(dead)
  }

  async #list(): Promise<void> {
    const epochs = { ...this.#epochs }
    const devices = await listDevices(this.#deps)
    // Asked again or stopped meanwhile: there will be a newer list, or nobody reads it.
    if (both.some((kind) => epochs[kind] !== this.#epochs[kind])) return
    this.change({ devices })
    for (const kind of both) await this.#takeBack(kind, devices)
  }

  /** The device that went while it was used is there again. */
  async #takeBack(kind: DeviceKind, devices: DeviceList): Promise<void> {
    const left = this.#left.get(kind)
    if (left === undefined) return
    const isBack = devices[kind].some(({ id }) => id === left)
    const { cameraProblem, microphoneProblem } = this.state
    const isMissed = (kind === 'camera' ? cameraProblem : microphoneProblem) === 'absent'
    if (!isBack && !(isMissed && devices[kind].length > 0)) return
    this.#left.delete(kind)
    await this.#move(kind, 'back', { ...this.state.choice, [kind]: left })
  }
}
