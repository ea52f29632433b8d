import type { CDPSession } from '@playwright/test'

/**
 * The value of an expression on a page, looked up so that the browser does not take it for its user's gesture, as it takes
 * everything that Playwright looks at. A page that nobody has touched stays one.
 */
export async function glance<T>(session: CDPSession, expression: string): Promise<T> {
  const { result } = await session.send('Runtime.evaluate', { expression, returnByValue: true, userGesture: false })
  return result.value as T
}
