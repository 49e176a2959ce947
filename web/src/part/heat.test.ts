/** The temperature scale. It never looks at a page. */
import { expect, test } from 'vitest'
import { heat } from './heat'

test('cold is dark, warm is light, and the figure on it can be read', () => {
  expect(heat(10, 10, 30)).toEqual({ background: 'rgb(0,34,78)', color: '#fff' })
  expect(heat(30, 10, 30)).toEqual({ background: 'rgb(254,232,56)', color: '#111' })
  expect(heat(99, 10, 30)).toEqual(heat(30, 10, 30))
  expect(heat(5, 5, 5).background).toBe(heat(0.5, 0, 1).background)
})
