import { act, render, screen } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { Toaster } from '../../components/ui/toast'
import { LocalMedia } from '../../rtc/local-media'
import { calmMachine, FakeTrack, makeFakeStream, settle } from '../../rtc/testing/media'
import { useDeviceNews } from './use-device-news'

function News({ media }: { media: LocalMedia }) {
  useDeviceNews(media)
  return null
}

/** A page with the first of these microphones open; `pull` takes the one in use out. */
async function show(microphones: string[]) {
  let open: FakeTrack | undefined
  const media = new LocalMedia({
    ...calmMachine,
    devices: {
      getUserMedia: async () => {
        const [name] = microphones
        if (name === undefined) throw new DOMException('', 'NotFoundError')
        open = new FakeTrack('audio', name)
        return makeFakeStream([open as unknown as MediaStreamTrack])
      },
      enumerateDevices: async () => [],
    },
  })
  await media.open(['microphone'])
  render(
    <>
      <Toaster />
      <News media={media} />
    </>,
  )
  const pull = () =>
    act(async () => {
      microphones.shift()
      open?.end()
      await settle()
    })
  return { pull }
}

describe('a microphone that goes during a call', () => {
  test('is told with the one that took its place', async () => {
    const { pull } = await show(['Headset', 'Built-in'])
    expect(screen.queryByText('Your microphone is gone')).toBeNull()
    await pull()
    expect(screen.getByText('Your microphone is gone')).toBeDefined()
    expect(screen.getByText('In use now: Built-in')).toBeDefined()
  })

  test('is told also when nothing takes its place', async () => {
    const { pull } = await show(['Headset'])
    await pull()
    // What is urgent is said once more to screen readers.
    expect(screen.getAllByText(/There is no other one/)).not.toEqual([])
  })
})
