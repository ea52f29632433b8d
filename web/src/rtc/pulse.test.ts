import { describe, expect, it } from 'vitest'
import { newestPacket, PULSE_MS, Pulse, SILENCE_MS } from './pulse'
import { ManualTimers } from './testing/media'

/** A connection that plays a packet whenever time goes on, until it is `cut`. */
function listening() {
  const timers = new ManualTimers()
  const line = { cut: false, expected: true, played: undefined as number | undefined }
  const told: boolean[] = []
  const pulse = new Pulse({
    newest: () => {
      if (!line.cut) line.played = timers.now
      return line.played
    },
    isExpected: () => line.expected,
    setTimer: timers.setTimer,
    onChange: (beats) => told.push(beats),
  })
  return { timers, line, told, pulse }
}

describe('the pulse of a connection', () => {
  it('is told when it stops, within two seconds and a look, and when it beats again', () => {
    const { timers, line, told, pulse } = listening()
    timers.advance(10_000)
    line.cut = true
    timers.advance(SILENCE_MS - 1)
    expect(told).toEqual([])
    timers.advance(PULSE_MS)
    expect(told).toEqual([false])
    expect(pulse.isSilent).toBe(true)
    timers.advance(60_000)
    expect(told).toEqual([false])
    line.cut = false
    timers.advance(PULSE_MS)
    expect(told).toEqual([false, true])
    expect(pulse.isSilent).toBe(false)
  })

  it('bears a pause that is shorter', () => {
    const { timers, line, told } = listening()
    for (let pause = 0; pause < 5; pause++) {
      line.cut = true
      timers.advance(SILENCE_MS - PULSE_MS)
      line.cut = false
      timers.advance(PULSE_MS)
    }
    expect(told).toEqual([])
  })

  it('is not missed before the first packet', () => {
    const { timers, line, told } = listening()
    line.cut = true
    timers.advance(60_000)
    expect(told).toEqual([])
  })

  it('is not missed while the other side sends nothing, and from then on when it does', () => {
    const { timers, line, told } = listening()
    timers.advance(PULSE_MS)
    line.cut = true
    line.expected = false
    timers.advance(60_000)
    expect(told).toEqual([])
    line.expected = true
    timers.advance(SILENCE_MS)
    expect(told).toEqual([false])
    // What says so came over the same connection.
    line.expected = false
    timers.advance(PULSE_MS)
    expect(told).toEqual([false, true])
  })

  it('is not looked for any more after stop()', () => {
    const { timers, line, told, pulse } = listening()
    timers.advance(PULSE_MS)
    line.cut = true
    pulse.stop()
    timers.advance(60_000)
    expect(told).toEqual([])
    expect(timers.pending).toBe(0)
  })
})

it('the newest packet of a connection is that of the receiver that played last', () => {
  const receiver = (...times: number[]) => ({
    getSynchronizationSources: () => times.map((timestamp) => ({ timestamp })),
  })
  const connection = (...receivers: object[]) => ({ getReceivers: () => receivers }) as unknown as RTCPeerConnection
  expect(newestPacket(connection(receiver(5), receiver(7, 6)))).toBe(7)
  expect(newestPacket(connection(receiver(), receiver()))).toBeUndefined()
})
