/** Says what a test has measured, for whoever reads its output. */
export function measured(...words: string[]): void {
  process.stdout.write(`      measured: ${words.join(' ')}\n`)
}
