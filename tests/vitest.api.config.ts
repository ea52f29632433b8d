import { defineConfig } from 'vitest/config'

/**
 * The api tests: a real server process per file, driven over HTTP and WebSocket.
 * At most two files run at once, so that time limits of the contract are not missed for want of a processor.
 */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['api/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    sequence: { hooks: 'list' },
    retry: 0,
    passWithNoTests: false,
  },
})
