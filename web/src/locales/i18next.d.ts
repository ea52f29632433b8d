import type account from './en/account.json'
import type audit from './en/audit.json'
import type call from './en/call.json'
import type common from './en/common.json'
import type connectionTest from './en/connection-test.json'
import type consent from './en/consent.json'
import type doctor from './en/doctor.json'
import type errors from './en/errors.json'
import type patient from './en/patient.json'
import type practice from './en/practice.json'
import type push from './en/push.json'
import type ready from './en/ready.json'
import type report from './en/report.json'
import type ring from './en/ring.json'
import type secondFactor from './en/second-factor.json'
import type signIn from './en/sign-in.json'
import type waiting from './en/waiting.json'

/** Makes an unknown key a compile error; English is the measure, a test holds Indonesian to it. */
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    resources: {
      account: typeof account
      audit: typeof audit
      call: typeof call
      common: typeof common
      'connection-test': typeof connectionTest
      consent: typeof consent
      doctor: typeof doctor
      errors: typeof errors
      patient: typeof patient
      practice: typeof practice
      push: typeof push
      ready: typeof ready
      report: typeof report
      ring: typeof ring
      'second-factor': typeof secondFactor
      'sign-in': typeof signIn
      waiting: typeof waiting
    }
  }
}
