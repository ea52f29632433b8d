import { RouterProvider } from 'react-router/dom'
import { Toaster } from '../components/ui/toast'
import { TooltipProvider } from '../components/ui/tooltip'
import type { LiveClient } from '../live/client'
import { LiveProvider } from './live-context'
import { router } from './router'

/** Everything that all screens stand on. */
export function App({ live }: { live: LiveClient }) {
  return (
    <LiveProvider live={live}>
      <TooltipProvider>
        <RouterProvider router={router} />
        <Toaster />
      </TooltipProvider>
    </LiveProvider>
  )
}
