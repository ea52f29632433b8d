export { ConsentAsk } from './consent-ask'
