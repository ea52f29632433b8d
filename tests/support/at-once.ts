import type { Locator } from '@playwright/test'

/** Clicks on all of these within a millisecond or two, by the clock that their pages share; gives the instant. */
export async function pressAtOnce(...buttons: readonly Locator[]): Promise<number> {
  // Later than each page has heard of it.
  const at = Date.now() + 200
  const pressed = buttons.map((button) =>
    button.evaluate(
      (element, instant) =>
        new Promise<void>((done) => {
          setTimeout(
            () => {
              // The rest of the way no timer is exact enough.
              while (Date.now() < instant);
              ;(element as HTMLElement).click()
              done()
            },
            instant - Date.now() - 10,
          )
        }),
      at,
    ),
  )
  await Promise.all(pressed)
  return at
}
