import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react'
import type { AppWorker } from '../push/app-worker'
import type { InstallOffer, InstallState } from '../push/install'
import type { PushDevice, PushDeviceState } from '../push/push-device'

/** What makes a web page an app: the service worker, its pushes, and being installed. One of each per page. */
export interface PushParts {
  readonly device: PushDevice
  readonly worker: AppWorker
  readonly install: InstallOffer
}

const PushContext = createContext<PushParts | undefined>(undefined)

export function PushProvider({ parts, children }: { parts: PushParts; children: ReactNode }) {
  return <PushContext value={parts}>{children}</PushContext>
}

function useParts(): PushParts {
  const parts = useContext(PushContext)
  if (parts === undefined) throw new Error('usePushDevice outside PushProvider')
  return parts
}

/** Whether this browser rings with no page open, and what can be done about it. */
export function usePushDevice(): { device: PushDevice; state: PushDeviceState } {
  const { device } = useParts()
  return { device, state: useSyncExternalStore(device.subscribe, () => device.state) }
}

/** The service worker's registration and whether a new version waits. */
export function useAppWorker(): { worker: AppWorker; hasUpdate: boolean } {
  const { worker } = useParts()
  return { worker, hasUpdate: useSyncExternalStore(worker.subscribe, () => worker.state).hasUpdate }
}

/** How the app can be installed here. */
export function useInstall(): { install: InstallOffer; way: InstallState['way'] } {
  const { install } = useParts()
  return { install, way: useSyncExternalStore(install.subscribe, () => install.state).way }
}
