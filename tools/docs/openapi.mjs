// docs/openapi.json: well-formed, and the same routes as the server's tables.

const methods = ['get', 'put', 'post', 'delete', 'patch']

/** A row of a route table: {Verb::get, "/api/schedules/{id}", … */
const row = /\{\s*Verb::(\w+)\s*,\s*"([^"]+)"/g

/** What a path's braces are called is each side's own business. */
const nameless = (path) => path.replace(/\{\w+\}/g, '{}')

const routesOfServer = (tree) =>
  tree.list('server/net', /\.cpp$/).flatMap((file) =>
    [...tree.text(file).matchAll(row)].map(([, verb, path]) => `${verb === 'del' ? 'delete' : verb} ${path}`),
  )

const operationsOf = (document) =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    methods.filter((method) => method in item).map((method) => ({ path, item, method, operation: item[method] })),
  )

/** Every $ref in the document. */
const refsIn = (value) =>
  value === null || typeof value !== 'object'
    ? []
    : Object.entries(value).flatMap(([key, inner]) => (key === '$ref' ? [inner] : refsIn(inner)))

const resolve = (document, ref) =>
  ref.startsWith('#/') ? ref.slice(2).split('/').reduce((value, key) => value?.[key], document) : undefined

function operationFaults(document, { path, item, method, operation }) {
  const where = `docs/openapi.json: ${method.toUpperCase()} ${path}`
  const declared = [...(item.parameters ?? []), ...(operation.parameters ?? [])]
    .map((one) => (one.$ref ? resolve(document, one.$ref) : one))
    .filter((one) => one?.in === 'path')
    .map((one) => one.name)
  const wanted = [...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1])
  const faults = []
  if (declared.sort().join() !== wanted.sort().join()) faults.push(`${where}: the path's parameters are {${wanted}}, declared are {${declared}}`)
  if (!operation.operationId) faults.push(`${where}: it has no operationId`)
  if (Object.keys(operation.responses ?? {}).length === 0) faults.push(`${where}: it has no responses`)
  return faults
}

const repeated = (list) => [...new Set(list.filter((one, index) => list.indexOf(one) !== index))]

/** The document; undefined when it is no JSON. */
export function readDocument(tree) {
  try {
    return JSON.parse(tree.text('docs/openapi.json'))
  } catch {
    return undefined
  }
}

/** @param {import('./tree.mjs').Tree} tree */
export function openApiFaults(tree) {
  const document = readDocument(tree)
  if (!document) return ['docs/openapi.json is no JSON']
  const operations = operationsOf(document)
  // An upgrade to the socket (101) is no row of a table.
  const told = new Set(operations.filter(({ operation }) => !operation.responses?.[101]).map(({ method, path }) => nameless(`${method} ${path}`)))
  const served = routesOfServer(tree)
  const servedNameless = new Set(served.map(nameless))
  return [
    ...(document.openapi?.startsWith('3.1') ? [] : ['docs/openapi.json: "openapi" is not 3.1']),
    ...refsIn(document).filter((ref) => resolve(document, ref) === undefined).map((ref) => `docs/openapi.json: ${ref} leads nowhere`),
    ...repeated(operations.map(({ operation }) => operation.operationId)).map((id) => `docs/openapi.json: two operations are called ${id}`),
    ...operations.flatMap((one) => operationFaults(document, one)),
    ...served.filter((route) => !told.has(nameless(route))).map((route) => `the server has ${route}, docs/openapi.json has not`),
    ...[...told].filter((route) => !servedNameless.has(route)).map((route) => `docs/openapi.json has ${route}, no route table under server/net has`),
  ]
}
