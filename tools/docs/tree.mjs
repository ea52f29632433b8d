import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesUnder } from '../layers/files.mjs'

/** The files of a checkout, some of them perhaps replaced in memory. */
export class Tree {
  #root
  #replaced

  /** @param {Record<string, string>} replaced texts by path, in place of what is on disk or beside it */
  constructor(root, replaced = {}) {
    this.#root = root
    this.#replaced = replaced
  }

  with(replaced) {
    return new Tree(this.#root, { ...this.#replaced, ...replaced })
  }

  has(path) {
    return path in this.#replaced || existsSync(join(this.#root, path))
  }

  text(path) {
    return this.#replaced[path] ?? readFileSync(join(this.#root, path), 'utf8')
  }

  /** Paths of the files below the folder whose name matches. */
  list(folder, matches) {
    const added = Object.keys(this.#replaced).filter((path) => path.startsWith(`${folder}/`) && matches.test(path))
    return [...new Set([...filesUnder(this.#root, folder, matches), ...added])].sort()
  }
}
