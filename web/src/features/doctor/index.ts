export { DoctorHome } from './doctor-home'
