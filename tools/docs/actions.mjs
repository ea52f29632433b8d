// Every action that the server records stands in docs/PROTOCOL.md, in the table of the audit.

/** The actions of the table, as it names them. */
function listed(page) {
  const rows = page.split('| `action` |')[1]?.split('\n\n')[0]?.split('\n') ?? []
  return new Set(rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([\w.]+)`/g)].map((match) => match[1])))
}

/** @param {import('./tree.mjs').Tree} tree */
export function actionFaults(tree) {
  const actions = listed(tree.text('docs/PROTOCOL.md'))
  if (actions.size === 0) return ['docs/PROTOCOL.md: no table of actions found']
  const families = [...new Set([...actions].map((action) => action.split('.')[0]))].join('|')
  const literal = new RegExp(`"((?:${families})\\.[a-z_]+)"`, 'g')
  const found = tree.list('server/app', /\.cpp$/).flatMap((file) => [...tree.text(file).matchAll(literal)].map((match) => match[1]))
  return [...new Set(found)]
    .filter((action) => !actions.has(action))
    .map((action) => `docs/PROTOCOL.md does not list the action \`${action}\``)
}
