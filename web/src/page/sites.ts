/** Reads the compact columns of the one map into sites. */
import type { MapAnswer } from '../api/types'

export type MapSite = { code: string; name: string; kind: string; lon: number; lat: number; region: string; totals: [category: string, unit: string, quantity: number][] }

export function sitesOf(map: MapAnswer): MapSite[] {
  const at = Object.fromEntries(map.columns.map((c, i) => [c, i]))
  const text = (r: unknown[], c: string) => String(r[at[c]] ?? '')
  // 0, 0 is a site whose place nobody has entered.
  return map.rows.filter((r) => Number(r[at.lon]) && Number(r[at.lat])).map((r) => ({
    code: text(r, 'code'), name: text(r, 'name'), kind: text(r, 'kind'), region: text(r, 'region'), lon: Number(r[at.lon]) / 1e6, lat: Number(r[at.lat]) / 1e6, totals: (r[at.totals] ?? []) as MapSite['totals'],
  }))
}

/** House tokens that tell the kinds of site apart; the legend says the same in words. */
export const KIND_TOKENS: Record<string, string> = { depot: 'k1', tank_farm: 'k2', relief: 'k3', public_property: 'k4', transit: 'k5' }
