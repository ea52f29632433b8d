/** The video room and what announces it elsewhere. */
export { CallNumbersCard } from './call-numbers-card'
export { CallPage } from './call-page'
export { ReturnToCallBar } from './return-to-call-bar'
export { useOpenOwnCall } from './use-open-own-call'
