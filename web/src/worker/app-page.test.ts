import { expect, it } from 'vitest'
import { isAppPage } from './app-page'

it.each(['/', '/patient', '/patient/schedule/7', '/answer/7', '/api-docs', '/healthzz'])('the app draws %s', (path) => {
  expect(isAppPage(path)).toBe(true)
})

it.each(['/api/me', '/api/openapi.json', '/healthz', '/readyz', '/metrics', '/favicon.svg', '/sw.js'])(
  'the server answers %s',
  (path) => {
    expect(isAppPage(path)).toBe(false)
  },
)
