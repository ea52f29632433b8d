/** What the browser remembers of its person's account. */

export interface Subscription {
  endpoint: string
  id: string
  /** The number of the sign-in that brought it. */
  signIn: number
}

export class Account {
  /** The number of the sign-in whose cookies the browser has. */
  signIn = 1
  subscriptions: Subscription[] = []
}
