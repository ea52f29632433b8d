import { defineConfig } from 'vitest/config'

/** A server with as many connections as it takes, and more. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['crowd/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 300_000,
    hookTimeout: 60_000,
    retry: 0,
    passWithNoTests: false,
  },
})
