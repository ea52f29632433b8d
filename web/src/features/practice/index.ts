export { PracticePage } from './practice-page'
export { QueueWatch } from './queue-watch'
