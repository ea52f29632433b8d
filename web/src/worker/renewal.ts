interface RenewalDeps {
  readonly fetch: typeof fetch
  /** Subscribes this browser anew under the server's key. */
  readonly subscribe: (applicationServerKey: string) => Promise<{ toJSON(): unknown }>
}

async function post(fetch: RenewalDeps['fetch'], path: string, body?: unknown): Promise<number> {
  const withBody = body !== undefined && {
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  }
  const reply = await fetch(path, { method: 'POST', credentials: 'same-origin', ...withBody })
  await reply.body?.cancel()
  return reply.status
}

/**
 * The push service ended this browser's subscription by itself: takes a new one and tells the server, for whoever is
 * signed in. When that fails, the next page that opens finds the device not armed and says so.
 *
 * @param fresh the new subscription, where the browser made it already
 */
export async function renewSubscription(fresh: { toJSON(): unknown } | undefined, deps: RenewalDeps): Promise<void> {
  try {
    const subscription = fresh ?? (await deps.subscribe(await serverKey(deps.fetch)))
    const send = () => post(deps.fetch, '/api/push/subscriptions', subscription.toJSON())
    if ((await send()) !== 401) return
    // The access cookie lives shorter than the sign-in.
    if ((await post(deps.fetch, '/api/auth/refresh')) < 300) await send()
  } catch {
    // No network, no permission, nobody signed in.
  }
}

async function serverKey(fetch: RenewalDeps['fetch']): Promise<string> {
  const reply = await fetch('/api/push/key', { credentials: 'same-origin' })
  const { publicKey } = (await reply.json()) as { publicKey: string }
  return publicKey
}
