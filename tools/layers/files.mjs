import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Every file under root/folder whose name matches, as paths from root with forward slashes, sorted. */
export function filesUnder(root, folder, matches) {
  const top = join(root, folder)
  if (!existsSync(top)) return []
  return readdirSync(top, { withFileTypes: true })
    .flatMap((item) => {
      const path = `${folder}/${item.name}`
      if (item.isDirectory()) return item.name === 'node_modules' ? [] : filesUnder(root, path, matches)
      return matches.test(item.name) ? [path] : []
    })
    .sort()
}

export const textOf = (root, path) => readFileSync(join(root, path), 'utf8')

/** The line, counted from 1, on which the character stands. */
export const lineAt = (text, index) => text.slice(0, index).split('\n').length
