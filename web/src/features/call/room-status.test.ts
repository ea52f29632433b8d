import { describe, expect, it } from 'vitest'
import { cornerAt, cornerByKey } from './corner'
import { fitOf, rejoinsByItself, roomStatus, whyNoPicture } from './room-status'

describe('what the room says about the other side', () => {
  it.each([
    ['they look at their preview', 'connecting', false, false, 'preparing'],
    ['they came and media is on its way', 'connecting', false, true, 'connecting'],
    ['this page has only just asked to join', 'joining', false, undefined, 'connecting'],
    ['media flows', 'connected', true, true, 'live'],
    ['media flows and the own socket is away', 'connected', true, undefined, 'live'],
    ['they closed the tab and the last picture still stands', 'connected', true, false, 'interrupted'],
    ['the network is gone', 'reconnecting', true, true, 'interrupted'],
    ['they reload', 'reconnecting', true, false, 'interrupted'],
  ] as const)('%s', (_, phase, before, attached, status) => {
    expect(roomStatus(phase, before, attached)).toBe(status)
  })
})

describe('the other side’s picture', () => {
  it.each([
    ['a landscape picture on a desktop fills it', { width: 1280, height: 720 }, { width: 1280, height: 800 }, 'cover'],
    ['a portrait picture on a phone fills it', { width: 720, height: 1280 }, { width: 390, height: 700 }, 'cover'],
    [
      'a landscape picture on a phone is shown whole',
      { width: 1280, height: 720 },
      { width: 390, height: 844 },
      'contain',
    ],
    [
      'a portrait picture on a desktop is shown whole',
      { width: 720, height: 1280 },
      { width: 1280, height: 800 },
      'contain',
    ],
    ['a picture without a size is shown whole', { width: 0, height: 0 }, { width: 1280, height: 800 }, 'contain'],
  ] as const)('%s', (_, picture, room, fit) => {
    expect(fitOf(picture, room)).toBe(fit)
  })
})

describe('the own picture', () => {
  const room = { width: 400, height: 800 }
  it.each([
    [{ x: 10, y: 10 }, 'top-left'],
    [{ x: 399, y: 399 }, 'top-right'],
    [{ x: 0, y: 400 }, 'bottom-left'],
    [{ x: 900, y: 900 }, 'bottom-right'],
  ] as const)('dropped at %j stands %s', (point, corner) => {
    expect(cornerAt(point, room)).toBe(corner)
  })

  it.each([
    ['bottom-right', 'ArrowUp', 'top-right'],
    ['top-right', 'ArrowUp', 'top-right'],
    ['top-right', 'ArrowDown', 'bottom-right'],
    ['top-right', 'ArrowLeft', 'top-left'],
    ['bottom-left', 'ArrowRight', 'bottom-right'],
    ['bottom-left', 'Enter', undefined],
  ] as const)('in the %s moves by %s to %s', (from, key, to) => {
    expect(cornerByKey(from, key)).toBe(to)
  })
})

describe('a page that comes back', () => {
  it.each([
    [true, 'reload', true],
    [true, 'navigate', false],
    [true, 'back_forward', false],
    [true, undefined, false],
    [false, 'reload', false],
  ])('joined before: %s, by %s, joins by itself: %s', (joined, navigation, joins) => {
    expect(rejoinsByItself(joined, navigation)).toBe(joins)
  })
})

describe('in place of a picture', () => {
  const off = { camera: false, microphone: true }
  it.each([
    ['nothing is known', undefined, 'noPicture'],
    ['the camera is off', off, 'noPicture'],
    ['there is no camera', { ...off, noCamera: true }, 'noCameraThere'],
    ['it is held back for the voice', { camera: true, microphone: true, paused: true }, 'pausedThere'],
  ] as const)('it is said that %s', (_, sending, expected) => {
    expect(whyNoPicture(sending)).toBe(expected)
  })
})
