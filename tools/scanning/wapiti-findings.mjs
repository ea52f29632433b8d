// Prints what wapiti's report found, a line for each thing and path: `wapiti CATEGORY METHOD PATH: words`.

import { readFileSync } from 'node:fs'

const { vulnerabilities, anomalies } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const lines = [vulnerabilities, anomalies].flatMap((kinds) =>
  Object.entries(kinds).flatMap(([category, found]) =>
    found.map(({ method, path, info }) => `wapiti ${category} ${method} ${path.split('?')[0]}: ${info.replace(/\s+/g, ' ').slice(0, 200)}`),
  ),
)
for (const line of new Set(lines)) console.log(line)
