export type { SignInEnd, SignInPageProps } from './props'
export { RegisterPage } from './register-page'
export { SignInPage } from './sign-in-page'
