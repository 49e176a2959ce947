/** Depots one may see; the own organisation's first. */
import { Link } from '@tanstack/react-router'
import type { Site } from '../api/types'
import { useNames } from '../api/names'
import { useText } from '../i18n'
import { SearchFilter } from '../part/filters'
import { ListPage } from '../part/ListPage'
import { Qty } from '../part/Qty'
import { ScopeBar } from '../part/ScopeBar'
import { useScope } from '../scope'

export default function DepotListPage() {
  const { t, word } = useText()
  const names = useNames()
  const { scope, search } = useScope()
  return (
    <ListPage<Site>
      title={t('menu.depot')} path="/sites" query={{ region: scope.region, q: search.q }} rowKey={(s) => s.code} exportList="sites"
      filters={<><ScopeBar only={['region']} /><SearchFilter label="map.find" /></>}
      columns={[
        { title: t('depot.name'), show: (s) => <Link to="/depot/$site" params={{ site: s.code }}>{s.name}</Link> },
        { title: t('depot.kind'), show: (s) => word('site', s.kind) },
        { title: t('depot.region'), show: (s) => names.region(s.region, s.region_name) },
        { title: t('depot.org'), less: true, show: (s) => s.org_name },
        { title: t('depot.quantity'), show: (s) => s.totals.map((x, i) => <div key={i}><Qty value={x.quantity} unit={x.unit} /></div>), num: true },
        { title: t('depot.code'), show: (s) => <span className="code dim">{s.code}</span> },
      ]}
    />
  )
}
