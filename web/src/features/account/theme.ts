export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

// public/theme.js reads the same key before the first paint.
const storageKey = 'praktik.theme'

export function chosenTheme(): Theme {
  const theme = document.documentElement.dataset.theme
  return themes.find((candidate) => candidate === theme) ?? 'system'
}

/** Shows the app in this theme from now on; "system" follows the device. */
export function chooseTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  try {
    if (theme === 'system') localStorage.removeItem(storageKey)
    else localStorage.setItem(storageKey, theme)
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
}
