import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { expectAnswer, expectProblem } from '../support/answers.ts'
import { Client } from '../support/http.ts'
import { Live } from '../support/live.ts'
import { registerPatient } from '../support/people.ts'
import { command, inNewDirectory, Server } from '../support/server.ts'
import { serverForThisFile } from '../support/vitest.ts'
import type { DirectoryTopic, User } from '../support/wire.ts'

const server = serverForThisFile()
const nobody = () => new Client(server().origin)

describe('what everybody may ask', () => {
  test.each(['/healthz', '/readyz'])('%s_is_well', async (path) => {
    expect((await nobody().get(path)).status).toBe(200)
  })

  test('the_settings_that_clients_need', async () => {
    const config = expectAnswer<object>(await nobody().get('/api/config'), 200)
    const consent = { version: 'praktik-1' }
    expect(config).toEqual({ ringSeconds: 30, callGraceSeconds: 60, joinSeconds: 120, demo: false, consent })
  })

  test('the_contract_as_openapi', async () => {
    const document = expectAnswer<{ openapi: string; paths: Record<string, object> }>(
      await nobody().get('/api/openapi.json'),
      200,
    )
    expect(document.openapi).toMatch(/^3\.1\./)
    for (const path of [
      '/api/auth/login',
      '/api/schedules/{id}/start',
      '/api/queue/{entryId}/call',
      '/api/calls/{id}/ice',
    ]) {
      expect(Object.keys(document.paths).map(bare)).toContain(bare(path))
    }
  })

  const bare = (path: string) => path.replace(/\{\w+\}/g, '{}')
})

describe('a path', () => {
  test('under_api_that_does_not_exist_is_a_problem', async () => {
    const patient = await registerPatient(server())
    expectProblem(await patient.http.get('/api/no/such/thing'), 404)
  })

  test('with_a_method_that_it_does_not_have_is_refused', async () => {
    const patient = await registerPatient(server())
    const answer = await patient.http.send({ method: 'PUT', path: '/api/schedules' })
    expect([404, 405], answer.text).toContain(answer.status)
    expectProblem(answer, answer.status)
  })

  test('that_climbs_out_of_the_web_folder_finds_nothing', async () => {
    for (const path of [
      '/../CMakeCache.txt',
      '/%2e%2e/CMakeCache.txt',
      '/assets/../../CMakeCache.txt',
      '/..%2fCMakeCache.txt',
    ]) {
      const answer = await nobody().send({ method: 'GET', path })
      expect(answer.text, path).not.toContain('CMAKE')
    }
  })

  test('of_a_file_that_does_not_exist_is_not_found', async () => {
    expect((await nobody().get('/assets/no-such-file.js')).status).toBe(404)
  })

  test('of_a_screen_is_the_same_document_for_everybody', async () => {
    const patient = await registerPatient(server())
    const paths = ['/', '/doctor', '/patient/schedule/7', '/no/such/screen']
    const documents = await Promise.all(paths.flatMap((path) => [nobody().get(path), patient.http.get(path)]))
    for (const answer of documents) {
      expect(answer.status, answer.asked).toBe(200)
      expect(answer.headers['content-type']).toMatch(/^text\/html/)
      expect(answer.cookies).toEqual([])
    }
    expect(new Set(documents.map(({ text }) => text)).size).toBe(1)
  })
})

describe('the app on a device', () => {
  test('is_asked_for_anew_each_time_and_has_the_types_that_browsers_want', async () => {
    await inNewDirectory(async (web) => {
      await writeFile(join(web, 'index.html'), '<!doctype html>')
      await writeFile(join(web, 'sw.js'), 'self.skipWaiting()')
      await writeFile(join(web, 'manifest.webmanifest'), '{}')
      const app = await Server.start({ flags: ['--web', web] })
      try {
        const client = new Client(app.origin)
        const worker = await client.get('/sw.js')
        expect(worker.headers['content-type']).toMatch(/^text\/javascript/)
        const manifest = await client.get('/manifest.webmanifest')
        expect(manifest.headers['content-type']).toBe('application/manifest+json')
        for (const { headers } of [worker, manifest]) {
          expect(headers['cache-control']).toBe('no-cache')
          expect(headers['content-security-policy']).toMatch(/worker-src 'self'/)
          expect(headers['content-security-policy']).toMatch(/manifest-src 'self'/)
        }
      } finally {
        await app.dispose()
      }
    })
  })
})

describe('demo data', () => {
  const password = 'praktik-demo'

  test('is_unknown_to_a_server_without_it', async () => {
    expectProblem(await nobody().get('/api/demo'), 404)
    const answer = await nobody().post('/api/auth/login', { email: 'doctor@demo.praktik', password })
    expectProblem(answer, 401, 'invalid_credentials')
  })

  test('is_one_doctor_and_five_patients_who_can_sign_in_and_a_day_to_see', async () => {
    const demo = await Server.start({ demo: true })
    try {
      const client = new Client(demo.origin)
      const config = expectAnswer<{ demo: boolean }>(await client.get('/api/config'), 200)
      expect(config.demo).toBe(true)
      const { accounts } = expectAnswer<{
        accounts: { email: string; password: string; role: string; name: string }[]
      }>(await client.get('/api/demo'), 200)
      expect(accounts.map(({ email }) => email).sort()).toEqual([
        'doctor@demo.praktik',
        ...Array.from({ length: 5 }, (_, index) => `patient${index + 1}@demo.praktik`),
      ])
      for (const account of accounts) {
        const browser = Client.withCookies(demo.origin)
        const { email } = account
        const answer = await browser.post('/api/auth/login', { email, password: account.password })
        const { user } = expectAnswer<{ user: User }>(answer, 200)
        expect(user).toMatchObject({ role: account.role, name: account.name })
        const page = await Live.open(browser)
        const directory = await page.current<DirectoryTopic>('directory')
        expect(Object.keys(directory.schedules).length).toBeGreaterThan(0)
      }
      expect(accounts.every((account) => account.password === password)).toBe(true)
    } finally {
      await demo.dispose()
    }
  })

  test('is_there_once_however_often_the_server_starts', async () => {
    const demo = await Server.start({ demo: true })
    try {
      await demo.stop()
      await demo.restart()
      const { accounts } = expectAnswer<{ accounts: unknown[] }>(await new Client(demo.origin).get('/api/demo'), 200)
      expect(accounts).toHaveLength(6)
    } finally {
      await demo.dispose()
    }
  })
})

describe('serving elsewhere than on loopback', () => {
  const refused = (...flags: string[]) =>
    inNewDirectory((data) => command(['serve', '--listen', '0.0.0.0:0', '--data', data, ...flags]))

  test('needs_an_origin', async () => {
    const result = await refused()
    expect(result.code).not.toBe(0)
    expect(result.output).toMatch(/origin/)
  })

  test.each([['--demo'], ['--throttle', 'off']])('has_no %s', async (...flags) => {
    const result = await refused('--origin', 'https://praktik.example', ...flags)
    expect(result.code).not.toBe(0)
    expect(result.output.trim()).not.toBe('')
  })
})
