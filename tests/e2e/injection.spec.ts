import { expect, newProfile, takeForbidden, test } from '../support/browsers.ts'
import { seconds, within } from '../support/clock.ts'

/** What somebody could try who had smuggled markup or text into a page, and the directive that ends it. */
const ways: [string, string, string][] = [
  ['markup', `document.body.innerHTML = '<img src="/none.png" onerror="happened()">'`, 'require-trusted-types-for'],
  ['an_inline_script', `add('script', { textContent: 'happened()' })`, 'require-trusted-types-for'],
  ['a_script_from_elsewhere', `add('script', { src: 'data:text/javascript,happened()' })`, 'require-trusted-types-for'],
  [
    'another_service_worker',
    `navigator.serviceWorker.register('/theme.js').then(happened)`,
    'require-trusted-types-for',
  ],
  ['a_policy_of_its_own', `trustedTypes.createPolicy('evil', {}); happened()`, 'trusted-types'],
  ['text_that_is_run', `(0, eval)('happened()')`, 'require-trusted-types-for|script-src'],
  ['a_style', `add('style', { textContent: 'body { display: none }' })`, 'style-src-elem'],
  ['a_frame', `add('iframe', { src: 'https://evil.invalid/' })`, 'frame-src'],
  ['a_form', `add('form', { action: 'https://evil.invalid/' }).submit()`, 'form-action'],
  ['a_request', `fetch('https://evil.invalid/').then(happened)`, 'connect-src'],
  ['a_picture', `add('img', { src: 'https://evil.invalid/' })`, 'img-src'],
  ['another_base', `add('base', { href: 'https://evil.invalid/' })`, 'base-uri'],
]

const tools = `
  window.happened = () => { window.hasHappened = true }
  window.add = (name, values) => {
    const element = Object.assign(document.createElement(name), values)
    document.body.append(element)
    return element
  }
  window.violated = new Promise((tell) => {
    addEventListener('securitypolicyviolation', (event) => tell(event.effectiveDirective), { once: true })
  })
  true`

for (const [name, code, directive] of ways) {
  test(`${name}_that_was_smuggled_into_a_page_does_nothing`, async ({ server, doctorBrowser }) => {
    const profile = await newProfile(doctorBrowser)
    const page = await profile.newPage()
    await page.goto(`${server.origin}/sign-in`)
    const session = await profile.newCDPSession(page)
    // Playwright's own evaluate() may do what the policy forbids to the page.
    const run = async (expression: string) => {
      const asked = { expression, awaitPromise: true, allowUnsafeEvalBlockedByCSP: false }
      return (await session.send('Runtime.evaluate', asked)).result.value as unknown
    }
    await run(tools)
    await run(code)
    expect(await within(seconds(10), `${directive} is violated`, run('violated'))).toMatch(
      new RegExp(`^(${directive})`),
    )
    expect(await run('window.hasHappened === true')).toBe(false)
    expect(takeForbidden()).not.toEqual([])
    await profile.close()
  })
}
