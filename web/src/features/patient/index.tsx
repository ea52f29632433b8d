export function PatientHome() {
  return null
}
