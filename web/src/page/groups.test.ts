// @vitest-environment node
/** What the cockpit adds up. */
import { expect, it } from 'vitest'
import type { ItemTotal } from '../api/types'
import { fill, groupsOf } from './groups'

const total = (category: string, item: string, unit: string, stored: number, in_transit = 0): ItemTotal => ({ category, category_name: category, item, name: item, name_en: item, unit, quantity: stored + in_transit, stored, in_transit, amount: 0 })

it('never adds tents to quilts', () => {
  const groups = groupsOf([total('grain', 'wheat', 't', 5, 1), total('grain', 'maize', 't', 9), total('relief', 'tent', 'tent', 3), total('relief', 'quilt', 'bed', 8)])
  expect(groups.map((g) => [g.id, g.stored, g.in_transit])).toEqual([['grain|t', 14, 1], ['relief|bed', 8, 0], ['relief|tent', 3, 0]])
  expect(groups[0].items.map((i) => i.item)).toEqual(['maize', 'wheat'])
})
it('carries stock over quiet days, also before the first movement and over the end of a month', () => {
  const days = fill([{ day: '2026-02-27', in: 4, out: 1, stock: 10 }, { day: '2026-03-01', in: 0, out: 2, stock: 8 }], '2026-03-02', 5)
  expect(days.map((d) => [d.day, d.stock])).toEqual([['2026-02-26', 7], ['2026-02-27', 10], ['2026-02-28', 10], ['2026-03-01', 8], ['2026-03-02', 8]])
})
