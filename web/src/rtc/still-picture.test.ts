import { expect, it } from 'vitest'
import { StillPicture } from './still-picture'

/** Whether it stands still after each look: how many new pictures came, `-` before the first one. */
function shownFor(looks: readonly (number | '-')[]): string {
  const picture = new StillPicture()
  return looks.map((framesIn) => (picture.look(framesIn === '-' ? {} : { framesIn }) ? 's' : '.')).join('')
}

it.each<[string, (number | '-')[], string]>([
  ['pictures that come are none', [20, 20, 20, 20], '....'],
  ['slow ones neither', [1, 0, 0, 1, 0, 0, 1], '.......'],
  ['three looks without one are', [20, 0, 0, 0, 0], '...ss'],
  ['and over with the first that comes', [20, 0, 0, 0, 1, 20], '...s..'],
  ['before the first there is nothing to stand still', ['-', '-', '-', '-'], '....'],
])('%s', (_, looks, shown) => {
  expect(shownFor(looks)).toBe(shown)
})
