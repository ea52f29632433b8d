import { type ReactNode, useEffect } from 'react'
import { Navigate, Outlet, useLocation } from 'react-router'
import type { Role } from '../domain/types'
import { useConnection, useMe } from './live-context'
import { rememberSignedIn } from './sign-in-memory'
import { SplashScreen } from './splash'

/** The start page of a role. */
export function homeOf(role: Role): string {
  return role === 'DOCTOR' ? '/doctor' : '/patient'
}

/** Where somebody wanted to go before the sign-in got in the way; only paths of this app. */
function wanted(state: unknown): string {
  const from = (state as { from?: unknown } | null)?.from
  return typeof from === 'string' && from.startsWith('/') && !from.startsWith('//') ? from : '/'
}

/** Lets signed-in people pass; sends others to the sign-in page, which returns them. */
export function SignedIn() {
  const connection = useConnection()
  const me = useMe()
  const { pathname, search } = useLocation()
  if (connection.status === 'signed_out') return <Navigate to="/sign-in" replace state={{ from: pathname + search }} />
  if (me.state === undefined) return <SplashScreen />
  return <RememberedOutlet />
}

function RememberedOutlet() {
  useEffect(rememberSignedIn, [])
  return <Outlet />
}

/** The sign-in pages: whoever is signed in has no business there and goes on to where they wanted. */
export function SignedOut({ children }: { children: ReactNode }) {
  const connection = useConnection()
  const me = useMe()
  const { state } = useLocation()
  if (me.state !== undefined) return <Navigate to={wanted(state)} replace />
  if (connection.status !== 'signed_out') return <SplashScreen />
  return children
}

/** Keeps a doctor who must have a second factor on the page that sets it up. Must stand inside SignedIn. */
export function SecondFactorFirst() {
  const isDue = useMe().state?.user.secondFactorDue === true
  return isDue ? <Navigate to="/second-factor" replace /> : <Outlet />
}

/** Pages of one role; the other role is sent to its own start page. Must stand inside SignedIn. */
export function Only({ to }: { to: Role }) {
  const user = useMe().state?.user
  if (user === undefined) return null
  return user.role === to ? <Outlet /> : <Navigate to={homeOf(user.role)} replace />
}

export function HomeRedirect() {
  const user = useMe().state?.user
  return user === undefined ? null : <Navigate to={homeOf(user.role)} replace />
}
