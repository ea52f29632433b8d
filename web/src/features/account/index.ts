export { AccountPage } from './account-page'
export { SecondFactorPage } from './second-factor-page'
