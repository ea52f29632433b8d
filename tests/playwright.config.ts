import { defineConfig } from '@playwright/test'

const everyScreen = '**/screens{,_of_sign_in}.spec.ts'

/**
 * The end-to-end tests: two real browsers, the real server. Two of them in a call take more than a processor each,
 * so there is one worker; a failure is a finding, so there are no retries.
 */
export default defineConfig({
  testDir: 'e2e',
  outputDir: '../build/e2e',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 240_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  // Outages of many seconds, and every screen at every size, are parts of their own.
  projects: [
    { name: 'usual', grepInvert: /@outage/, testIgnore: everyScreen },
    { name: 'outages', grep: /@outage/ },
    { name: 'screens', testMatch: everyScreen },
  ],
})
