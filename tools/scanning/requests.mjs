#!/usr/bin/env node
// Every operation of docs/openapi.json that has a parameter as a request that sqlmap can read, with values that the server
// takes, each by somebody who may ask it. Prepares a clinic with a practice, an entry and a call first, so that ids lead somewhere.
//
//   tools/scanning/requests.mjs ORIGIN FOLDER
//
// FOLDER gets NAME.request for each operation, `urls` with the addresses that can be asked with GET, and `token`, a
// patient's access token.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [origin, folder] = process.argv.slice(2)
if (!origin || !folder) throw new Error('give the origin of a server with demo data, and a folder')
const document = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'))
mkdirSync(folder, { recursive: true })

/** @param {string} method @param {string} path @param {string | undefined} token @param {object} [body] */
async function ask(method, path, token, body) {
  const headers = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  }
  const answer = await fetch(origin + path, { method, headers, body: body && JSON.stringify(body) })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
  return text === '' ? {} : JSON.parse(text)
}

const { accounts } = await ask('GET', '/api/demo', undefined)
/** @param {string} role */
async function signIn(role) {
  const { email, password } = accounts.find((account) => account.role === role)
  return { email, password, token: (await ask('POST', '/api/auth/token', undefined, { email, password })).accessToken }
}
const doctor = await signIn('DOCTOR')
const patient = await signIn('PATIENT')

const { schedules } = await ask('GET', '/api/schedules', doctor.token)
const [schedule] = schedules.filter(({ status }) => status === 'UPCOMING')
await ask('POST', `/api/schedules/${schedule.id}/start`, doctor.token)
const { entry } = await ask('POST', `/api/schedules/${schedule.id}/queue`, patient.token, { reason: 'A cough' })
await ask('PUT', `/api/queue/${entry.id}/readiness`, patient.token, { ready: true })
const { call } = await ask('POST', `/api/queue/${entry.id}/call`, doctor.token)
await ask('POST', `/api/calls/${call.id}/accept`, patient.token)

const nobodys = '01900000-0000-7000-8000-000000000000'
/** @param {string} path @param {string} name of the parameter */
function idFor(path, name) {
  if (path.startsWith('/api/schedules/')) return schedule.id
  if (name === 'entryId') return entry.id
  if (path.startsWith('/api/calls/')) return call.id
  return nobodys
}

const resolve = (schema) => {
  const name = schema?.$ref?.replace('#/components/schemas/', '')
  return name === undefined ? (schema ?? {}) : { ...document.components.schemas[name], name }
}
const parameterOf = (parameter) =>
  parameter.$ref === undefined
    ? parameter
    : document.components.parameters[parameter.$ref.replace('#/components/parameters/', '')]

const known = { email: patient.email, currentPassword: 'not the password', password: 'not the password', locale: 'en' }

/** A value that the schema takes. @param {object} given @param {string} [key] the name it stands under */
function sample(given, key = '') {
  const schema = resolve(given)
  const [type] = [schema.type].flat()
  if (key in known && type === 'string') return known[key]
  if (schema.enum) return schema.enum[0]
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          // A change of the password that is refused would keep the rest from the database.
          .filter(([name, of]) => !(name === 'password' && of.type === 'object'))
          .map(([name, of]) => [name, sample(of, name)]),
      )
    case 'array':
      return [sample(schema.items)]
    case 'integer':
      return schema.name === 'Instant' ? Date.now() + (/^(ends|to)/.test(key) ? 7_200_000 : 3_600_000) : (schema.minimum ?? 1)
    case 'boolean':
      return true
    default:
      return text(schema)
  }
}

function text(schema) {
  switch (schema.format) {
    case 'uuid':
      return nobodys
    case 'date':
      return '1990-04-17'
    case 'uri':
      return `${origin}/push`
    default:
      return 'x'.repeat(Math.max(schema.minLength ?? 0, 12)).slice(0, schema.maxLength)
  }
}

// Signing out would end the scan for the requests behind it.
const left = new Set(['POST /api/auth/logout', 'GET /api/realtime'])
/** Is it for the other role than the doctor's? Asked with a body of another type, so that nothing is done. */
async function isPatients(method, target) {
  const answer = await fetch(origin + target, {
    method: method.toUpperCase(),
    headers: { authorization: `Bearer ${doctor.token}`, 'content-type': 'text/plain' },
    ...(method === 'get' ? {} : { body: '-' }),
  })
  return answer.status === 403
}

const urls = []
for (const [path, item] of Object.entries(document.paths)) {
  for (const method of ['get', 'post', 'put', 'patch', 'delete'].filter((name) => name in item)) {
    const operation = item[method]
    if (left.has(`${method.toUpperCase()} ${path}`)) continue
    const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(parameterOf)
    const filled = path.replace(/\{(\w+)\}/g, (_, name) => idFor(path, name))
    const query = new URLSearchParams(
      parameters.filter((of) => of.in === 'query').map((of) => [of.name, String(sample(of.schema, of.name))]),
    )
    const target = query.size === 0 ? filled : `${filled}?${query}`
    if (method === 'get') urls.push(origin + target)
    const schema = operation.requestBody?.content?.['application/json']?.schema
    const body = schema === undefined ? undefined : JSON.stringify(sample(schema))
    const hasNothingToTry = path === filled && query.size === 0 && (body ?? '{}') === '{}'
    if (hasNothingToTry) continue
    // The asterisks mark what sqlmap does not try by itself: ids in the path.
    const marked = path.includes('{') ? target.replace(/([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})/, '$1*') : target
    const who = (await isPatients(method, target)) ? patient : doctor
    const lines = [
      `${method.toUpperCase()} ${marked} HTTP/1.1`,
      `Host: ${new URL(origin).host}`,
      ...(operation.security?.length === 0 ? [] : [`Authorization: Bearer ${who.token}`]),
      ...(body === undefined ? [] : ['Content-Type: application/json']),
    ]
    const name = `${method}${filled.replace(/[0-9a-f-]{36}/g, 'ID').replace(/\W+/g, '-')}`
    writeFileSync(join(folder, `${name}.request`), `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`)
  }
}
writeFileSync(join(folder, 'urls'), `${urls.join('\n')}\n`)
writeFileSync(join(folder, 'token'), patient.token)
console.log(`${urls.length} addresses and a request for each operation are in ${folder}`)
