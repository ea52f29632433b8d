import { cleanup } from '@testing-library/react'
import { afterEach } from 'vitest'
import { startI18n } from './app/i18n'

startI18n()
afterEach(cleanup)

// jsdom has no navigation timing; a page that asks how it was opened is told nothing.
globalThis.PerformanceNavigationTiming ??= class {} as typeof PerformanceNavigationTiming
