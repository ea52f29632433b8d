/** Lets the sound go before the picture where both do not fit, in browsers that know it (WebRTC priority, W3C). */
export async function preferVoice(sender: Pick<RTCRtpSender, 'getParameters' | 'setParameters'>): Promise<void> {
  const parameters = sender.getParameters()
  const encodings = parameters.encodings ?? []
  if (encodings.length === 0 || encodings.every(({ priority }) => priority === 'high')) return
  parameters.encodings = encodings.map((encoding) => ({ ...encoding, priority: 'high', networkPriority: 'high' }))
  await sender.setParameters(parameters).catch(() => {})
}
