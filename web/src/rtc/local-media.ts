import {
  type CaptureDeps,
  type DeviceChoice,
  type DeviceKind,
  type DeviceList,
  type DeviceProblem,
  listDevices,
  noDevices,
  openTracks,
  readChoice,
  writeChoice,
} from './devices'
import { Observable } from './observable'

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
}

export interface LocalMediaDeps extends CaptureDeps {
  readonly storage: Pick<Storage, 'getItem' | 'setItem'> | undefined
  makeStream(tracks: MediaStreamTrack[]): MediaStream
  /** Calls back when a device was plugged in or out; returns what ends that. */
  onDeviceChange(listener: () => void): () => void
}

const both: readonly DeviceKind[] = ['microphone', 'camera']

/**
 * The own camera and microphone: opened, chosen, switched off and on, and let go of. It owns its tracks; whoever calls
 * open() calls stop(). Off means that the track is disabled: it sends silence or black and comes back at once.
 */
export class LocalMedia extends Observable<LocalMediaState> {
  readonly #deps: LocalMediaDeps
  readonly #tracks = new Map<DeviceKind, MediaStreamTrack>()
  /** Counts open() and stop(): an answer to an earlier question is let go of. */
  #epoch = 0
  #endWatch = () => {}

  constructor(deps: LocalMediaDeps) {
    const choice = readChoice(deps.storage)
    super({ opening: false, microphoneOn: true, cameraOn: true, choice, devices: noDevices })
    this.#deps = deps
  }

  /** Asks for the devices; settles when the browser answered. What went wrong stands in the state. */
  async open(kinds: readonly DeviceKind[] = both): Promise<void> {
    const epoch = ++this.#epoch
    // Phones cannot open a second camera while the first is open.
    for (const kind of kinds) this.#letGo(kind)
    this.change({ opening: true })
    this.#watchDevices()
    const opened = await openTracks(this.#deps, kinds, this.state.choice)
    if (epoch !== this.#epoch) {
      opened.camera?.stop()
      opened.microphone?.stop()
      return
    }
    this.#keep('camera', opened.camera)
    this.#keep('microphone', opened.microphone)
    this.change({
      opening: false,
      stream: this.#deps.makeStream([...this.#tracks.values()]),
      ...(kinds.includes('camera') && { cameraProblem: opened.cameraProblem }),
      ...(kinds.includes('microphone') && { microphoneProblem: opened.microphoneProblem }),
    })
    await this.#list()
  }

  /** Changes to another device, keeps the choice for the next time, and opens that one alone. */
  async choose(kind: DeviceKind, id: string): Promise<void> {
    this.change({ choice: { ...this.state.choice, [kind]: id } })
    writeChoice(this.#deps.storage, this.state.choice)
    await this.open([kind])
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
    this.#epoch++
    for (const kind of both) this.#letGo(kind)
    this.#endWatch()
    this.#endWatch = () => {}
    this.change({ stream: undefined, opening: false, cameraProblem: undefined, microphoneProblem: undefined })
  }

  #enable(kind: DeviceKind, on: boolean): void {
    const track = this.#tracks.get(kind)
    if (track !== undefined) track.enabled = on
  }

  #keep(kind: DeviceKind, track: MediaStreamTrack | undefined): void {
    if (track === undefined) return
    track.enabled = kind === 'camera' ? this.state.cameraOn : this.state.microphoneOn
    // Not fired by our own stop(): the device went, or the permission was taken back.
    track.onended = () => this.#lost(kind, track)
    this.#tracks.set(kind, track)
  }

  #lost(kind: DeviceKind, track: MediaStreamTrack): void {
    if (this.#tracks.get(kind) !== track) return
    this.#letGo(kind)
    this.change({
      stream: this.#deps.makeStream([...this.#tracks.values()]),
      [kind === 'camera' ? 'cameraProblem' : 'microphoneProblem']: 'absent',
    })
  }

  #letGo(kind: DeviceKind): void {
    const track = this.#tracks.get(kind)
    this.#tracks.delete(kind)
    if (track === undefined) return
    track.onended = null
    track.stop()
  }

  #watchDevices(): void {
    this.#endWatch()
    this.#endWatch = this.#deps.onDeviceChange(() => void this.#list())
  }

  async #list(): Promise<void> {
    const epoch = this.#epoch
    const devices = await listDevices(this.#deps)
    if (epoch === this.#epoch) this.change({ devices })
  }
}
