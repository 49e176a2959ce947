/** One map of all sites: click a dot, or find a site by name from the keyboard, and go down to position and lot. */
import { Select } from 'antd'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useMap } from '../api/hooks'
import { useText } from '../i18n'
import { Answer, Head } from '../part/Panel'
import { RegionPicker } from '../part/ScopeBar'
import { SiteDrawer } from '../part/SiteDrawer'
import { useScope } from '../scope'
import { sitesOf, type MapSite } from './sites'

const SiteMap = lazy(() => import('../part/SiteMap'))
const webgl = () => !!document.createElement('canvas').getContext('webgl2')

export default function MapPage() {
  const { t } = useText()
  const { scope } = useScope()
  const map = useMap(scope.region)
  const sites = useMemo(() => (map.data ? sitesOf(map.data) : undefined), [map.data])
  const [site, setSite] = useState<MapSite | null>(null)
  const can = useMemo(webgl, [])
  return (
    <>
      <Head title={t('menu.map')}>
        <RegionPicker />
        <Select showSearch={{ optionFilterProp: 'label' }} value={site?.code} aria-label={t('map.find')} placeholder={t('map.find')} style={{ width: 300, maxWidth: '100%' }} virtual onChange={(code: string) => setSite(sites?.find((s) => s.code === code) ?? null)} options={(sites ?? []).map((s) => ({ value: s.code, label: `${s.name} ${s.code}` }))} />
        <span className="sp" />
        {sites && <span data-testid="site-count">{t('map.sites', { n: sites.length.toLocaleString('en-US') })}</span>}
      </Head>
      <Answer ask={{ ...map, data: sites }}>
        {(rows) => <div className="page">{can ? <div className="p mapbox"><Suspense fallback={null}><SiteMap sites={rows} onPick={setSite} focus={site} /></Suspense></div> : <div className="p in amb">{t('map.nowebgl')}</div>}</div>}
      </Answer>
      <SiteDrawer site={site} onClose={() => setSite(null)} />
    </>
  )
}
