import { encode } from 'uqr'

/** Modules of white around the code; readers need it (ISO/IEC 18004 asks for four). */
const quietZone = 4

/** A text as a QR code, dark on white in every theme: inverted ones are not read by every camera. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: quietZone })
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="w-full max-w-60 self-center rounded-control border border-line bg-white"
    >
      <path d={path} fill="#000" />
    </svg>
  )
}
