/** Reads one value of the database. */
export type Look = (sql: string, ...values: string[]) => Value

export type Value = string | number | null

/** One value that the commands of one person alone change. */
export interface Cell {
  sql: string
  key: readonly string[]
  /** What it is before any command. */
  before: Value
  /** What it is when the person's account was erased; where this is missing, it stays as it was. */
  erased?: Value
  /** What tells of the person wherever it stands. */
  word?: string
}

export interface Effect {
  cell: Cell
  value: Value | ((before: Value) => Value)
}

/** All that one command does to the rows of one person, at once or not at all. */
export interface Change {
  /** The person's e-mail address. */
  of: string
  effects: readonly Effect[]
  /** The account goes; these words told who it was. */
  erases?: readonly string[]
}

/** What the server said of a cell: that it holds one of these. */
export interface Told {
  of: string
  cell: Cell
  values: readonly Value[]
}

interface World {
  values: ReadonlyMap<string, Value>
  words: readonly string[]
  /** Of each command whose reply was lost, whether it happened in this world. */
  lost: readonly boolean[]
}

/** What the rows of one person may be: one world, or as many as there are answers that never came. */
export class Worlds {
  readonly #cells = new Map<string, Cell>()
  #all: readonly World[] = [{ values: new Map(), words: [], lost: [] }]

  happened(change: Change): void {
    this.#all = this.#all.map((world) => this.#after(world, change))
  }

  /** The reply was lost. */
  mayHaveHappened(change: Change): void {
    this.#all = this.#all.flatMap((world) => {
      const happened = this.#after(world, change)
      return [
        { ...world, lost: [...world.lost, false] },
        { ...happened, lost: [...world.lost, true] },
      ]
    })
  }

  /** What else the cell might have held, it does not. False: it cannot hold what was told. */
  told({ cell, values }: Told): boolean {
    const key = this.#know(cell)
    const left = this.#all.filter((world) => values.includes(this.#valueIn(world, key)))
    if (left.length > 0) this.#all = left
    return left.length > 0
  }

  /** Finds the world that is; gives what stands against every one, and of each lost command whether it happened. */
  settle(look: Look): { contradictions: string[]; lost: readonly boolean[] } {
    const actual = new Map([...this.#cells].map(([key, cell]) => [key, look(cell.sql, ...cell.key)]))
    const differences = this.#all.map((world) =>
      [...actual]
        .filter(([key, value]) => this.#valueIn(world, key) !== value)
        .map(([key, value]) => `${key.slice(0, 200)} is ${value} and not ${this.#valueIn(world, key)}`),
    )
    const fitting = this.#all.filter((_, index) => differences[index]?.length === 0)
    const [world] = fitting
    if (!world) return { contradictions: differences.map((list) => list.join(', and ')), lost: [] }
    this.#all = [{ ...world, lost: [] }]
    // Where it made no difference whether it happened, nobody can tell.
    return { contradictions: [], lost: fitting.length === 1 ? world.lost : [] }
  }

  /** What must stand nowhere any more. */
  erasedWords(): readonly string[] {
    const words = this.#all[0]?.words ?? []
    if (this.#all.length > 1 || words.length === 0) return []
    return [...words, ...[...this.#cells.values()].flatMap(({ word }) => word ?? [])]
  }

  #after({ values, words, lost }: World, { effects, erases }: Change): World {
    const next = new Map(values)
    for (const { cell, value } of effects) {
      const key = this.#know(cell)
      next.set(key, typeof value === 'function' ? value(next.get(key) ?? cell.before) : value)
    }
    if (!erases) return { values: next, words, lost }
    for (const [key, { erased }] of this.#cells) if (erased !== undefined) next.set(key, erased)
    return { values: next, words: erases, lost }
  }

  #know(cell: Cell): string {
    const key = `${cell.sql} [${cell.key.join(', ')}]`
    this.#cells.set(key, cell)
    return key
  }

  #valueIn({ values }: World, key: string): Value {
    return values.get(key) ?? this.#cells.get(key)?.before ?? null
  }
}
