import type { NoteAction, NoteOptions } from './desk'
import { noteLooks } from './desk'
import type { Ring } from './ring'
import type { Texts, Words } from './texts'

export interface Note {
  readonly title: string
  readonly options: NoteOptions
}

/** Milliseconds of buzzing and rest, in turn: as long as the pause until the next alert lets it. */
const BUZZ = [700, 300, 700, 300, 700]

function withActions(texts: Texts, maxActions: number): { action: NoteAction; title: string }[] {
  const actions: { action: NoteAction; title: string }[] = [
    { action: 'answer', title: texts.answer },
    { action: 'decline', title: texts.decline },
  ]
  return actions.slice(0, maxActions)
}

function rings(ring: Ring, words: Words, texts: Texts, maxActions: number): Note {
  return {
    title: words.title,
    options: {
      ...noteLooks,
      tag: ring.call,
      body: maxActions < 2 ? `${words.body} ${texts.tapToAnswer}`.trim() : words.body,
      data: { kind: 'ring', ...ring.push },
      requireInteraction: true,
      actions: withActions(texts, maxActions),
    },
  }
}

/** @param quietly a page sounds already: the notification shows and makes no noise of its own */
export function ringNote(ring: Ring, texts: Texts, how: { quietly: boolean; maxActions: number }): Note {
  const { title, options } = rings(ring, ring.push, texts, how.maxActions)
  // A silent notification with a vibration is a TypeError.
  return { title, options: { ...options, ...(how.quietly ? { silent: true } : { renotify: true, vibrate: BUZZ }) } }
}

/** Decline has not arrived: says so, and lets the person think again. */
export function stillDecliningNote(ring: Ring, texts: Texts, maxActions: number): Note {
  const { title, options } = rings(ring, texts.declining, texts, maxActions)
  return { title, options: { ...options, body: texts.declining.body, silent: true } }
}

/** How it went, without a noise. Only a missed call stays until somebody has seen it. */
export function outcomeNote(ring: Ring, texts: Texts): Note {
  const { title, body } = ring.declinedHere ? texts.declinedHere : texts.over(ring.outcome ?? 'UNKNOWN', ring.endedAt())
  return {
    title,
    options: {
      ...noteLooks,
      tag: ring.call,
      body,
      data: { kind: 'open', path: '/patient' },
      silent: true,
      requireInteraction: ring.outcome === 'MISSED',
    },
  }
}
