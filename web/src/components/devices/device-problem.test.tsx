import { act, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { LocalMedia } from '../../rtc/local-media'
import { calmMachine, FakeTrack, makeFakeStream } from '../../rtc/testing/media'
import { DeviceProblems } from './device-problem'

/** Media whose devices fail with the errors of these names, by kind; what has none opens. */
async function show(failing: { camera?: string; microphone?: string }, devices = true): Promise<LocalMedia> {
  const media = new LocalMedia({
    ...calmMachine,
    devices: devices
      ? {
          getUserMedia: async ({ audio, video } = {}) => {
            const name = (video && failing.camera) || (audio && failing.microphone)
            if (name) throw new DOMException('', name)
            const kinds = [...(audio ? (['audio'] as const) : []), ...(video ? (['video'] as const) : [])]
            return makeFakeStream(kinds.map((kind) => new FakeTrack(kind) as unknown as MediaStreamTrack))
          },
          enumerateDevices: async () => [],
        }
      : undefined,
    permission: async (kind) => (failing[kind] === 'NotAllowedError' ? 'denied' : 'granted'),
  })
  await media.open()
  render(<DeviceProblems media={media} />)
  return media
}

const titles = () => screen.queryAllByRole('alert').map((alert) => alert.querySelector('p')?.textContent)

afterEach(() => vi.restoreAllMocks())

describe('what is wrong with a device', () => {
  test.each([
    ['denied', 'NotAllowedError', 'Access to the camera is blocked'],
    ['absent', 'NotFoundError', 'No camera found'],
    ['busy', 'NotReadableError', 'Another program uses the camera'],
    ['something else', 'TypeError', 'The camera did not start'],
  ])('is told apart: %s', async (_, camera, title) => {
    await show({ camera })
    expect(titles()).toEqual([title])
  })

  test('is one message when both have the same trouble, and two when they differ', async () => {
    await show({ camera: 'NotReadableError', microphone: 'NotReadableError' })
    expect(titles()).toEqual(['Another program uses the camera and microphone'])
  })

  test('is told of each when they differ', async () => {
    await show({ camera: 'NotFoundError', microphone: 'NotReadableError' })
    expect(titles()).toEqual(['Another program uses the microphone', 'No camera found'])
  })

  test('is the address where the page is not secure, and trying again would not help', async () => {
    await show({}, false)
    expect(titles()).toEqual(['The camera and microphone cannot be used here'])
    expect(screen.queryByRole('button')).toBeNull()
  })

  test('goes away when trying again succeeds', async () => {
    const failing: { camera?: string } = { camera: 'NotReadableError' }
    const media = await show(failing)
    delete failing.camera
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Try again' })))
    expect(titles()).toEqual([])
    expect(media.state.stream?.getVideoTracks()).toHaveLength(1)
  })

  test.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'crossed-out symbol'],
    ['Mozilla/5.0 (Linux; Android 14) Chrome/156.0 Mobile Safari/537.36', 'phone’s settings'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1', 'Website Settings'],
  ])('is helped with where this browser has its switch: %s', async (userAgent, words) => {
    vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(userAgent)
    await show({ camera: 'NotAllowedError' })
    expect(screen.getByRole('alert').textContent).toContain(words)
    expect(screen.getByRole('alert').textContent).toContain('camera')
  })
})
