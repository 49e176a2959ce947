/** MapLibre over the one base map with all sites as one source: it repaints only on change. Labels are drawn from system fonts, no glyph server. */
import * as maplibregl from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import worker from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import { useEffect, useRef } from 'react'
import type { FeatureCollection, Point } from 'geojson'
import { KIND_TOKENS, type MapSite } from '../page/sites'
import { still, token, useMode } from '../theme'
import { useText } from '../i18n'
import { useNames } from '../api/names'
import { labelOf, loadBase, loadCounties, type Base } from './china'

maplibregl.setWorkerUrl(worker)

const points = (sites: MapSite[]): FeatureCollection<Point> => ({ type: 'FeatureCollection', features: sites.map((s) => ({ type: 'Feature', geometry: { type: 'Point', coordinates: [s.lon, s.lat] }, properties: { code: s.code, name: s.name, kind: s.kind } })) })

/** The frame of the whole country, and of what is shown if that is less. */
const NATION: maplibregl.LngLatBoundsLike = [[73.5, 3.4], [135.1, 53.6]]
function frame(sites: MapSite[], whole: boolean): maplibregl.LngLatBoundsLike {
  if (whole || !sites.length) return NATION
  const [lon, lat] = [sites.map((s) => s.lon), sites.map((s) => s.lat)]
  return [[Math.min(...lon), Math.min(...lat)], [Math.max(...lon), Math.max(...lat)]]
}


function style(base: Base, sites: MapSite[], zh: boolean): maplibregl.StyleSpecification {
  const line = (id: string, source: string, colour: string, width: number): maplibregl.LayerSpecification => ({ id, type: 'line', source, paint: { 'line-color': token(colour), 'line-width': width } })
  const labels: FeatureCollection<Point> = { type: 'FeatureCollection', features: base.provinces.features.map((f) => ({ type: 'Feature', geometry: { type: 'Point', coordinates: f.properties.cp }, properties: { short: labelOf(f.properties, zh) } })) }
  return {
    version: 8,
    sources: {
      land: { type: 'geojson', data: base.provinces }, inner: { type: 'geojson', data: base.inner }, outer: { type: 'geojson', data: base.outer }, dash: { type: 'geojson', data: base.dashes },
      label: { type: 'geojson', data: labels }, site: { type: 'geojson', data: points(sites) },
    },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': token('sea') } },
      { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': token('c1') } },
      line('inner', 'inner', 'bd', 1), line('outer', 'outer', 'out', 1.2), line('dash', 'dash', 'out', 2),
      { id: 'name', type: 'symbol', source: 'label', maxzoom: 7, layout: { 'text-field': ['get', 'short'], 'text-font': ['Noto Sans CJK SC'], 'text-size': 12 }, paint: { 'text-color': token('tx2'), 'text-halo-color': token('panel'), 'text-halo-width': 1 } },
      { id: 'site', type: 'circle', source: 'site', paint: { 'circle-radius': ['interpolate', ['linear'], ['zoom'], 3, sites.length > 1000 ? 2.2 : 3.4, 6, 5, 10, 8], 'circle-color': ['match', ['get', 'kind'], ...Object.entries(KIND_TOKENS).flatMap(([k, name]) => [k, token(name)]), token('fill')] as unknown as string, 'circle-opacity': 0.85, 'circle-stroke-color': token('panel'), 'circle-stroke-width': 0.6 } },
      { id: 'site-name', type: 'symbol', source: 'site', minzoom: 8, layout: { 'text-field': ['get', 'name'], 'text-font': ['Noto Sans CJK SC'], 'text-size': 12, 'text-offset': [0, 1.1], 'text-anchor': 'top' }, paint: { 'text-color': token('tx'), 'text-halo-color': token('panel'), 'text-halo-width': 1.2 } },
    ],
  }
}

/** From this zoom on counties are drawn. */
const NEAR = 5

/** Adds the counties below the sites, once. */
async function drawCounties(m: maplibregl.Map, nameOf: (code: string, name: string) => string) {
  const { borders, places } = await loadCounties()
  if (!m.getLayer('site') || m.getSource('county')) return // left meanwhile, or drawn already
  m.addSource('county', { type: 'geojson', data: borders })
  m.addSource('county-name', { type: 'geojson', data: { type: 'FeatureCollection', features: places.map((p) => ({ type: 'Feature', geometry: { type: 'Point', coordinates: p.cp }, properties: { name: nameOf(p.code, p.name) } })) } })
  m.addLayer({ id: 'county', type: 'line', source: 'county', minzoom: NEAR, paint: { 'line-color': token('bd'), 'line-width': 0.7 } }, 'inner')
  m.addLayer({ id: 'county-name', type: 'symbol', source: 'county-name', minzoom: NEAR + 2, layout: { 'text-field': ['get', 'name'], 'text-font': ['Noto Sans CJK SC'], 'text-size': 11.5 }, paint: { 'text-color': token('tx3'), 'text-halo-color': token('panel'), 'text-halo-width': 1 } }, 'site')
}

/** `whole`: no region is chosen, the whole country is in the frame. */
export default function SiteMap({ sites, onPick, focus, whole }: { sites: MapSite[]; onPick: (s: MapSite) => void; focus: MapSite | null; whole: boolean }) {
  const box = useRef<HTMLDivElement>(null)
  const map = useRef<maplibregl.Map | null>(null)
  const { division } = useNames()
  const now = useRef({ sites, onPick, whole, division })
  now.current = { sites, onPick, whole, division }
  const mode = useMode()
  const { zh } = useText()
  useEffect(() => {
    let gone = false
    void loadBase().then((base) => {
      if (gone || !box.current) return
      const m = new maplibregl.Map({ container: box.current, style: style(base, now.current.sites, zh), bounds: frame(now.current.sites, now.current.whole), fitBoundsOptions: { padding: 24, maxZoom: 9 }, attributionControl: false, dragRotate: false, fadeDuration: still() ? 0 : 200 })
      map.current = m
      m.addControl(new maplibregl.NavigationControl({ showCompass: false }))
      m.touchZoomRotate.disableRotation()
      m.on('click', (e) => {
        const near = m.queryRenderedFeatures([[e.point.x - 6, e.point.y - 6], [e.point.x + 6, e.point.y + 6]], { layers: ['site'] })[0]
        const site = near && now.current.sites.find((s) => s.code === near.properties.code)
        if (site) now.current.onPick(site)
      })
      const near = () => { if (m.getZoom() >= NEAR) void drawCounties(m, (code, name) => now.current.division(code, name)) }
      m.on('load', near)
      m.on('zoomend', near)
      m.on('mouseenter', 'site', () => { m.getCanvas().style.cursor = 'pointer' })
      m.on('mouseleave', 'site', () => { m.getCanvas().style.cursor = '' })
      void m.once('idle', () => { document.body.dataset.mapReady = 'maplibre' })
      Object.assign(box.current, { map: m })
    })
    return () => { gone = true; map.current?.remove(); map.current = null }
  }, [mode, zh])
  // Other sites are other data on the same map: it is not made anew.
  useEffect(() => {
    const source = map.current?.getSource('site') as maplibregl.GeoJSONSource | undefined
    if (!source) return
    void source.setData(points(sites))
    map.current!.fitBounds(frame(sites, whole), { padding: 48, maxZoom: 9, duration: still() ? 0 : 400 })
  }, [sites, whole])
  useEffect(() => { if (focus) map.current?.easeTo({ center: [focus.lon, focus.lat], zoom: Math.max(map.current.getZoom(), 8), duration: still() ? 0 : 500 }) }, [focus])
  return <div ref={box} data-testid="site-map" />
}
