import { CallNumbersCard } from '../features/call'
import { ArmDevice, ReachLine } from '../features/reach'
import { GettingReady } from '../features/ready'
import { WaitingPage } from '../features/waiting'

function ReadyForCalls({ onReady }: { onReady: () => void }) {
  return <GettingReady onReady={onReady} ArmDevice={ArmDevice} />
}

/** The waiting room together with the way to being READY and the truth about being rung, which are features of their own. */
export function WaitingRoom() {
  return <WaitingPage GettingReady={ReadyForCalls} Reach={ReachLine} afterCall={<CallNumbersCard />} />
}
