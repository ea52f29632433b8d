import type { CallState, Role } from '../../domain/types'
import type { SendingState } from '../../rtc/sending'
import type { CallPhase } from '../../rtc/session'

/**
 * What the room says about the other side. `preparing`: not attached yet, most likely before their own preview.
 * `connecting`: attached, media is on its way. `interrupted`: their picture stopped. `live`: media flows.
 */
export type RoomStatus = 'preparing' | 'connecting' | 'interrupted' | 'live'

/** How long an interruption may last before the screen speaks of it. */
export const INTERRUPTION_MS = 3000

/** Whether the other side's page is attached, as the server tells it. */
export function otherAttached(state: CallState, own: Role): boolean {
  return own === 'DOCTOR' ? state.patient.attached : state.doctor.attached
}

/**
 * @param connectedBefore media has flowed on this page already
 * @param attached the other side is attached, or undefined while that is not known
 */
export function roomStatus(phase: CallPhase, connectedBefore: boolean, attached: boolean | undefined): RoomStatus {
  // A closed tab shows its last picture for seconds: the server knows earlier that nobody is there.
  if (phase === 'connected') return attached === false ? 'interrupted' : 'live'
  if (connectedBefore) return 'interrupted'
  return attached === false ? 'preparing' : 'connecting'
}

/** What to say in place of the other side's picture, as that side told it; the least when it did not. */
export function whyNoPicture(sending: SendingState | undefined): 'pausedThere' | 'noCameraThere' | 'noPicture' {
  if (sending?.paused) return 'pausedThere'
  return sending?.noCamera ? 'noCameraThere' : 'noPicture'
}

/**
 * How the other side's picture fills the room: cut at the edges when little is lost by it, else whole.
 * Sizes in any one unit.
 */
export function fitOf(
  picture: { width: number; height: number },
  room: { width: number; height: number },
): 'cover' | 'contain' {
  if (picture.width <= 0 || picture.height <= 0 || room.width <= 0 || room.height <= 0) return 'contain'
  const ratio = picture.width / picture.height / (room.width / room.height)
  return Math.min(ratio, 1 / ratio) >= 0.65 ? 'cover' : 'contain'
}

/** A reload in the middle of a call joins again without asking; everybody else sees the preview first. */
export function rejoinsByItself(joinedBefore: boolean, navigationType: string | undefined): boolean {
  return joinedBefore && navigationType === 'reload'
}
