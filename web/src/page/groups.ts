/** Arithmetic of the cockpit: items into categories of one unit, and thirty full days out of days on which something moved. */
import type { Day, ItemTotal } from '../api/types'

export type Group = { id: string; category: string; name: string; unit: string; stored: number; in_transit: number; items: ItemTotal[] }

/** Categories by unit and their items, greatest figure first. */
export function groupsOf(totals: ItemTotal[], nameOf: (t: ItemTotal) => string = (t) => t.category_name): Group[] {
  const groups = new Map<string, Group>()
  for (const t of totals) {
    const id = `${t.category}|${t.unit}`
    const g = groups.get(id) ?? { id, category: t.category, name: nameOf(t), unit: t.unit, stored: 0, in_transit: 0, items: [] }
    groups.set(id, { ...g, stored: g.stored + t.stored, in_transit: g.in_transit + t.in_transit, items: [...g.items, t] })
  }
  return [...groups.values()].map((g) => ({ ...g, items: g.items.sort((a, b) => b.stored - a.stored) })).sort((a, b) => b.stored - a.stored)
}

const DAY_MS = 86_400_000
/** Calendar arithmetic on `YYYY-MM-DD` without a time zone. */
const shift = (day: string, by: number) => new Date(Date.parse(day + 'T00:00:00Z') + by * DAY_MS).toISOString().slice(0, 10)

/** The `count` days up to `today`; on days without movement the stock is that of the day before. */
export function fill(days: Day[], today: string, count = 30): Day[] {
  const known = new Map(days.map((d) => [d.day, d]))
  const first = days[0]
  let stock = first ? first.stock - first.in + first.out : 0
  return Array.from({ length: count }, (_, i) => {
    const day = shift(today, i - count + 1)
    const d = known.get(day) ?? { day, in: 0, out: 0, stock }
    stock = d.stock
    return d
  })
}
