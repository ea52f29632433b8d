import { describe, expect, it } from 'vitest'
import { VirtualTime } from '../live/testing/virtual-time'
import { makePages, PAGE_ANSWER_LIMIT_MS } from './pages'

interface PageOver {
  visible?: boolean
  /** What it answers to who_sounds: nothing, or this. */
  answers?: unknown
  /** The browser lets it come forward. */
  focusable?: boolean
}

class FakePage {
  readonly got: unknown[] = []
  isFocused = false
  readonly visibilityState: DocumentVisibilityState

  constructor(private readonly over: PageOver) {
    this.visibilityState = over.visible ? 'visible' : 'hidden'
  }

  postMessage(message: unknown, [port]: MessagePort[] = []): void {
    this.got.push(message)
    if (port && 'answers' in this.over) port.postMessage(this.over.answers)
  }

  async focus(): Promise<this> {
    if (this.over.focusable === false) throw new DOMException('Not allowed to focus a window.', 'InvalidAccessError')
    this.isFocused = true
    return this
  }
}

function browser(...overs: PageOver[]) {
  const time = new VirtualTime()
  const windows = overs.map((over) => new FakePage(over))
  const opened: string[] = []
  const clients = {
    matchAll: async () => windows as never,
    openWindow: async (path: string) => {
      opened.push(path)
      return null
    },
  }
  return { pages: makePages({ clients, setTimer: time.setTimer }), windows, opened, time, clients }
}

const heard = { sounding: true }

describe('whether a page sounds', () => {
  it.each<[string, PageOver[], boolean]>([
    ['one that is seen says so', [{ visible: true, answers: heard }], true],
    [
      'one of several',
      [
        { visible: true, answers: {} },
        { visible: true, answers: heard },
      ],
      true,
    ],
    ['one that is not seen is not relied on', [{ answers: heard }], false],
    [
      'one that is not seen was silenced',
      [{ visible: true, answers: {} }, { answers: { ...heard, silenced: true } }],
      true,
    ],
    ['one that is seen and silent', [{ visible: true, answers: { sounding: false } }], false],
    ['there is none', [], false],
  ])('%s', async (_, overs, expected) => {
    expect(await browser(...overs).pages.areSounding('c1')).toBe(expected)
  })

  it('is not waited for longer than a ring can bear', async () => {
    const { pages, time } = browser({ visible: true })
    const said = pages.areSounding('c1')
    await time.pass(PAGE_ANSWER_LIMIT_MS)
    expect(await said).toBe(false)
  })
})

describe('bringing a page forward', () => {
  const message = { type: 'answer', call: 'c1' } as const

  it('takes the one that is seen, and tells it', async () => {
    const { pages, windows, opened } = browser({}, { visible: true })
    expect(await pages.bringForward(message, '/answer/c1')).toBe(true)
    expect(windows.map(({ isFocused, got }) => [isFocused, got])).toEqual([
      [false, []],
      [true, [message]],
    ])
    expect(opened).toEqual([])
  })

  it('takes a hidden one rather than opening another', async () => {
    const { pages, windows, opened } = browser({})
    await pages.bringForward(message, '/answer/c1')
    expect([windows[0]?.isFocused, opened]).toEqual([true, []])
  })

  it('opens the app where there is none, or none that may come forward', async () => {
    for (const overs of [[], [{ focusable: false }]]) {
      const { pages, opened } = browser(...overs)
      expect(await pages.bringForward(message, '/answer/c1')).toBe(true)
      expect(opened).toEqual(['/answer/c1'])
    }
  })

  it('says when the browser lets neither happen', async () => {
    const { pages, clients } = browser()
    clients.openWindow = () => Promise.reject(new DOMException('Not allowed to open a window.', 'InvalidAccessError'))
    expect(await pages.bringForward(message, '/answer/c1')).toBe(false)
  })
})

it('tells every page, seen or not', async () => {
  const { pages, windows } = browser({}, { visible: true })
  await pages.tellAll({ type: 'push_test' })
  expect(windows.map(({ got }) => got)).toEqual([[{ type: 'push_test' }], [{ type: 'push_test' }]])
})
