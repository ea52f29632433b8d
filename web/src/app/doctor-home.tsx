import { DoctorHome as Home } from '../features/doctor'
import { DeviceCheck } from '../features/ready'

/** The doctor's home together with the device check, which is a feature of its own. */
export function DoctorHome() {
  return <Home DeviceCheck={DeviceCheck} />
}
