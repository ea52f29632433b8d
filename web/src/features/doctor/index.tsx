export function DoctorHome() {
  return null
}
