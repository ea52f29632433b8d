// Reads what a test runner left behind and prints "PASSED FAILED".
//
//   node tools/count.mjs junit|vitest|playwright FILE
//
// A file that is missing or cannot be read counts as one failure: the runner ended before it could write it.

import { readFileSync } from 'node:fs'

const count = {
  /** ctest --output-junit */
  junit(text) {
    const attribute = (name) => Number(new RegExp(`<testsuite[^>]*\\s${name}="(\\d+)"`).exec(text)?.[1])
    const [tests, failures] = [attribute('tests'), attribute('failures')]
    const skipped = attribute('skipped') + attribute('disabled')
    return { passed: tests - failures - skipped, failed: failures }
  },
  /** vitest --reporter=json. A file that could not be run at all holds no test, yet has failed. */
  vitest(text) {
    const report = JSON.parse(text)
    const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.every((one) => one.status !== 'failed'))
    return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length }
  },
  /** playwright --reporter=json. Without retries a test is flaky never; errors outside tests are failures too. */
  playwright(text) {
    const { stats, errors } = JSON.parse(text)
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length }
  },
}

const [kind, file] = process.argv.slice(2)
try {
  const { passed, failed } = count[kind](readFileSync(file, 'utf8'))
  if (!Number.isInteger(passed) || !Number.isInteger(failed)) throw new Error('it holds no counts')
  console.log(`${passed} ${failed}`)
} catch (error) {
  console.error(`${file}: ${error.message}`)
  console.log('0 1')
}
