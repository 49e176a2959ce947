/** Reads the compact columns of the one map into sites. */
import type { MapAnswer } from '../api/types'

export type MapSite = { code: string; name: string; kind: string; lon: number; lat: number; region: string; status: string }

export function sitesOf(map: MapAnswer): MapSite[] {
  const at = Object.fromEntries(map.columns.map((c, i) => [c, i]))
  return map.rows.filter((r) => r[at.lon] !== null && r[at.lat] !== null).map((r) => ({
    code: String(r[at.code]), name: String(r[at.name]), kind: String(r[at.kind]), lon: Number(r[at.lon]), lat: Number(r[at.lat]), region: String(r[at.region]), status: String(r[at.status] ?? ''),
  }))
}
