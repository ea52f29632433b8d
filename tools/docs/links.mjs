// Links between the documents lead to files and headings that exist, and so do the paths they name.

import { posix } from 'node:path'

const links = [/!?\[[^\]]*\]\(([^)\s]+)\)/g, /\b(?:src|href)="([^"]+)"/g]

/** The anchor that a Markdown heading gets. */
const anchorOf = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-')

const anchorsOf = (text) => [...text.matchAll(/^#+ +(.+)$/gm)].map((found) => anchorOf(found[1]))

/** A path of the checkout in code font; a TypeScript module may go without its ending. */
const namedPaths = /`((?:server|web|tests|tools|docs|deploy|protocol|bench)\/[\w./-]+)`/g

/** @param {import('./tree.mjs').Tree} tree */
export function linkFaults(tree) {
  const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...tree.list('docs', /\.md$/), ...tree.list('protocol', /\.md$/)]
  return [...documents.flatMap((file) => pathFaults(tree, file)), ...documents.flatMap((file) => targetFaults(tree, file))]
}

function pathFaults(tree, file) {
  return [...tree.text(file).matchAll(namedPaths)].flatMap(([, path]) =>
    tree.has(path) || tree.has(`${path}.ts`) ? [] : [`${file}: ${path} is no path of this checkout`],
  )
}

function targetFaults(tree, file) {
  return links
    .flatMap((link) => [...tree.text(file).matchAll(link)])
    .flatMap(([, target]) => {
      if (/^[a-z]+:/.test(target)) return []
      const [path, anchor] = target.split('#')
      const other = path ? posix.normalize(posix.join(posix.dirname(file), path)) : file
      if (!tree.has(other)) return [`${file}: ${target} leads to no file`]
      if (anchor && !anchorsOf(tree.text(other)).includes(anchor)) return [`${file}: ${target} leads to no heading`]
      return []
    })
}
