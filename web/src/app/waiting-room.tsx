import { GettingReady } from '../features/ready'
import { WaitingPage } from '../features/waiting'

/** The waiting room together with the way to being READY, which is a feature of its own. */
export function WaitingRoom() {
  return <WaitingPage GettingReady={GettingReady} />
}
