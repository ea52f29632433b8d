/** Where the own picture stands in the call room: always in a corner, so that it never hides the middle. Pure. */

export type Corner = 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right'

/** The corner nearest to a point, in a room that begins at 0, 0. */
export function cornerAt(point: { x: number; y: number }, room: { width: number; height: number }): Corner {
  const vertical = point.y < room.height / 2 ? 'top' : 'bottom'
  const horizontal = point.x < room.width / 2 ? 'left' : 'right'
  return `${vertical}-${horizontal}`
}

/** The corner that an arrow key leads to; undefined for every other key. */
export function cornerByKey(corner: Corner, key: string): Corner | undefined {
  const [vertical, horizontal] = corner.split('-') as ['top' | 'bottom', 'left' | 'right']
  switch (key) {
    case 'ArrowUp':
      return `top-${horizontal}`
    case 'ArrowDown':
      return `bottom-${horizontal}`
    case 'ArrowLeft':
      return `${vertical}-left`
    case 'ArrowRight':
      return `${vertical}-right`
    default:
      return undefined
  }
}
