import { defineConfig } from 'vitest/config'

/** A clinic under load whose server is killed again and again: one long test. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['chaos/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 900_000,
    hookTimeout: 120_000,
    retry: 0,
    passWithNoTests: false,
  },
})
