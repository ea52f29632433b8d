import type { Page, WebSocketRoute } from '@playwright/test'

/**
 * Somebody in between: takes the descriptions of both sides out of their sockets and puts own ones in, so that each
 * browser encrypts to the middle, which passes on what comes. This is what a server could do that changes messages.
 */
export class Middle {
  /** Where the connections of the middle live. */
  readonly #page: Page

  /** @param page any page of the server's origin that is nobody's. */
  constructor(page: Page) {
    this.#page = page
  }

  /** Stands in the sockets that these pages open from now on. */
  async standBetween(doctor: Page, patient: Page): Promise<void> {
    await this.#page.evaluate(connectBothSides)
    await doctor.routeWebSocket(/\/api\/realtime/, (socket) => this.#intercept(socket, 'doctor'))
    await patient.routeWebSocket(/\/api\/realtime/, (socket) => this.#intercept(socket, 'patient'))
  }

  #intercept(socket: WebSocketRoute, side: MiddleSide): void {
    const server = socket.connectToServer()
    // One after another: a candidate never overtakes its description.
    let line = Promise.resolve()
    socket.onMessage((text) => {
      line = line.then(async () => {
        const frame = JSON.parse(String(text)) as { op: string; data?: Signal }
        if (frame.op !== 'signal' || frame.data === undefined) return server.send(text)
        const data = await this.#page.evaluate(
          ([from, signal]) => (window as unknown as MiddleWindow).passOn(from, signal),
          [side, frame.data] as const,
        )
        if (data !== undefined) server.send(JSON.stringify({ ...frame, data }))
      })
    })
  }
}

type MiddleSide = 'doctor' | 'patient'

interface Signal {
  description?: { type: 'offer' | 'answer'; sdp: string; answers?: string }
  candidate?: RTCIceCandidateInit
}

interface MiddleWindow {
  passOn(from: MiddleSide, signal: Signal): Promise<Signal | undefined>
}

/** Runs in the page of the middle: a connection to each side, and what the one sends goes out on the other. */
function connectBothSides(): void {
  const toDoctor = new RTCPeerConnection()
  const toPatient = new RTCPeerConnection()
  let answers = ''

  /** The whole description with its candidates, so that the middle needs no messages of its own. */
  const described = async (connection: RTCPeerConnection): Promise<string> => {
    await connection.setLocalDescription()
    if (connection.iceGatheringState !== 'complete') {
      await new Promise<void>((resolve) => {
        connection.onicegatheringstatechange = () => connection.iceGatheringState === 'complete' && resolve()
      })
    }
    return connection.localDescription?.sdp ?? ''
  }
  const passTracks = (from: RTCPeerConnection, to: RTCPeerConnection) => {
    for (const [index, { receiver }] of from.getTransceivers().entries()) {
      void to.getTransceivers()[index]?.sender.replaceTrack(receiver.track)
    }
  }

  const passOffer = async (sdp: string): Promise<Signal> => {
    const origin = /^o=\S+ (\S+) (\S+) /m.exec(sdp)
    answers = `${origin?.[1]}/${origin?.[2]}`
    await toDoctor.setRemoteDescription({ type: 'offer', sdp })
    for (const transceiver of toDoctor.getTransceivers()) {
      transceiver.direction = 'sendrecv'
      toPatient.addTransceiver(transceiver.receiver.track.kind, { direction: 'sendrecv' })
    }
    toPatient.createDataChannel('sending', { negotiated: true, id: 0 })
    passTracks(toDoctor, toPatient)
    return { description: { type: 'offer', sdp: await described(toPatient) } }
  }
  const passAnswer = async (sdp: string): Promise<Signal> => {
    await toPatient.setRemoteDescription({ type: 'answer', sdp })
    passTracks(toPatient, toDoctor)
    return { description: { type: 'answer', sdp: await described(toDoctor), answers } }
  }

  const middle: MiddleWindow = {
    passOn: async (from, { description, candidate }) => {
      if (description?.type === 'offer') return passOffer(description.sdp)
      if (description?.type === 'answer') return passAnswer(description.sdp)
      await (from === 'doctor' ? toDoctor : toPatient).addIceCandidate(candidate)
      return undefined
    },
  }
  Object.assign(window, middle)
}
