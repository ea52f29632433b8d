/** JSON Merge Patch, RFC 7396. Pure: neither argument is changed, untouched branches are shared. */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

function isObject(value: unknown): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What `target` becomes when `patch` is applied to it. */
export function applyMergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch
  const result = new Map(isObject(target) ? Object.entries(target) : [])
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) result.delete(key)
    else result.set(key, applyMergePatch(result.get(key), change))
  }
  // Object.fromEntries defines properties, so a key named "__proto__" stays data.
  return Object.fromEntries(result)
}
