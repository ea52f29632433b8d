// The imports of web/src.

import { posix } from 'node:path'
import { filesUnder, lineAt, textOf } from './files.mjs'
import { testPackages, webFolders } from './table.mjs'

// A statement's own words before the module stand on its line or on the lines of a list in braces.
const statement = /^[ \t]*(?:import|export)\b[^'"`;()]*?\bfrom[ \t\n]*(['"])(.+?)\1/gm
const bare = /^[ \t]*import[ \t]*(['"])(.+?)\1/gm
const called = /\b(?:import|require|vi\.mock|vi\.doMock)\(\s*(['"])(.+?)\1/g

const importsOf = (text) =>
  [statement, bare, called].flatMap((pattern) =>
    [...text.matchAll(pattern)].map((found) => {
      const name = found[2]
      return { name, line: lineAt(text, found.index + found[0].lastIndexOf(name)) }
    }),
  )

const isTest = (file) => /\.test\.tsx?$/.test(file)

/** The imported file below web/src, without its ending where it has none; undefined when it lies outside. */
function targetOf(file, name) {
  const path = posix.normalize(posix.join(posix.dirname(file), name))
  return path.startsWith('web/src/') ? path.slice('web/src/'.length) : undefined
}

function packageFault(file, folder, name) {
  if (isTest(file) && testPackages.test(name)) return undefined
  const { packages } = webFolders[folder]
  if (Array.isArray(packages) && packages.includes(name)) return undefined
  if (packages === true) return name.startsWith('node:') ? `a page knows no "${name}": that is Node's` : undefined
  if (packages) return `web/src/${folder} may import ${packages.join(', ')} and no other package: "${name}"`
  return `web/src/${folder} may import no package, and so no React: "${name}"`
}

/** @returns {string | undefined} why this file may not import this name */
function fault(file, name) {
  const below = file.slice('web/src/'.length)
  const folder = below.split('/', 1)[0]
  if (!name.startsWith('.')) return packageFault(file, folder, name)
  const target = targetOf(file, name)
  // Tests read golden files and what they prove from the rest of the checkout.
  if (target === undefined) return isTest(file) ? undefined : `"${name}" lies outside web/src`
  const to = target.split('/', 1)[0]
  if (folder === 'features') {
    const [, feature] = below.split('/')
    if (to === 'features') {
      const other = target.split('/')[1]
      if (other === feature) return undefined
      return `features do not import one another: ${feature} imports ${other} ("${name}"); only app composes them`
    }
  } else if (to === folder) return undefined
  if (webFolders[folder].uses.some((start) => target.startsWith(start))) return undefined
  return `web/src/${folder} may not import "${name}"; it may use ${webFolders[folder].uses.join(', ') || 'nothing else'}`
}

/** @returns {{file: string, line: number, sentence: string}[]} */
export function webFaults(root) {
  return filesUnder(root, 'web/src', /\.(ts|tsx|mts|js|jsx)$/).flatMap((file) => {
    const folder = file.slice('web/src/'.length).split('/')
    if (folder.length === 1) return [] // main.tsx and its like start the app: they may import everything
    if (!(folder[0] in webFolders)) {
      return [{ file, line: 1, sentence: `web/src/${folder[0]} is no folder of docs/ARCHITECTURE.md's table` }]
    }
    return importsOf(textOf(root, file)).flatMap(({ name, line }) => {
      const sentence = fault(file, name)
      return sentence ? [{ file, line, sentence }] : []
    })
  })
}
