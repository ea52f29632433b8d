import type { Desk, NoteOptions } from './desk'
import { noteLooks } from './desk'
import type { Pages } from './pages'
import type { NewsPush } from './payload'
import type { Tell } from './receipts'
import type { Texts } from './texts'

export interface NewsDeps {
  readonly desk: Desk
  readonly pages: Pages
  readonly tell: Tell
  readonly texts: () => Promise<Texts>
}

function optionsOf(push: NewsPush): NoteOptions {
  const common = { ...noteLooks, body: push.body, renotify: true }
  if (push.kind === 'test') {
    return { ...common, tag: 'test', data: { kind: 'open', path: '/account', receipt: push.receipt } }
  }
  const path = `/patient/schedule/${push.schedule}`
  // News about the same practice replace one another: only the newest is true.
  return { ...common, tag: `${push.kind}-${push.schedule}`, data: { kind: 'open', path } }
}

/** Shows what there is to read. A test also tells the page that waits for it, and the server. */
export async function showNews(push: NewsPush, { desk, pages, tell }: NewsDeps): Promise<void> {
  const isTest = push.kind === 'test'
  // Pages first: that it arrived is true whether or not the notification may be shown.
  if (isTest) await pages.tellAll({ type: 'push_test' })
  const delivered = isTest ? tell(push.receipt, 'delivered') : undefined
  await desk.show(push.title, optionsOf(push))
  await delivered
  if (isTest) await tell(push.receipt, 'shown')
}

/** A push that this version does not know. Something must be shown: browsers take subscriptions that are silent away. */
export async function showUnknown({ desk, texts }: NewsDeps): Promise<void> {
  const { title, body } = (await texts()).news
  await desk.show(title, { ...noteLooks, tag: 'news', body, data: { kind: 'open', path: '/' } })
}
