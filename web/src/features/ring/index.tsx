export { AnswerPage } from './answer-page'
export { IncomingCall } from './incoming-call'
export { RingtoneSettings } from './ringtone-settings'
