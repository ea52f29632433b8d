import { expect, test } from 'vitest'
import { ServerClock } from './clock'
import { VirtualTime } from './testing/virtual-time'

test('the local clock stands in until the server has told its time', () => {
  const time = new VirtualTime()
  expect(new ServerClock(time.now).serverNow()).toBe(time.now())
})

test('a pong counts half of its round trip', () => {
  const time = new VirtualTime()
  const clock = new ServerClock(time.now)
  clock.observe(time.now() + 60_000, 100)
  expect(clock.serverNow() - time.now()).toBe(60_050)
})

test('a slow answer does not replace a quick one', () => {
  const time = new VirtualTime()
  const clock = new ServerClock(time.now)
  clock.observe(time.now() + 60_000, 20)
  clock.observe(time.now() + 60_000 - 400, 800)
  expect(clock.serverNow() - time.now()).toBe(60_010)
})

test('a clock that was set is believed at once', () => {
  const time = new VirtualTime()
  const clock = new ServerClock(time.now)
  clock.observe(time.now() + 60_000, 20)
  clock.observe(time.now() - 3_600_000, 90)
  expect(clock.serverNow() - time.now()).toBe(-3_600_000 + 45)
})

test('after a minute a slower answer is better than an old one', async () => {
  const time = new VirtualTime()
  const clock = new ServerClock(time.now)
  clock.observe(time.now(), 20)
  await time.pass(60_001)
  clock.observe(time.now(), 100)
  expect(clock.serverNow() - time.now()).toBe(50)
})
