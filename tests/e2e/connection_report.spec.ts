import type { Page } from '@playwright/test'
import { expect, test } from '../support/browsers.ts'
import { seconds } from '../support/clock.ts'
import { measured } from '../support/measured.ts'
import { talk } from '../support/talk.ts'

/** Less than five seconds with media say nothing of a connection, and are not asked for. */
async function countedEnough(page: Page): Promise<void> {
  const counted = () =>
    page.evaluate(() => JSON.parse(sessionStorage.getItem('praktik.numbers') ?? '{}').tally?.ms ?? 0)
  await expect.poll(counted, { message: 'the page has counted', timeout: seconds(15) }).toBeGreaterThan(seconds(5))
}

test('both_sides_send_how_the_connection_was_and_the_doctor_reads_it', async ({
  server,
  doctorBrowser,
  patientBrowser,
}) => {
  const { doctor, patient, close } = await talk({ server, doctorBrowser, patientBrowser })

  await test.step('the doctor sends the numbers from the details, in the call', async () => {
    await doctor.page.getByRole('button', { name: /^Connection: / }).click()
    const details = doctor.page.getByRole('dialog', { name: 'Connection' })
    await details.getByRole('button', { name: 'Send the numbers' }).click()
    await expect(details.getByText(/^Sent at /)).toBeVisible()
    await details.getByRole('button', { name: 'Close' }).click()
  })

  await test.step('the patient sends them after the call', async () => {
    await Promise.all([doctor.page, patient.page].map(countedEnough))
    await patient.page.getByRole('button', { name: 'End call' }).click()
    await patient.page.getByRole('button', { name: 'Send the numbers' }).click()
    await expect(patient.page.getByText('Thank you, the numbers are kept with the call')).toBeVisible()
    await expect(patient.page.getByRole('heading', { name: 'How was the connection?' })).toBeHidden()
  })

  await test.step('the doctor reads both in the practice room', async () => {
    await doctor.page.getByRole('button', { name: 'No, thanks' }).click()
    await doctor.page.getByRole('button', { name: /^Connection of no\. 1 / }).click()
    const reports = doctor.page.getByRole('dialog', { name: 'Connection' })
    for (const name of ['At your end', 'At the patient’s end']) {
      const report = reports.getByRole('region', { name })
      await expect(report).toContainText('Direct')
      measured(`${name}: ${(await report.getByRole('definition').allInnerTexts()).join(', ')}`)
    }
  })
  await close()
})
