import { act, fireEvent, screen } from '@testing-library/react'
import { FakePushBrowser } from '../../push/testing/fake-browser'
import type { Answers } from './render-app'

/** A server that takes subscriptions and sends tests. */
export const push: Answers = {
  'GET /api/push/key': { status: 200, body: { publicKey: 'key' } },
  'POST /api/push/subscriptions': { status: 201, body: { subscription: { id: 'sub1' } } },
  'DELETE /api/push/subscriptions/sub1': { status: 204 },
  'POST /api/push/test': { status: 200, body: { results: [{ endpointHost: 'push.example', status: 201 }] } },
}

/** A browser that has push. */
export function browserWith(over: Partial<FakePushBrowser> = {}): FakePushBrowser {
  return Object.assign(new FakePushBrowser(), { support: 'yes' }, over)
}

export const press = (name: string | RegExp) => act(async () => fireEvent.click(screen.getByRole('button', { name })))
export const settled = () => act(async () => {})

/** The test push that was just asked for reaches this browser. */
export async function testArrives(browser: FakePushBrowser): Promise<void> {
  for (let turn = 0; turn < 20 && !browser.waitsForTest; turn++) await settled()
  await act(async () => browser.testArrives())
  await settled()
}
