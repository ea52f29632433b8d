import { act, fireEvent, render, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { LiveProvider } from '../../app/live-context'
import { ContactContext } from '../../components/contact'
import { LiveClient } from '../../live/client'
import { FakeServer } from '../../live/testing/fake-server'
import { ConnectionTest, type ConnectionTestDeps } from '../../rtc/connection-test'
import { ConnectionTestCard } from './connection-test-card'

const uris = ['turn:t.example', 'turn:t.example?transport=tcp', 'turns:t.example']

/** The card on a network where all is well but for what is given; resolves when the test is over. */
async function run(deps: Partial<ConnectionTestDeps> = {}): Promise<void> {
  const make = () =>
    new ConnectionTest({
      isOnline: () => true,
      fetchServers: async () => ({ ok: true, status: 200, data: { iceServers: [{ urls: uris }] } }),
      roundTrip: async () => 31.4,
      findDirect: async () => 'wide',
      tryRelay: async () => ({ finding: 'through', ms: 4.2 }),
      ...deps,
    })
  render(
    <ContactContext value="+62 21 555 0100">
      <LiveProvider live={new LiveClient(new FakeServer().deps)}>
        <ConnectionTestCard
          make={make}
          DeviceCheck={({ onDone }) => (
            <button type="button" onClick={onDone}>
              Seen and heard
            </button>
          )}
        />
      </LiveProvider>
    </ContactContext>,
  )
  expect(screen.queryByRole('list')).toBeNull()
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Start the test' })))
}

const steps = () =>
  within(screen.getByRole('list', { name: 'Steps of the test' }))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent)
const meaning = () => screen.getByRole('status').textContent

test('each step says in words what it tried and what was found', async () => {
  await run()
  expect(steps()).toEqual([
    'Works:This page and your sign-inYou are online and signed in.',
    'Works:Live connection to the clinicOpen. An answer takes 31 ms.',
    'Works:Direct path for sound and pictureFound. Calls can go straight to the other side.',
    'Works:Relay by UDPA message went through it in 4 ms.',
    'Works:Relay by TCPA message went through it in 4 ms.',
    'Works:Relay by TLSA message went through it in 4 ms.',
  ])
  expect(meaning()).toContain('Calls will work on this network')
  expect(meaning()).not.toContain('+62')
})

test('a blocked transport is named, and what is left of it', async () => {
  await run({
    tryRelay: async ({ urls }) => ({ finding: String(urls) === uris[0] ? 'unreachable' : 'through', ms: 9 }),
  })
  expect(steps()[3]).toBe('Does not work:Relay by UDPYour network blocks UDP to the relay, or the relay does not run.')
  expect(meaning()).toContain('Your network blocks UDP; calls will still work through TCP, TLS')
})

test('where only the clinic can help, its contact is given', async () => {
  await run({ tryRelay: async () => ({ finding: 'refused' }) })
  expect(meaning()).toContain('The clinic’s relay refuses calls')
  expect(meaning()).toContain('+62 21 555 0100')
})

test('a test that was run too often says until when, and tries nothing more', async () => {
  const problem = { code: 'too_many', title: '', status: 429, retryAfterSeconds: 660 }
  await run({ fetchServers: async () => ({ ok: false, problem }) })
  expect(steps()[0]).toContain('Try again in 11 minutes.')
  expect(steps()[1]).toBe('Not tried yet:Live connection to the clinic')
  expect(screen.queryByText('Camera, microphone and speaker')).toBeNull()
  expect(screen.getByRole('button', { name: 'Test again' })).toBeDefined()
})

test('camera and microphone wait for a tap of their own, or are left out', async () => {
  await run()
  fireEvent.click(screen.getByRole('button', { name: 'Skip this step' }))
  expect(screen.getByText(/^Left out\./)).toBeDefined()
  fireEvent.click(screen.getByRole('button', { name: 'Check again' }))
  fireEvent.click(screen.getByRole('button', { name: 'Seen and heard' }))
  expect(screen.getByText('You have checked them.')).toBeDefined()
})
