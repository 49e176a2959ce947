/** One map of all sites: click a dot, or find a site by name from the keyboard, and go down to position and lot. */
import { Checkbox, Select } from 'antd'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useMap } from '../api/hooks'
import { useText } from '../i18n'
import { Answer, Head } from '../part/Panel'
import { RegionPicker } from '../part/ScopeBar'
import { SiteDrawer } from '../part/SiteDrawer'
import { useScope } from '../scope'
import { KIND_TOKENS, sitesOf, type MapSite } from './sites'

const SiteMap = lazy(() => import('../part/SiteMap'))
const webgl = () => !!document.createElement('canvas').getContext('webgl2')

export default function MapPage() {
  const { t, word } = useText()
  const { scope } = useScope()
  const map = useMap(scope.region)
  const sites = useMemo(() => (map.data ? sitesOf(map.data) : undefined), [map.data])
  const [site, setSite] = useState<MapSite | null>(null)
  const can = useMemo(webgl, [])
  const [hidden, setHidden] = useState<string[]>([])
  const kinds = useMemo(() => [...new Set(sites?.map((s) => s.kind))].sort(), [sites])
  const shown = useMemo(() => sites?.filter((s) => !hidden.includes(s.kind)), [sites, hidden])
  return (
    <>
      <Head title={t('menu.map')}>
        <RegionPicker />
        <Select showSearch={{ optionFilterProp: 'label' }} value={site?.code} aria-label={t('map.find')} placeholder={t('map.find')} style={{ width: 300, maxWidth: '100%' }} virtual onChange={(code: string) => setSite(sites?.find((s) => s.code === code) ?? null)} options={(sites ?? []).map((s) => ({ value: s.code, label: `${s.name} ${s.code}` }))} />
        <span className="sp" />
        {sites && <span data-testid="site-count">{t('map.sites', { n: sites.length.toLocaleString('en-US') })}</span>}
      </Head>
      <Answer ask={{ ...map, data: shown }}>
        {(rows) => <div className="page">{can ? <div className="p mapbox"><Suspense fallback={null}><SiteMap sites={rows} onPick={setSite} focus={site} whole={!scope.region} /></Suspense><fieldset className="kinds" aria-label={t('map.kind')}>{kinds.map((k) => <label key={k}><Checkbox checked={!hidden.includes(k)} onChange={(e) => setHidden((h) => (e.target.checked ? h.filter((x) => x !== k) : [...h, k]))} /><i style={{ background: `var(--${KIND_TOKENS[k] ?? 'fill'})` }} />{word('site', k)} <span className="dim">{sites!.filter((s) => s.kind === k).length.toLocaleString('en-US')}</span></label>)}</fieldset><div className="src hide-s">{t('cockpit.source')}</div></div> : <div className="p in amb">{t('map.nowebgl')}</div>}</div>}
      </Answer>
      <SiteDrawer site={site} onClose={() => setSite(null)} />
    </>
  )
}
