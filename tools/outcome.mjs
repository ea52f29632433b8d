// Reads what a test runner left behind and prints "PASSED FAILED", then each failed test and what was said of it.
//
//   node tools/outcome.mjs junit|vitest|playwright FILE
//
// A file that is missing or cannot be read counts as one failure: the runner ended before it could write it.

import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

/** As much of what was said as a reader wants to see beside the other failures. */
const mostLines = 40
const longestLine = 400

const entities = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
const textOf = (xml) => xml.replace(/&(\w+);/g, (entity, name) => entities[name] ?? entity)

const outcome = {
  /** ctest --output-junit */
  junit(text) {
    const attribute = (name) => Number(new RegExp(`<testsuite[^>]*\\s${name}="(\\d+)"`).exec(text)?.[1])
    const [tests, failures] = [attribute('tests'), attribute('failures')]
    const skipped = attribute('skipped') + attribute('disabled')
    const failed = text.split('<testcase ').filter((one) => one.includes('<failure'))
    return {
      passed: tests - failures - skipped,
      failed: failures,
      failures: failed.map((one) => ({
        name: textOf(/name="([^"]*)"/.exec(one)[1]),
        said: [textOf(/<system-out>(.*?)<\/system-out>/s.exec(one)?.[1] ?? '')],
      })),
    }
  },
  /** vitest --reporter=json. A file that could not be run at all holds no test, yet has failed. */
  vitest(text) {
    const report = JSON.parse(text)
    const failures = report.testResults.flatMap((file) => {
      const failed = file.assertionResults.filter((one) => one.status === 'failed')
      const path = relative('', file.name)
      if (failed.length === 0 && file.status === 'failed') return [{ name: path, said: [file.message] }]
      return failed.map((one) => ({ name: `${path}: ${one.fullName}`, said: one.failureMessages }))
    })
    return { passed: report.numPassedTests, failed: failures.length, failures }
  },
  /** playwright --reporter=json. Without retries a test is flaky never; errors outside tests are failures too. */
  playwright(text) {
    const { stats, errors, suites } = JSON.parse(text)
    const specsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)]
    const failed = suites.flatMap(specsOf).filter((spec) => !spec.ok)
    return {
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky + errors.length,
      failures: [
        ...failed.map(({ file, title, tests }) => ({
          name: `${file}: ${title}`,
          said: tests.flatMap((test) => test.results.flatMap((result) => result.errors.map((error) => error.message))),
        })),
        ...errors.map((error) => ({ name: 'outside the tests', said: [error.message] })),
      ],
    }
  },
}

const linesOf = ({ name, said }) => [
  name,
  ...said
    .flatMap((message) => stripVTControlCharacters(message).trimEnd().split('\n'))
    .filter((line) => !line.includes('/node_modules/'))
    .slice(0, mostLines)
    .map((line) => `    ${line.slice(0, longestLine)}`),
]

const [kind, file] = process.argv.slice(2)
try {
  const { passed, failed, failures } = outcome[kind](readFileSync(file, 'utf8'))
  if (!Number.isInteger(passed) || !Number.isInteger(failed)) throw new Error('it holds no counts')
  console.log([`${passed} ${failed}`, ...failures.flatMap(linesOf)].join('\n'))
} catch (error) {
  console.log(`0 1\n${file}: ${error.message}`)
}
