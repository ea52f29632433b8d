import { describe, expect, it } from 'vitest'
import {
  type CaptureDeps,
  type DeviceKind,
  listDevices,
  openTracks,
  problemOf,
  readChoice,
  writeChoice,
} from './devices'

const failure = (name: string) => Object.assign(new Error(name), { name })

interface Machine {
  /** The error of asking for each kind alone; a request for both fails with the first there is. */
  readonly errors?: Partial<Record<DeviceKind, string>>
  readonly permissions?: Partial<Record<DeviceKind, PermissionState>>
}

/** A machine with a camera and a microphone, some of them broken, that writes down what it was asked. */
function machine({ errors = {}, permissions = {} }: Machine) {
  const asked: MediaStreamConstraints[] = []
  const track = (kind: string) => ({ kind }) as MediaStreamTrack
  const deps: CaptureDeps = {
    devices: {
      enumerateDevices: async () => [],
      getUserMedia: async (constraints = {}) => {
        asked.push(constraints)
        const error = (constraints.audio && errors.microphone) || (constraints.video && errors.camera)
        if (error) throw failure(error)
        return {
          getAudioTracks: () => (constraints.audio ? [track('audio')] : []),
          getVideoTracks: () => (constraints.video ? [track('video')] : []),
        } as unknown as MediaStream
      },
    },
    permission: async (kind) => permissions[kind],
  }
  return {
    deps,
    prompts: () => asked.map(({ audio, video }) => [audio && 'microphone', video && 'camera'].filter(Boolean)),
  }
}

const both: DeviceKind[] = ['microphone', 'camera']
const summary = ({ camera, microphone, ...problems }: Awaited<ReturnType<typeof openTracks>>) => ({
  has: [camera && 'camera', microphone && 'microphone'].filter(Boolean),
  ...problems,
})

describe('opening camera and microphone', () => {
  const table: readonly (readonly [string, Machine, object, string[][]])[] = [
    ['asks once for both', {}, { has: ['camera', 'microphone'] }, [both]],
    [
      'goes on with the voice when there is no camera',
      { errors: { camera: 'NotFoundError' } },
      { has: ['microphone'], cameraProblem: 'absent' },
      [both, ['microphone'], ['camera']],
    ],
    [
      'goes on with the voice when another program holds the camera',
      { errors: { camera: 'NotReadableError' } },
      { has: ['microphone'], cameraProblem: 'busy' },
      [both, ['microphone'], ['camera']],
    ],
    [
      'goes on with the picture when there is no microphone',
      { errors: { microphone: 'NotFoundError' } },
      { has: ['camera'], microphoneProblem: 'absent' },
      [both, ['microphone'], ['camera']],
    ],
    [
      'does not ask a second time who just said no',
      { errors: { camera: 'NotAllowedError', microphone: 'NotAllowedError' } },
      { has: [], cameraProblem: 'denied', microphoneProblem: 'denied' },
      [both],
    ],
    [
      'goes on with the voice when only the camera is forbidden',
      { errors: { camera: 'NotAllowedError' }, permissions: { camera: 'denied', microphone: 'prompt' } },
      { has: ['microphone'], cameraProblem: 'denied' },
      [both, ['microphone']],
    ],
    [
      'goes on with what was granted before',
      { errors: { camera: 'NotAllowedError' }, permissions: { camera: 'prompt', microphone: 'granted' } },
      { has: ['microphone'], cameraProblem: 'denied' },
      [both, ['microphone']],
    ],
    [
      'tells each problem by its own name',
      { errors: { camera: 'NotReadableError', microphone: 'NotFoundError' } },
      { has: [], cameraProblem: 'busy', microphoneProblem: 'absent' },
      [both, ['microphone'], ['camera']],
    ],
  ]

  it.each(table)('%s', async (_, broken, expected, prompts) => {
    const { deps, prompts: asked } = machine(broken)
    expect(summary(await openTracks(deps, both, {}))).toEqual(expected)
    expect(asked()).toEqual(prompts)
  })

  it('says that a page without https has no devices', async () => {
    const deps: CaptureDeps = { devices: undefined, permission: async () => undefined }
    expect(await openTracks(deps, both, {})).toEqual({ cameraProblem: 'insecure', microphoneProblem: 'insecure' })
    expect(await openTracks(deps, ['camera'], {})).toEqual({ cameraProblem: 'insecure' })
    expect(await listDevices(deps)).toEqual({ camera: [], microphone: [] })
  })

  it('wishes for the chosen device and does not insist', async () => {
    const asked: MediaStreamConstraints[] = []
    const { deps } = machine({})
    const getUserMedia = async (constraints: MediaStreamConstraints = {}) => {
      asked.push(constraints)
      throw failure('NotFoundError')
    }
    await openTracks({ ...deps, devices: { ...deps.devices, getUserMedia } as never }, ['camera'], { camera: 'c2' })
    expect(asked[0]?.video).toMatchObject({ deviceId: { ideal: 'c2' } })
  })

  it.each([
    ['NotAllowedError', 'denied'],
    ['SecurityError', 'denied'],
    ['NotFoundError', 'absent'],
    ['OverconstrainedError', 'absent'],
    ['NotReadableError', 'busy'],
    ['AbortError', 'busy'],
    ['TypeError', 'other'],
  ])('%s is %s', (name, problem) => {
    expect(problemOf(failure(name))).toBe(problem)
  })

  it('lists devices that have an id, by kind', async () => {
    const device = (kind: string, deviceId: string) => ({ kind, deviceId, label: deviceId }) as MediaDeviceInfo
    const devices = {
      getUserMedia: async () => {
        throw failure('NotFoundError')
      },
      enumerateDevices: async () => [
        device('videoinput', 'c1'),
        device('audioinput', 'm1'),
        device('audioinput', ''),
        device('audiooutput', 's1'),
      ],
    }
    expect(await listDevices({ devices, permission: async () => undefined })).toEqual({
      camera: [{ id: 'c1', label: 'c1' }],
      microphone: [{ id: 'm1', label: 'm1' }],
    })
  })
})

describe('the choice of devices', () => {
  it('is remembered', () => {
    const kept = new Map<string, string>()
    writeChoice({ setItem: (key, value) => kept.set(key, value) }, { camera: 'c2' })
    expect(readChoice({ getItem: (key) => kept.get(key) ?? null })).toEqual({ camera: 'c2' })
  })

  it.each([null, '', 'null', '7', '{"camera":7}', '{'])('is empty when %j was kept', (kept) => {
    expect(readChoice({ getItem: () => kept })).toEqual({})
  })

  it('is not worth failing for', () => {
    const full = {
      setItem: () => {
        throw failure('QuotaExceededError')
      },
    }
    expect(() => writeChoice(full, { camera: 'c' })).not.toThrow()
    expect(readChoice(undefined)).toEqual({})
  })
})
