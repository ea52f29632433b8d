import { expect, test, withChromium } from '../support/browsers.ts'
import { expectTone } from '../support/call-proof.ts'
import { seconds } from '../support/clock.ts'
import { Coturn } from '../support/coturn.ts'
import { icePathOf } from '../support/ice-path.ts'
import { measured } from '../support/measured.ts'
import { red } from '../support/media.ts'
import { pictureOf, whenShown } from '../support/screens.ts'
import { Server } from '../support/server.ts'
import { flowsAgain, talk } from '../support/talk.ts'

/** Bytes a second: the voice needs about 5000, the restless picture in its smallest form more than the rest. */
const VOICE_ALONE = 11_000

const pausedHere = 'Your picture is paused so that your voice stays clear'

test('on_a_poor_link_the_voice_goes_on_alone_and_the_picture_comes_back_with_the_link', async ({ doctorBrowser }) => {
  const coturn = await Coturn.start({ loopbackPeers: true })
  const server = await Server.start({ flags: coturn.flags() })
  try {
    await withChromium(
      red,
      {},
      async (patientBrowser) => {
        const talking = await talk({ server, doctorBrowser, patientBrowser }, { policy: 'relay' })
        const { doctor, patient, both } = talking
        const pausedThere = `${patient.person.user.name}’s connection is weak: voice only for the moment`

        await test.step('the relay lets hardly more than a voice through', async () => {
          await coturn.kill()
          await coturn.restart({ maxBps: VOICE_ALONE })
          const poorAt = Date.now()
          const told = await Promise.all([whenShown(patient.page, pausedHere), whenShown(doctor.page, pausedThere)])
          const pausedAfter = Math.max(...told) - poorAt
          const [here = 0, there = 0] = told
          measured(`both read that the picture is paused ${pausedAfter} ms after a poor relay was there again`)
          measured(`the other side read it ${there - here} ms after this one`)
          expect((await icePathOf(patient.page))?.local).toBe('relay')
          await expectTone(pictureOf(doctor.page, patient.person), red)
          expect(pausedAfter).toBeLessThan(seconds(30))
        })

        await test.step('the relay lets everything through', async () => {
          await coturn.kill()
          await coturn.restart({})
          const goodAt = Date.now()
          await expect(patient.page.getByText(pausedHere)).toBeHidden({ timeout: seconds(60) })
          await expect(doctor.page.getByText(pausedThere)).toBeHidden()
          const seenAt = await flowsAgain(both, { since: Date.now() })
          measured(`the picture was there again ${seenAt - goodAt} ms after the relay was`)
          expect(seenAt - goodAt).toBeLessThan(seconds(60))
        })
        await talking.close()
      },
      { restless: true },
    )
  } finally {
    await server.dispose()
    await coturn.stop()
  }
})
