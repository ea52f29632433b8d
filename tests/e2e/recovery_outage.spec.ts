import { test } from '../support/browsers.ts'
import { seconds } from '../support/clock.ts'
import { inTalkWithHome, outage } from '../support/outage.ts'

/** The patient's network is cut for real, under a browser that has one of its own. */

for (const [length, tag] of [
  [9, undefined],
  [25, '@outage'],
] as const) {
  test(
    `the_patients_network_is_away_for_${length}_s_and_sound_and_picture_are_back_soon_after`,
    tag ? { tag } : {},
    async () => {
      await inTalkWithHome(async (talking, home) => {
        await test.step('unplugged', () => outage(talking, home, 'unplugged', seconds(length)))
        await test.step('lost on the way', () => outage(talking, home, 'lost on the way', seconds(length)))
      })
    },
  )
}
