/**
 * Which call this tab is part of: the doctor's tab that pressed Call opens the call by itself, no other one does; a tab
 * that was in a call joins again after a reload. Kept per tab (sessionStorage), so that a reload remembers it.
 */

export type CallMark = 'called' | 'joined'

const keyOf = (mark: CallMark) => `praktik.${mark}`
const listeners = new Set<() => void>()

/** A tab whose storage is forbidden still remembers until it is reloaded. */
const memory = new Map<string, string>()

function read(mark: CallMark): string | undefined {
  try {
    return sessionStorage.getItem(keyOf(mark)) ?? memory.get(keyOf(mark))
  } catch {
    return memory.get(keyOf(mark))
  }
}

function write(mark: CallMark, callId: string): void {
  try {
    sessionStorage.setItem(keyOf(mark), callId)
  } catch {
    memory.set(keyOf(mark), callId)
  }
  for (const listener of [...listeners]) listener()
}

/** Remembers that the doctor pressed Call in this tab. */
export function markOwnCall(callId: string): void {
  write('called', callId)
}

export function isOwnCall(callId: string): boolean {
  return read('called') === callId
}

/** Remembers that this tab joined the call, see `hasJoined`. */
export function markJoined(callId: string): void {
  write('joined', callId)
}

export function hasJoined(callId: string): boolean {
  return read('joined') === callId
}

/** Calls back after every mark until the returned function is called: the reply that brings the id may be late. */
export function onCallMark(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
