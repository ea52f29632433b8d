// The golden messages are sound in themselves: JSON, named once each, patches that do what they say, routes that exist.

import { readDocument } from './openapi.mjs'

const files = ['merge-patch.json', 'client-frames.json', 'server-frames.json', 'http-bodies.json', 'push-messages.json']

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value)

/** RFC 7396, section 2. */
function merge(target, patch) {
  if (!isObject(patch)) return patch
  const result = isObject(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key]
    else result[key] = merge(result[key], value)
  }
  return result
}

const sorted = (_, value) => (isObject(value) ? Object.fromEntries(Object.entries(value).sort()) : value)
const isSame = (left, right) => JSON.stringify(left, sorted) === JSON.stringify(right, sorted)

const nameOf = (one) => [one.method, one.path, one.role, one.name].filter(Boolean).join(' ')

const patchFault = ({ from, to, patch }) => (isSame(merge(from, patch), to) ? undefined : 'the patch does not lead from `from` to `to`')

function bodyFault(one, paths) {
  const operation = paths[one.path.replace('/queue/{id}', '/queue/{entryId}')]?.[one.method.toLowerCase()]
  if (!operation) return 'docs/openapi.json has no such route'
  return String(one.status) in operation.responses ? undefined : `docs/openapi.json knows no status ${one.status} of this route`
}

/** @param {import('./tree.mjs').Tree} tree */
export function goldenFaults(tree) {
  const paths = readDocument(tree)?.paths ?? {}
  const check = { 'merge-patch.json': patchFault, 'http-bodies.json': (one) => bodyFault(one, paths) }
  return files.flatMap((file) => {
    let cases
    try {
      cases = JSON.parse(tree.text(`protocol/${file}`))
    } catch (error) {
      return [`protocol/${file} is no JSON: ${error.message}`]
    }
    const names = cases.map(nameOf)
    return cases.flatMap((one, index) => {
      const wrong = names.indexOf(names[index]) === index ? check[file]?.(one) : 'the name stands there twice'
      return wrong ? [`protocol/${file}: ${names[index]}: ${wrong}`] : []
    })
  })
}
