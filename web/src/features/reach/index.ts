/** How this device can be rung, and what makes it more. */
export { ArmDevice } from './arm-device'
export { InstallButton } from './install-button'
export { NotificationsCard } from './notifications-card'
export { ReachLine } from './reach-line'
