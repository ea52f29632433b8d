import { describe, expect, it } from 'vitest'
import { CallSpeaker } from './call-speaker'
import { settle } from './testing/media'

const headset = { id: 'h1', label: 'Headset' }
const desk = { id: 'd1', label: 'Desk' }

function browser({ stored = '', outputs = [headset, desk], canChooseOutput = true } = {}) {
  const memory = new Map([['praktik.speaker', stored]])
  let plugged = outputs
  let changed = () => {}
  const speaker = new CallSpeaker({
    canChooseOutput,
    storage: { getItem: (key) => memory.get(key) ?? null, setItem: (key, value) => void memory.set(key, value) },
    listOutputs: async () => plugged,
    onDeviceChange: (listener) => {
      changed = listener
      return () => {}
    },
  })
  const element = () => {
    const made = {
      sink: '',
      setSinkId: async (id: string) => {
        if (id !== '' && !plugged.some((output) => output.id === id)) throw new DOMException('', 'NotFoundError')
        made.sink = id
      },
    }
    return made
  }
  const plug = async (...now: (typeof headset)[]) => {
    plugged = now
    changed()
    await settle()
  }
  return { speaker, element, plug, stored: () => memory.get('praktik.speaker') }
}

describe("where the other side's voice comes from", () => {
  it('is the chosen loudspeaker, for every element, and remembered', async () => {
    const { speaker, element, stored } = browser()
    const [room, bar] = [element(), element()]
    speaker.play(room)
    await speaker.choose('h1')
    speaker.play(bar)
    await settle()
    expect([room.sink, bar.sink, stored()]).toEqual(['h1', 'h1', 'h1'])
  })

  it('is the one chosen before', async () => {
    const { speaker, element } = browser({ stored: 'd1' })
    const room = element()
    speaker.play(room)
    await settle()
    expect(room.sink).toBe('d1')
  })

  it("is the system's own while the chosen one is away", async () => {
    const { speaker, element, plug } = browser({ stored: 'h1' })
    const room = element()
    speaker.play(room)
    await plug(desk)
    expect([room.sink, speaker.choice.state.outputGone]).toEqual(['', true])
    await plug(desk, headset)
    expect([room.sink, speaker.choice.state.outputGone]).toEqual(['h1', false])
  })

  it('is not led by an element that plays no more', async () => {
    const { speaker, element } = browser()
    const room = element()
    speaker.play(room)()
    await speaker.choose('h1')
    expect(room.sink).toBe('')
  })

  it('is not chosen where the browser cannot', async () => {
    const { speaker, element } = browser({ stored: 'h1', canChooseOutput: false })
    const room = element()
    speaker.play(room)
    await settle()
    expect(room.sink).toBe('')
  })
})
