import { defineConfig } from 'vitest/config'

/** What compares times of a few milliseconds. */
const timed = ['api/push_slow.test.ts']

/**
 * The api tests: a real server process per file, driven over HTTP and WebSocket.
 * At most two files run at once, so that time limits of the contract are not missed for want of a processor; what
 * compares times runs after all others, alone.
 */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    sequence: { hooks: 'list' },
    retry: 0,
    passWithNoTests: false,
    projects: [
      { extends: true, test: { name: 'rules', include: ['api/**/*.test.ts'], exclude: timed } },
      {
        extends: true,
        test: { name: 'times', include: timed, maxWorkers: 1, sequence: { hooks: 'list', groupOrder: 1 } },
      },
    ],
  },
})
