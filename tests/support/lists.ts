interface Several<T> {
  1: [T]
  2: [T, T]
  3: [T, T, T]
  4: [T, T, T, T]
}

/** The list, known to have at least that many items. */
export function atLeast<T, Count extends keyof Several<T>>(count: Count, list: readonly T[]): Several<T>[Count] {
  if (list.length < count) throw new Error(`expected at least ${count} items, there are ${list.length}`)
  return list as unknown as Several<T>[Count]
}
