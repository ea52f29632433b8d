import { CSPProvider } from '@base-ui/react/csp-provider'
import type { DataRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { Toaster } from '../components/ui/toast'
import { TooltipProvider } from '../components/ui/tooltip'
import type { LiveClient } from '../live/client'
import { ContactProvider } from './contact-provider'
import { LiveProvider } from './live-context'
import { type PushParts, PushProvider } from './push-context'

/** Everything that all screens stand on. */
export function App({ live, push, router }: { live: LiveClient; push: PushParts; router: DataRouter }) {
  return (
    <LiveProvider live={live}>
      {/* The content security policy allows no style elements; styles.css has the one that Base UI would add. */}
      <CSPProvider disableStyleElements>
        <PushProvider parts={push}>
          <ContactProvider>
            <TooltipProvider>
              <RouterProvider router={router} />
              <Toaster />
            </TooltipProvider>
          </ContactProvider>
        </PushProvider>
      </CSPProvider>
    </LiveProvider>
  )
}
