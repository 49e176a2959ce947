/** Draws the map of China in the official Albers projection on a canvas, with the inset of the South China Sea and the ten dashes. Draws only; asks nothing. */
import { geoConicEqualArea, type GeoProjection } from 'd3-geo'
import { feature, mesh } from 'topojson-client'
import type { FeatureCollection, MultiLineString, MultiPoint, MultiPolygon, Polygon } from 'geojson'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { token } from '../theme'

type Props = { code: string; name: string; short: string; cp: [number, number] }
export type Base = { provinces: FeatureCollection<Polygon | MultiPolygon, Props>; inner: MultiLineString; outer: MultiLineString; dashes: MultiLineString }

let base: Promise<Base> | undefined
/** The one replaceable base map, fetched once. */
export const loadBase = () => (base ??= (async () => {
  const [topo, dash] = await Promise.all(['/geo/province.20.topo.json', '/geo/tdt_dash10.geojson'].map(async (u) => (await fetch(u)).json())) as [Topology, { geometry: MultiLineString }]
  const object = Object.values(topo.objects)[0] as GeometryCollection<Props>
  return {
    provinces: feature(topo, object) as Base['provinces'],
    inner: mesh(topo, object, (a, b) => a !== b), outer: mesh(topo, object, (a, b) => a === b), dashes: dash.geometry,
  }
})())

export type Counties = { borders: MultiLineString; places: { code: string; name: string; cp: [number, number] }[] }
let counties: Promise<Counties> | undefined
/** Borders and names of the counties: a megabyte, fetched once, when somebody comes close enough to see them. */
export const loadCounties = () => (counties ??= (async () => {
  const topo = (await (await fetch('/geo/district.15.topo.json')).json()) as Topology
  const object = Object.values(topo.objects)[0] as GeometryCollection<{ code: string; name: string; cp: [number, number] }>
  return { borders: mesh(topo, object, (a, b) => a !== b), places: object.geometries.map((g) => g.properties) as Counties['places'] }
})())

export type Picture = { shade: (code: string) => number | null; sites: [number, number][]; selected?: string; scs: string; labels: boolean; zh: boolean }
export type Drawn = { hit: (x: number, y: number) => string | null }

const EXTENT: MultiPoint = { type: 'MultiPoint', coordinates: [[73.5, 39.3], [135.1, 48.4], [123.4, 53.6], [109.5, 18], [121.9, 25.2], [78.5, 31], [97, 21.5]] }
const SCS: MultiPoint = { type: 'MultiPoint', coordinates: [[106.5, 24.2], [122.9, 24.8], [108.5, 3.6], [119, 3.2]] }
/** English names of the provinces by the first two digits of their code. */
const ENGLISH: Record<string, string> = { 11: 'Beijing', 12: 'Tianjin', 13: 'Hebei', 14: 'Shanxi', 15: 'Inner Mongolia', 21: 'Liaoning', 22: 'Jilin', 23: 'Heilongjiang', 31: 'Shanghai', 32: 'Jiangsu', 33: 'Zhejiang', 34: 'Anhui', 35: 'Fujian', 36: 'Jiangxi', 37: 'Shandong', 41: 'Henan', 42: 'Hubei', 43: 'Hunan', 44: 'Guangdong', 45: 'Guangxi', 46: 'Hainan', 50: 'Chongqing', 51: 'Sichuan', 52: 'Guizhou', 53: 'Yunnan', 54: 'Xizang', 61: 'Shaanxi', 62: 'Gansu', 63: 'Qinghai', 64: 'Ningxia', 65: 'Xinjiang', 71: 'Taiwan', 81: 'Hong Kong', 82: 'Macao' }
export const labelOf = (f: { code: string; short: string }, zh: boolean) => (zh ? f.short : (ENGLISH[f.code.slice(0, 2)] ?? f.short))
/** Labels moved so that neighbours stay legible, in pixels. */
const OFFSET: Record<string, [number, number]> = { 110000: [-2, -9], 120000: [22, 6], 310000: [22, 4], 810000: [28, 4], 820000: [-8, 15], 130000: [-10, 26], 440000: [0, -7], 150000: [-30, 20], 620000: [-60, -38], 320000: [10, 4] }

function hatch(): CanvasPattern | string {
  const c = document.createElement('canvas')
  c.width = c.height = 6
  const g = c.getContext('2d')!
  g.strokeStyle = token('bd')
  g.lineWidth = 1.2
  g.beginPath()
  for (const [x, y, a, b] of [[0, 6, 6, 0], [-1, 1, 1, -1], [5, 7, 7, 5]]) { g.moveTo(x, y); g.lineTo(a, b) }
  g.stroke()
  return g.createPattern(c, 'repeat') ?? token('bd')
}

/** Traces rings by projecting each point, so that winding does not matter. */
function trace(g: CanvasRenderingContext2D, p: GeoProjection, lines: number[][][]) {
  g.beginPath()
  for (const line of lines) line.forEach((c, i) => { const q = p(c as [number, number]); if (q) { if (i) g.lineTo(q[0], q[1]); else g.moveTo(q[0], q[1]) } })
}
const rings = (f: Base['provinces']['features'][number]) => (f.geometry.type === 'Polygon' ? f.geometry.coordinates : f.geometry.coordinates.flat())

function land(g: CanvasRenderingContext2D, p: GeoProjection, b: Base, pic: Picture, weight: number) {
  const hatched = hatch()
  for (const f of b.provinces.features) {
    trace(g, p, rings(f))
    const shade = pic.shade(f.properties.code)
    g.fillStyle = shade === null ? token('panel') : token(`c${shade}`)
    g.fill('evenodd')
    if (shade === null) { g.fillStyle = hatched; g.fill('evenodd') }
  }
  g.lineJoin = 'round'
  for (const [lines, colour, width] of [[b.inner, 'prov', 0.9], [b.outer, 'out', 1.1], [b.dashes, 'out', 2]] as const) {
    trace(g, p, lines.coordinates)
    g.strokeStyle = token(colour)
    g.lineWidth = width * weight
    g.stroke()
  }
}

/** The inset keeps clear of Taiwan: the main map leaves three quarters of its width free on the right. */
const insetWidth = (w: number) => Math.min(128, w * 0.18)

function inset(g: CanvasRenderingContext2D, b: Base, pic: Picture, w: number, h: number) {
  const iw = insetWidth(w)
  const ih = iw * 1.375
  const [x, y] = [w - iw - 10, h - ih - 20]
  g.save()
  g.beginPath()
  g.rect(x, y, iw, ih)
  g.fillStyle = token('sea')
  g.fill()
  g.clip()
  land(g, geoConicEqualArea().parallels([25, 47]).rotate([-114.5, 0]).fitExtent([[x + 5, y + 4], [x + iw - 5, y + ih - 5]], SCS), b, pic, 0.8)
  g.restore()
  g.strokeStyle = token('out')
  g.lineWidth = 1
  g.strokeRect(x + 0.5, y + 0.5, iw, ih)
  g.fillStyle = token('tx2')
  g.font = '11px "Noto Sans CJK SC",sans-serif'
  g.textAlign = 'left'
  g.fillText(pic.scs, x + 6, y + ih - 8, iw - 12)
}

function dots(g: CanvasRenderingContext2D, p: GeoProjection, sites: Picture['sites']) {
  g.globalAlpha = 0.5
  g.fillStyle = token('dep')
  const r = sites.length > 1000 ? 0.9 : 1.6
  for (const [lon, lat] of sites) { const q = p([lon, lat]); if (q) g.fillRect(q[0] - r, q[1] - r, 2 * r, 2 * r) }
  g.globalAlpha = 1
}

function names(g: CanvasRenderingContext2D, p: GeoProjection, b: Base, zh: boolean, dark: boolean) {
  g.font = (zh ? '12px ' : '11px ') + ' "Noto Sans CJK SC",sans-serif'
  g.textAlign = 'center'
  g.textBaseline = 'middle'
  for (const { properties: f } of b.provinces.features) {
    const q = p(f.cp)
    if (!q) continue
    const [dx, dy] = OFFSET[f.code] ?? [0, 0]
    g.strokeStyle = dark ? 'rgba(13,19,26,.8)' : 'rgba(255,255,255,.85)'
    g.lineWidth = 3
    g.strokeText(labelOf(f, zh), q[0] + dx, q[1] + dy)
    g.fillStyle = token('tx')
    g.fillText(labelOf(f, zh), q[0] + dx, q[1] + dy)
  }
}

/** Draws the whole picture on `canvas` at its parent's size and returns a way to find the province under a point. */
export function drawChina(canvas: HTMLCanvasElement, b: Base, pic: Picture, dark: boolean): Drawn {
  const box = canvas.parentElement!
  const [w, h, dpr] = [box.clientWidth, box.clientHeight, devicePixelRatio || 1]
  canvas.width = w * dpr
  canvas.height = h * dpr
  canvas.style.width = `${w}px`
  canvas.style.height = `${h}px`
  const g = canvas.getContext('2d')!
  g.scale(dpr, dpr)
  g.clearRect(0, 0, w, h)
  const p = geoConicEqualArea().parallels([25, 47]).rotate([-105, 0]).fitExtent([[16, 10], [w - insetWidth(w) * 0.75, h - 14]], EXTENT)
  land(g, p, b, pic, 1)
  dots(g, p, pic.sites)
  const chosen = b.provinces.features.find((f) => f.properties.code === pic.selected)
  if (chosen) { trace(g, p, rings(chosen)); g.strokeStyle = token('pri'); g.lineWidth = 2; g.stroke() }
  if (pic.labels) names(g, p, b, pic.zh, dark)
  inset(g, b, pic, w, h)
  const shapes = b.provinces.features.map((f) => {
    const path = new Path2D()
    for (const ring of rings(f)) ring.forEach((c, i) => { const q = p(c as [number, number]); if (q) { if (i) path.lineTo(q[0], q[1]); else path.moveTo(q[0], q[1]) } })
    return [f.properties.code, path] as const
  })
  return { hit: (x, y) => shapes.find(([, path]) => g.isPointInPath(path, x * dpr, y * dpr, 'evenodd'))?.[0] ?? null }
}
