import { MicOff } from 'lucide-react'
import { type PointerEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cx } from '../../components/cx'
import { OwnPicture } from '../../components/devices/own-picture'
import { useMediaState } from '../../components/devices/use-media'
import type { LocalMedia } from '../../rtc/local-media'
import { type Corner, cornerAt, cornerByKey } from './corner'

const places: Record<Corner, string> = {
  'top-left': 'top-[calc(4.75rem+env(safe-area-inset-top))] left-3',
  'top-right': 'top-[calc(4.75rem+env(safe-area-inset-top))] right-3',
  'bottom-left': 'bottom-[calc(6.5rem+env(safe-area-inset-bottom))] left-3',
  'bottom-right': 'bottom-[calc(6.5rem+env(safe-area-inset-bottom))] right-3',
}

interface SelfViewProps {
  media: LocalMedia
  room: { width: number; height: number }
}

/** The own picture, small, in a corner of the room; dragged or moved by the arrow keys into another one. */
export function SelfView({ media, room }: SelfViewProps) {
  const { t } = useTranslation('call')
  const { microphoneOn } = useMediaState(media)
  const [corner, setCorner] = useState<Corner>('bottom-right')
  const drag = useDrag((point) => setCorner(cornerAt(point, room)))
  return (
    <button
      type="button"
      aria-label={t('self')}
      {...drag.handlers}
      onKeyDown={(event) => {
        const next = cornerByKey(corner, event.key)
        if (next === undefined) return
        event.preventDefault()
        setCorner(next)
      }}
      style={{ transform: `translate(${drag.offset.x}px, ${drag.offset.y}px)` }}
      className={cx(
        'absolute z-10 w-24 touch-none overflow-hidden rounded-card shadow-float ring-1 ring-white/25 focus-visible:outline-white sm:w-44',
        drag.dragging ? 'cursor-grabbing' : 'cursor-grab',
        places[corner],
      )}
    >
      <OwnPicture media={media} className="pointer-events-none aspect-3/4 w-full sm:aspect-video" />
      {!microphoneOn && (
        <span className="absolute bottom-1.5 left-1.5 grid size-7 place-items-center rounded-full bg-[#d9382c] text-white">
          <MicOff aria-hidden className="size-4" />
          <span className="sr-only">{t('mutedNote')}</span>
        </span>
      )}
    </button>
  )
}

const resting = { x: 0, y: 0 }

/** Follows a pointer that was pressed, and tells where it was let go, in the room's own coordinates. */
function useDrag(onDrop: (point: { x: number; y: number }) => void) {
  const start = useRef<{ x: number; y: number }>(undefined)
  const [offset, setOffset] = useState(resting)
  const end = () => {
    start.current = undefined
    setOffset(resting)
  }
  return {
    offset,
    dragging: offset !== resting,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        start.current = { x: event.clientX, y: event.clientY }
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        if (start.current === undefined) return
        setOffset({ x: event.clientX - start.current.x, y: event.clientY - start.current.y })
      },
      onPointerUp: (event: PointerEvent<HTMLElement>) => {
        const room = event.currentTarget.offsetParent?.getBoundingClientRect()
        const moved = start.current !== undefined && offset !== resting
        end()
        if (moved && room !== undefined) onDrop({ x: event.clientX - room.left, y: event.clientY - room.top })
      },
      onPointerCancel: end,
    },
  }
}
