import { describe, expect, it } from 'vitest'
import { PeerLink } from './peer-link'
import { FakeNetwork, type Side } from './testing/call'
import { makeFakeStream, settle } from './testing/media'
import { sendWholePicture } from './video-limits'

/** Two links that hear each other at once; a page that comes anew is `join`ed again. */
function pair() {
  const network = new FakeNetwork()
  const links = new Map<Side, PeerLink>()
  const otherOf = (side: Side): Side => (side === 'doctor' ? 'patient' : 'doctor')

  function make(side: Side): PeerLink {
    const link = new PeerLink(
      {
        makeConnection: network.make(side),
        makeStream: makeFakeStream,
        iceServers: async () => [],
        send: (data) => {
          const other = links.get(otherOf(side))
          if ('description' in data) other?.tell({ type: 'description', ...data })
          else other?.tell({ type: 'candidate', ...data })
        },
        setTimer: () => () => {},
        channels: [],
        onChange: () => {},
      },
      makeFakeStream([]),
      { camera: true, microphone: true },
    )
    links.set(side, link)
    return link
  }

  async function join(side: Side): Promise<void> {
    const peer = links.has(otherOf(side)) ? { peer: otherOf(side) } : {}
    links.get(side)?.tell({ type: 'attached', polite: side === 'patient', ...peer })
    links.get(otherOf(side))?.tell({ type: 'peer', present: true, page: side })
    await settle()
  }

  /** What this side's newest connection sends its picture with. */
  const pictureOf = (side: Side) => {
    const connection = network.open().findLast((open) => open.side === side)
    const video = connection?.transceivers.find(({ receiver }) => receiver.track.kind === 'video')
    return video?.sender.encodings
  }
  const soundOf = (side: Side) => {
    const connection = network.open().findLast((open) => open.side === side)
    return connection?.transceivers.find(({ receiver }) => receiver.track.kind === 'audio')?.sender.encodings
  }
  return { network, make, join, pictureOf, soundOf }
}

const small = { active: true, maxBitrate: 150_000, scaleResolutionDownBy: 4, maxFramerate: 10 }

describe('limits on the own picture', () => {
  it.each(['doctor', 'patient'] as const)('hold at once for the %s, and for the picture alone', async (side) => {
    const { make, join, pictureOf, soundOf } = pair()
    const links = { doctor: make('doctor'), patient: make('patient') }
    await join('doctor')
    links[side].limitVideo(small)
    await settle()
    expect(pictureOf(side)).toEqual([small])
    expect(soundOf(side)).toEqual([{ priority: 'high', networkPriority: 'high' }])
    expect(pictureOf(side === 'doctor' ? 'patient' : 'doctor')).toEqual([{}])
  })

  it.each(['doctor', 'patient'] as const)('outlast the connection of the %s', async (side) => {
    const { network, make, join, pictureOf } = pair()
    const links = { doctor: make('doctor'), patient: make('patient') }
    await join('doctor')
    links[side].limitVideo(small)
    await settle()
    const other = side === 'doctor' ? 'patient' : 'doctor'
    const made = network.connections.length
    links[other].close()
    make(other)
    await join(other)
    expect(network.connections.length).toBeGreaterThan(made + 1)
    expect(pictureOf(side)).toEqual([small])
  })

  it('are given up again', async () => {
    const { make, join, pictureOf } = pair()
    const link = make('doctor')
    make('patient')
    await join('doctor')
    link.limitVideo(small)
    link.limitVideo({ active: true })
    await settle()
    expect(pictureOf('doctor')).toEqual([{ active: true, scaleResolutionDownBy: 1 }])
  })
})

it('a picture that is paused is not sent for the sake of a whole one', async () => {
  const said: unknown[] = []
  const sender = {
    getParameters: () => ({ encodings: [{}] }),
    setParameters: async (now: unknown) => void said.push(now),
  }
  await sendWholePicture(sender as unknown as RTCRtpSender, { active: false })
  expect(said).toEqual([])
})
