import { describe, expect, it } from 'vitest'
import { RingtoneSettings, VOLUME_LEAST } from './ringtone-settings'
import { settle } from './testing/media'

const kitchen = { id: 'k1', label: 'Kitchen' }
const desk = { id: 'd1', label: 'Desk' }

function browser({ stored = '', outputs = [kitchen, desk], canChooseOutput = true } = {}) {
  const memory = new Map(stored === '' ? [] : [['praktik.ringtone', stored]])
  const plugged = { outputs }
  const heard = { volume: 1, sink: '' }
  let changed = () => {}
  const settings = new RingtoneSettings({
    sound: {
      setRingtoneVolume: (volume) => {
        heard.volume = volume
      },
      setSink: async (id) => {
        if (id !== '' && !plugged.outputs.some((output) => output.id === id)) return false
        heard.sink = id
        return true
      },
    },
    storage: { getItem: (key) => memory.get(key) ?? null, setItem: (key, value) => void memory.set(key, value) },
    canChooseOutput,
    listOutputs: async () => plugged.outputs,
    onDeviceChange: (listener) => {
      changed = listener
      return () => {}
    },
  })
  const plug = async (...now: (typeof kitchen)[]) => {
    plugged.outputs = now
    changed()
    await settle()
  }
  return { settings, heard, plug, stored: () => JSON.parse(memory.get('praktik.ringtone') ?? '{}') }
}

describe('the ringtone of this browser', () => {
  it('is as loud as can be until somebody chooses, and plays where the system plays', () => {
    const { settings, heard } = browser()
    settings.apply()
    expect(heard).toEqual({ volume: 1, sink: '' })
  })

  it.each([
    ['0', 0, VOLUME_LEAST],
    ['less than nothing', -1, VOLUME_LEAST],
    ['half', 0.5, 0.5],
    ['more than everything', 3, 1],
  ])('turned to %s can still be heard', (_, chosen, volume) => {
    const { settings, heard, stored } = browser()
    settings.setVolume(chosen)
    expect(heard.volume).toBe(volume)
    expect(stored()).toEqual({ volume, output: '' })
  })

  it.each([
    ['{"volume":0,"output":"k1"}', VOLUME_LEAST, 'k1'],
    ['{"volume":0.6}', 0.6, ''],
    ['{"volume":null,"output":7}', 1, ''],
    ['null', 1, ''],
    ['broken', 1, ''],
  ])('remembers what can be read of %s', async (stored, volume, sink) => {
    const { settings, heard } = browser({ stored })
    settings.apply()
    await settle()
    expect(heard).toEqual({ volume, sink })
  })

  it('goes to the chosen loudspeaker and remembers it', async () => {
    const { settings, heard, stored } = browser()
    await settings.chooseOutput('k1')
    expect(heard.sink).toBe('k1')
    expect(stored()).toEqual({ volume: 1, output: 'k1' })
    expect(settings.state).toMatchObject({ outputs: [kitchen, desk], outputGone: false })
  })

  it('falls back when the loudspeaker is unplugged, and goes back when it is there again', async () => {
    const { settings, heard, plug } = browser()
    await settings.chooseOutput('k1')
    settings.listOutputs()
    await plug(desk)
    expect(heard.sink).toBe('')
    expect(settings.state).toMatchObject({ output: 'k1', outputGone: true })
    await plug(desk, kitchen)
    expect(heard.sink).toBe('k1')
    expect(settings.state.outputGone).toBe(false)
  })

  it('falls back at the start when the remembered loudspeaker is gone', async () => {
    const { settings, heard } = browser({ stored: '{"output":"attic"}', outputs: [] })
    settings.apply()
    await settle()
    expect(heard.sink).toBe('')
    expect(settings.state.outputGone).toBe(true)
  })

  it('asks about no loudspeakers where the browser cannot choose one', async () => {
    const { settings, heard } = browser({ stored: '{"output":"k1"}', canChooseOutput: false })
    settings.apply()
    settings.listOutputs()
    await settle()
    expect(heard.sink).toBe('')
    expect(settings.state.outputs).toEqual([])
  })
})
