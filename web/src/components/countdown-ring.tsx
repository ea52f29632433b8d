import { fractionLeft, secondsLeft } from '../domain/countdown'

const circumference = 2 * Math.PI * 20

interface CountdownRingProps {
  from: number
  endsAt: number
  now: number
  className?: string
}

/** Seconds left inside a circle that runs out; the words beside it say the same. */
export function CountdownRing({ from, endsAt, now, className = 'size-16' }: CountdownRingProps) {
  return (
    <svg viewBox="0 0 48 48" aria-hidden="true" className={className}>
      <circle cx="24" cy="24" r="20" fill="none" strokeWidth="4" className="stroke-line" />
      <circle
        cx="24"
        cy="24"
        r="20"
        fill="none"
        strokeWidth="4"
        strokeLinecap="round"
        strokeDasharray={circumference}
        strokeDashoffset={circumference * (1 - fractionLeft(from, endsAt, now))}
        transform="rotate(-90 24 24)"
        className="stroke-warn"
      />
      <text x="24" y="29" textAnchor="middle" className="tabular fill-ink font-bold text-[15px]">
        {secondsLeft(endsAt, now)}
      </text>
    </svg>
  )
}
