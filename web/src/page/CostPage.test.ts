/** Where a row of the costs leads, and what a year is. */
import { expect, test } from 'vitest'
import { below, periods } from './CostPage'

test('a place leads to the places in it, down to the lots of a site', () => {
  const site = '91350100M000100Y43001'
  expect(below('province', '350000')).toEqual({ region: '350000', by: 'region' })
  expect(below('prefecture', '350100')).toEqual({ region: '350100', by: 'region' })
  expect(below('county', '350102')).toEqual({ region: '350102', by: 'site' })
  expect(below('org', site.slice(0, 18))).toEqual({ org: site.slice(0, 18), by: 'site' })
  expect(below('site', site)).toEqual({ site, org: site.slice(0, 18), by: 'lot' })
  for (const by of ['position', 'lot']) expect(below(by, site)).toBeNull()
  expect(below('site', '')).toBeNull()
})

test('the present year ends today, the years before it on their last day', () => {
  expect(periods('2026-03-05').slice(0, 2)).toEqual([{ value: '2026', from: '2026-01-01', to: '2026-03-05' }, { value: '2025', from: '2025-01-01', to: '2025-12-31' }])
})
