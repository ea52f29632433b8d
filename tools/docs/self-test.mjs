// Each agreement broken once, in memory, on top of the checkout as it is.

const spec = 'docs/openapi.json'

/** A text of the checkout with a part of it replaced. */
const edited = (tree, file, from, to) => {
  const text = tree.text(file)
  if (!text.includes(from)) throw new Error(`the self test wants "${from}" in ${file}`)
  return { [file]: text.replace(from, to) }
}

const document = (tree, change) => {
  const parsed = JSON.parse(tree.text(spec))
  change(parsed)
  return { [spec]: JSON.stringify(parsed) }
}

/** What is broken, and words of the sentence that must tell of it. */
const breakages = (tree) => [
  [{ [spec]: '{' }, 'is no JSON'],
  [document(tree, (one) => { one.openapi = '3.0.3' }), 'is not 3.1'],
  [document(tree, (one) => { delete one.components.schemas.Call }), '#/components/schemas/Call leads nowhere'],
  [document(tree, (one) => { one.paths['/healthz'].get.operationId = 'readyz' }), 'two operations are called readyz'],
  [document(tree, (one) => { delete one.paths['/api/calls/{id}'].parameters }), 'declared are {}'],
  [document(tree, (one) => { delete one.paths['/api/config'].get.responses }), 'it has no responses'],
  [document(tree, (one) => { delete one.paths['/api/calls/{id}/accept'].post }), 'the server has post /api/calls/{id}/accept, docs/openapi.json has not'],
  [document(tree, (one) => { one.paths['/api/calls/{id}'].put = { operationId: 'x', responses: { 200: {} } } }), 'docs/openapi.json has put /api/calls/{}, no route table'],
  [{ 'server/net/routes_of_tomorrow.cpp': '{Verb::del, "/api/tomorrow/{id}", to(x), command(y)},' }, 'the server has delete /api/tomorrow/{id}'],
  [edited(tree, 'server/base/refusal.hpp', 'queue_full,', 'queue_full, too_tired,'), 'does not speak of the refusal `too_tired`'],
  [edited(tree, 'docs/PROTOCOL.md', '`not_done`', 'not done'), 'does not speak of the refusal `not_done`'],
  [edited(tree, 'docs/PROTOCOL.md', '`entry.requeue`', '`entry.requeued`'), 'does not list the action `entry.requeue`'],
  [edited(tree, 'protocol/merge-patch.json', '"patch": { "b": 2 }', '"patch": { "b": 3 }'), 'does not lead from'],
  [edited(tree, 'protocol/client-frames.json', '"name": "unwatch"', '"name": "watch_me"'), 'the name stands there twice'],
  [edited(tree, 'protocol/server-frames.json', '[', '{'), 'is no JSON'],
  [edited(tree, 'protocol/http-bodies.json', '"path": "/api/auth/login"', '"path": "/api/auth/log-in"'), 'has no such route'],
  [edited(tree, 'protocol/http-bodies.json', '"status": 422', '"status": 418'), 'knows no status 418'],
  [edited(tree, 'README.md', '(docs/PROTOCOL.md)', '(docs/PROTOKOLL.md)'), 'docs/PROTOKOLL.md leads to no file'],
  [edited(tree, 'README.md', 'src="docs/images/incoming-call.png"', 'src="docs/images/call.png"'), 'docs/images/call.png leads to no file'],
  [edited(tree, 'docs/ARCHITECTURE.md', '`tools/layers/table.mjs`', '`tools/layers/tables.mjs`'), 'tools/layers/tables.mjs is no path'],
  [edited(tree, 'docs/PROTOCOL.md', '(#topics)', '(#subjects)'), '#subjects leads to no heading'],
]

/** @returns {string[]} what went unseen */
export function selfTest(tree, faultsOf) {
  return breakages(tree).flatMap(([replaced, words]) => {
    let sentences
    try {
      sentences = faultsOf(tree.with(replaced))
    } catch (error) {
      sentences = [String(error)]
    }
    return sentences.some((sentence) => sentence.includes(words)) ? [] : [`unseen: ${words}`]
  })
}
