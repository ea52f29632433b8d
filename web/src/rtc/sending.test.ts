import { describe, expect, it } from 'vitest'
import { isSteady, SendingChannel, type SendingState } from './sending'

const plain: SendingState = { camera: true, microphone: true }

/** What the other side understands of what this one says. */
function heard(own: SendingState): SendingState | undefined {
  const theirs = new SendingChannel(plain, () => {})
  new SendingChannel(own, () => {}).opened((text) => theirs.heard(text))
  return theirs.remote
}

describe('what one side tells that it sends', () => {
  it.each<[string, SendingState]>([
    ['both', plain],
    ['a picture that is held back', { ...plain, paused: true }],
    ['no camera to switch on', { camera: false, microphone: true, noCamera: true }],
  ])('arrives: %s', (_, own) => {
    expect(heard(own)).toEqual(own)
  })

  it('is told again only when it changed', () => {
    const said: string[] = []
    const channel = new SendingChannel(plain, () => {})
    channel.opened((text) => said.push(text))
    channel.set({ ...plain })
    expect(said).toHaveLength(1)
    channel.set({ ...plain, paused: true })
    channel.set({ ...plain, paused: true })
    channel.set(plain)
    expect(said).toHaveLength(3)
  })

  it.each([
    ['what the optional keys do not say', '{"camera":true,"microphone":true,"paused":"yes","noCamera":1}', plain],
    ['something that is no state', '{"camera":1}', undefined],
    ['something that is no JSON', '{', undefined],
  ])('ignores %s', (_, text, expected) => {
    const channel = new SendingChannel(plain, () => {})
    channel.heard(text)
    expect(channel.remote).toEqual(expected)
  })
})

it.each<[string, Partial<SendingState>, boolean]>([
  ['a voice', { microphone: true }, true],
  ['a voice alone, the picture held back', { microphone: true, camera: true, paused: true }, true],
  ['a camera', { camera: true }, true],
  ['a picture that is held back', { camera: true, paused: true }, false],
  ['a screen that may stand still', { camera: true, screen: true }, false],
  ['nothing', {}, false],
])('is missed when nothing more comes of it, or not: %s', (_, sending, steady) => {
  expect(isSteady({ camera: false, microphone: false, ...sending })).toBe(steady)
})
