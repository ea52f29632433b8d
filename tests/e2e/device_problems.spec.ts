import type { BrowserContext, Page } from '@playwright/test'
import { expect, newProfile, test } from '../support/browsers.ts'
import { expectPicture, expectTone } from '../support/call-proof.ts'
import { command, openPractice, ring } from '../support/clinic.ts'
import { atLeast } from '../support/lists.ts'
import { red } from '../support/media.ts'
import { joinCall, pictureOf, signIn } from '../support/screens.ts'

/** A camera that does not come: it is said why, the call goes on by voice, and the picture comes when the camera does. */

declare global {
  interface Window {
    /** The name of the error that every wish for a camera meets; none when it works. */
    cameraError?: string | undefined
  }
}

/** Runs in the page before its own scripts. */
function failCamera(name: string): void {
  const { mediaDevices } = navigator
  if (mediaDevices === undefined) return
  window.cameraError = name
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices)
  mediaDevices.getUserMedia = async (wish) => {
    if (wish?.video && window.cameraError) throw new DOMException('as told by the test', window.cameraError)
    return getUserMedia(wish)
  }
}

interface Trouble {
  name: string
  /** What the page says. */
  title: string
  /** Brings it about in a profile that has camera and microphone. */
  cause: (profile: BrowserContext) => Promise<void>
  /** Takes it away. */
  mend: (page: Page) => Promise<void>
}

const error = (name: string) => ({
  cause: async (profile: BrowserContext) => void (await profile.addInitScript(failCamera, name)),
  mend: (page: Page) =>
    page.evaluate(() => {
      window.cameraError = undefined
    }),
})

const troubles: Trouble[] = [
  {
    name: 'denied',
    title: 'Access to the camera is blocked',
    cause: async (profile) => {
      await profile.clearPermissions()
      // What is not among the granted is denied from then on.
      await profile.grantPermissions(['microphone'])
    },
    mend: (page) => page.context().grantPermissions(['microphone', 'camera']),
  },
  { name: 'absent', title: 'No camera found', ...error('NotFoundError') },
  { name: 'busy', title: 'Another program uses the camera', ...error('NotReadableError') },
]

for (const { name, title, cause, mend } of troubles) {
  test(`a_camera_that_is_${name}_is_named_and_the_call_goes_on_by_voice`, async ({
    server,
    doctorBrowser,
    patientBrowser,
  }) => {
    const { doctor, waiting } = await openPractice(server, 1)
    const [{ patient, entry }] = atLeast(1, waiting)
    const call = await ring(doctor, entry.id)
    await command(patient, call.id, 'accept')
    const profiles = [await newProfile(doctorBrowser), await newProfile(patientBrowser)] as const
    await cause(profiles[1])
    const [room, phone] = [await signIn(profiles[0], doctor), await signIn(profiles[1], patient)]
    await Promise.all([room, phone].map((page) => page.goto(`${server.origin}/call/${call.id}`)))

    const problem = phone.getByRole('alert').filter({ hasText: title })
    await expect(problem).toBeVisible()
    await expect(phone.getByRole('alert')).toHaveCount(1)
    await Promise.all([joinCall(room), joinCall(phone)])
    await expectTone(pictureOf(room, patient), red)
    await expect(room.getByText(`${patient.user.name} has no camera`)).toBeVisible()

    await mend(phone)
    await phone.getByRole('button', { name: 'Camera and microphone' }).click()
    await problem.getByRole('button', { name: 'Try again' }).click()
    await expectPicture(pictureOf(room, patient), red)
    await expect(problem).toBeHidden()
    await Promise.all(profiles.map((profile) => profile.close()))
  })
}
