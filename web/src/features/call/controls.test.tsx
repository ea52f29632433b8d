import { fireEvent, render, screen, within } from '@testing-library/react'
import { beforeEach, describe, expect, test } from 'vitest'
import { Chat } from '../../rtc/chat'
import { LocalMedia } from '../../rtc/local-media'
import { calmMachine, FakeTrack, makeFakeStream } from '../../rtc/testing/media'
import { Controls } from './controls'

/** The controls over devices that are open, as far as there are any. */
async function show(kinds: readonly ('audio' | 'video')[] = ['audio', 'video']): Promise<LocalMedia> {
  const tracks = kinds.map((kind) => new FakeTrack(kind) as unknown as MediaStreamTrack)
  const media = new LocalMedia({
    ...calmMachine,
    devices: {
      getUserMedia: async ({ audio, video } = {}) => {
        const asked = tracks.filter(({ kind }) => (kind === 'audio' ? audio : video))
        if (asked.length === 0) throw new DOMException('', 'NotFoundError')
        return makeFakeStream(asked)
      },
      enumerateDevices: async () => [],
    },
  })
  await media.open()
  render(
    <Controls
      media={media}
      ending={{ end: () => {}, busy: false, problem: undefined }}
      chat={new Chat({ page: 'this one', now: () => 0 })}
      isChatOpen={false}
      toggleChat={() => {}}
      tools={[]}
    />,
  )
  return media
}

const press = (key: string, init: KeyboardEventInit = {}, on: Element = document.body) =>
  fireEvent.keyDown(on, { key, ...init })
const onOf = ({ state }: LocalMedia) => [state.microphoneOn, state.cameraOn]
const news = () => screen.getByRole('status').textContent

beforeEach(() => localStorage.clear())

describe('the keys of the room', () => {
  test('switch microphone and camera, and say so', async () => {
    const media = await show()
    press('m')
    expect(onOf(media)).toEqual([false, true])
    expect(news()).toBe('Your microphone is off')
    press('M')
    press('v')
    expect(onOf(media)).toEqual([true, false])
    expect(news()).toBe('Your camera is off')
  })

  test('say nothing of a camera that is not there', async () => {
    const media = await show(['audio'])
    press('v')
    expect(onOf(media)).toEqual([true, true])
    expect(news()).toBe('')
  })

  test.each([
    ['with Control', { ctrlKey: true }],
    ['with Alt', { altKey: true }],
    ['with Command', { metaKey: true }],
    ['held down', { repeat: true }],
  ])('do nothing %s', async (_, init) => {
    const media = await show()
    press('m', init)
    expect(onOf(media)).toEqual([true, true])
  })

  test.each([
    ['a field', '<input>'],
    ['a text', '<textarea></textarea>'],
    ['something editable', '<p contenteditable="true"></p>'],
    ['a list that is searched by typing', '<ul role="listbox"></ul>'],
    ['an open dialog', '<div role="alertdialog"><button></button></div>'],
  ])('do nothing in %s', async (_, html) => {
    const media = await show()
    const place = document.createElement('div')
    place.innerHTML = html
    document.body.append(place)
    press('m', {}, place.querySelector('button') ?? place.firstElementChild ?? place)
    place.remove()
    expect(onOf(media)).toEqual([true, true])
  })

  test('are explained by "?", and turned off there for this browser', async () => {
    const media = await show()
    press('?', { shiftKey: true })
    const help = within(screen.getByRole('dialog', { name: 'Keyboard shortcuts' }))
    expect(help.getByText('Microphone on or off')).toBeDefined()
    fireEvent.click(help.getByRole('switch', { name: 'Use single keys' }))
    fireEvent.click(help.getByRole('button', { name: 'Close' }))
    press('m')
    expect(onOf(media)).toEqual([true, true])
    const next = await show()
    press('m')
    expect(onOf(next)).toEqual([true, true])
  })

  test('are found without a key, and turned on again', async () => {
    localStorage.setItem('praktik.shortcuts', 'off')
    // Without a microphone there is no level to draw, which jsdom could not measure.
    const media = await show(['video'])
    fireEvent.click(screen.getByRole('button', { name: 'Camera and microphone' }))
    fireEvent.click(screen.getByRole('button', { name: 'Keyboard shortcuts' }))
    fireEvent.click(screen.getByRole('switch', { name: 'Use single keys' }))
    press('v')
    expect(onOf(media)).toEqual([true, false])
  })
})
