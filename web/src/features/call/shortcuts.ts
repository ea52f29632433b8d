/** The keys of the call room. Pure, but for what is remembered in this browser. */

export const shortcuts = {
  m: 'microphone',
  v: 'camera',
  c: 'chat',
  s: 'screen',
  p: 'picture',
  f: 'fullScreen',
  '?': 'help',
} as const
export type Shortcut = (typeof shortcuts)[keyof typeof shortcuts]

/** Where a key means what it says, or something that a dialog or a list does with it. */
const elsewhere =
  'input, textarea, select, [contenteditable]:not([contenteditable="false"]), [role="textbox"], [role="combobox"], ' +
  '[role="listbox"], [role="menu"], [role="dialog"], [role="alertdialog"]'

/** What a pressed key asks for; undefined for every other key, with a modifier, held down, or pressed elsewhere. */
export function shortcutOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'repeat' | 'target'>,
): Shortcut | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return undefined
  if (event.target instanceof Element && event.target.closest(elsewhere) !== null) return undefined
  const key = event.key.toLowerCase()
  return Object.hasOwn(shortcuts, key) ? shortcuts[key as keyof typeof shortcuts] : undefined
}

const storageKey = 'praktik.shortcuts'

/** Whether single keys do something in this browser. */
export function readShortcutsOn(storage: Pick<Storage, 'getItem'>): boolean {
  try {
    return storage.getItem(storageKey) !== 'off'
  } catch {
    return true
  }
}

export function keepShortcutsOn(storage: Pick<Storage, 'setItem'>, on: boolean): void {
  try {
    storage.setItem(storageKey, on ? 'on' : 'off')
  } catch {
    // A browser that keeps nothing: it holds for this page.
  }
}
