export { PatientHome } from './patient-home'
