import { CSPProvider } from '@base-ui/react/csp-provider'
import type { DataRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { Toaster } from '../components/ui/toast'
import { TooltipProvider } from '../components/ui/tooltip'
import type { LiveClient } from '../live/client'
import { ContactProvider } from './contact-provider'
import { LiveProvider } from './live-context'

/** Everything that all screens stand on. */
export function App({ live, router }: { live: LiveClient; router: DataRouter }) {
  return (
    <LiveProvider live={live}>
      {/* The content security policy allows no style elements; styles.css has the one that Base UI would add. */}
      <CSPProvider disableStyleElements>
        <ContactProvider>
          <TooltipProvider>
            <RouterProvider router={router} />
            <Toaster />
          </TooltipProvider>
        </ContactProvider>
      </CSPProvider>
    </LiveProvider>
  )
}
