// The includes of server/.

import { filesUnder, textOf } from './files.mjs'
import { libraries, outsideDomain, serverFolders, serverSecrets, systemHeaders } from './table.mjs'

const included = /^[ \t]*#[ \t]*include[ \t]*(?:<([^>]+)>|"([^"]+)")/

/** The house's folder that a header stands in, when it is the house's: `net/http.hpp` → `net`. */
const folderOf = (header) => {
  const first = header.split('/', 1)[0]
  return header.includes('/') && first in serverFolders ? first : undefined
}

const say = (names) => (names.length === 0 ? 'nothing else' : names.join(', '))

/** @returns {string | undefined} why this folder may not include this header of the house */
function houseFault(folder, header) {
  const target = folderOf(header)
  if (target === undefined) {
    return `"${header}" is no header of server/: include it by its path from server/, and what is not ours with <>`
  }
  const secret = serverSecrets.find((row) => row.folder === folder && row.header === header)
  if (secret) return `server/${folder} may not include "${header}": ${secret.because}`
  if (target === folder || serverFolders[folder].includes(target)) return undefined
  return `server/${folder} may not use server/${target} ("${header}"); it may use ${say(serverFolders[folder])}`
}

/** @returns {string | undefined} why this folder may not include this header of somebody else */
function libraryFault(folder, header) {
  if (folderOf(header) && header.endsWith('.hpp')) return `<${header}> is ours: include it as "${header}"`
  const library = libraries.find(({ prefix }) => header.startsWith(prefix))
  if (library) {
    if (library.folders.includes(folder)) return undefined
    const home = library.folders.length === 0 ? 'no folder may' : `only ${library.folders.join(', ')} may`
    return `server/${folder} may not include <${header}>: ${home} use ${library.name}`
  }
  if (systemHeaders.names.includes(header)) {
    if (systemHeaders.folders.includes(folder)) return undefined
    return `server/${folder} may not include <${header}>: only ${systemHeaders.folders.join(', ')} may use the operating system`
  }
  if (/^[a-z0-9_]+$/.test(header)) {
    if (folder !== 'domain' || !outsideDomain.includes(header)) return undefined
    return `server/domain may not include <${header}>: a decision knows no clock, thread, file or random number`
  }
  return `<${header}> belongs to no library that tools/layers/table.mjs knows; give it a row there`
}

/** @returns {{file: string, line: number, sentence: string}[]} */
export function serverFaults(root) {
  return filesUnder(root, 'server', /\.(cpp|hpp|h)$/).flatMap((file) => {
    const folder = file.split('/')[1]
    if (!(folder in serverFolders)) {
      return [{ file, line: 1, sentence: `server/${folder} is no folder of docs/ARCHITECTURE.md's table` }]
    }
    return textOf(root, file)
      .split('\n')
      .flatMap((text, index) => {
        const [, library, house] = included.exec(text) ?? []
        if (library === undefined && house === undefined) return []
        const sentence = house === undefined ? libraryFault(folder, library) : houseFault(folder, house)
        return sentence ? [{ file, line: index + 1, sentence }] : []
      })
  })
}
