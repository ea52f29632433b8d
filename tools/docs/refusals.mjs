// Every code that the server can give stands in docs/PROTOCOL.md.

/** @param {import('./tree.mjs').Tree} tree */
export function refusalFaults(tree) {
  const list = /BOOST_DEFINE_ENUM_CLASS\(Refusal,([\s\S]*?)\)\n/.exec(tree.text('server/base/refusal.hpp'))?.[1]
  if (list === undefined) return ['server/base/refusal.hpp: no list of refusals found']
  const codes = list.replace(/\/\/.*/g, '').split(',').map((code) => code.trim()).filter(Boolean)
  const page = tree.text('docs/PROTOCOL.md')
  return codes.filter((code) => !page.includes(`\`${code}\``)).map((code) => `docs/PROTOCOL.md does not speak of the refusal \`${code}\``)
}
