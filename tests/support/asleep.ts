import type { Browser } from '@playwright/test'

/**
 * Stops the pages of this Chromium as a phone that sleeps does, and wakes them after `during`; gives the instant. DevTools cannot
 * freeze a page that takes part in a call, so their processes are stopped; their sockets stay open meanwhile.
 */
export async function whileAsleep(browser: Browser, during: () => Promise<void>): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const pages = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
  if (pages.length === 0) throw new Error('this browser has no page')
  for (const pid of pages) process.kill(pid, 'SIGSTOP')
  try {
    await during()
    return Date.now()
  } finally {
    for (const pid of pages) process.kill(pid, 'SIGCONT')
  }
}
