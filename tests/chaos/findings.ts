/** Throws with the first of the findings when there are any: in words, which a report of the run keeps whole. */
export function expectNone(findings: readonly string[], expected: string): void {
  if (findings.length === 0) return
  const more = findings.length > most ? [`and ${findings.length - most} more`] : []
  throw new Error([`expected that ${expected}, but`, ...findings.slice(0, most), ...more].join('\n'))
}

const most = 20
