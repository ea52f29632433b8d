import { LocalMedia } from '../local-media'
import { ScreenShare } from '../screen-share'
import { CallSession } from '../session'
import { FakeNetwork, FakeServer, type Side } from './call'
import { calmMachine, FakeTrack, ManualTimers, makeFakeStream, settle } from './media'

/** One server, one network, and as many pages of one call as a test opens; time goes on when the test says so. */
export function clinic() {
  const server = new FakeServer('call-1')
  const network = new FakeNetwork()
  const timers = new ManualTimers()
  const tracks: FakeTrack[] = []
  /** How many pages keep their screen on. */
  const screens = { held: 0 }
  /** Tells one page's messages from another's. */
  let pages = 0
  const take = (kind: 'audio' | 'video') => {
    tracks.push(new FakeTrack(kind))
    return tracks.at(-1) as unknown as MediaStreamTrack
  }

  function openMedia(): LocalMedia {
    return new LocalMedia({
      ...calmMachine,
      devices: {
        getUserMedia: async ({ audio, video } = {}) =>
          makeFakeStream([...(audio ? [take('audio')] : []), ...(video ? [take('video')] : [])]),
        enumerateDevices: async () => [],
      },
    })
  }

  async function open(side: Side) {
    const page = server.page(side)
    let online = () => {}
    const session = new CallSession('call-1', {
      live: page,
      media: openMedia(),
      screen: new ScreenShare({ capture: async () => makeFakeStream([take('video'), take('audio')]) }),
      mix: ([first]) => ({ track: first ?? take('audio'), close: () => {} }),
      pageName: `page-${++pages}`,
      makeConnection: network.make(side),
      makeStream: makeFakeStream,
      iceServers: async () => [],
      setTimer: timers.setTimer,
      now: () => timers.now,
      onOnline: (listener) => {
        online = listener
        return () => {
          online = () => {}
        }
      },
      holdScreen: () => {
        screens.held++
        return () => {
          screens.held--
        }
      },
    })
    await session.preview()
    return { page, session, goOnline: () => online() }
  }

  async function join(side: Side) {
    const opened = await open(side)
    opened.session.join()
    await settle()
    return opened
  }

  return { server, network, timers, tracks, screens, open, join }
}
