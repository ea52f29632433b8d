import { act, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { SpeakerTest } from './speaker-test'

afterEach(() => vi.restoreAllMocks())

const press = () => act(async () => fireEvent.click(screen.getByRole('button', { name: 'Play a test tone' })))
const news = () => screen.getByRole('status').textContent

test('the tone is played by each tap, from its beginning, and ends with the screen', async () => {
  const starts: number[] = []
  vi.spyOn(HTMLMediaElement.prototype, 'play').mockImplementation(async function (this: HTMLMediaElement) {
    starts.push(this.currentTime)
  })
  const pause = vi.spyOn(HTMLMediaElement.prototype, 'pause').mockImplementation(() => {})
  const { unmount } = render(<SpeakerTest />)
  expect(news()).toBe('Check that you can hear the other side.')
  await press()
  expect(news()).toBe('You should hear two notes. If not, turn up the volume.')
  await press()
  expect(starts).toEqual([0, 0])
  pause.mockClear()
  unmount()
  expect(pause).toHaveBeenCalledOnce()
})

test('a tone that the browser keeps back is told', async () => {
  vi.spyOn(HTMLMediaElement.prototype, 'play').mockRejectedValue(new DOMException('', 'NotAllowedError'))
  vi.spyOn(HTMLMediaElement.prototype, 'pause').mockImplementation(() => {})
  render(<SpeakerTest />)
  await press()
  expect(news()).toBe('The browser did not let the tone out. Tap again.')
})
