/** Lots by code or scope; the way into the trace. */
import { Link, useNavigate } from '@tanstack/react-router'
import type { Holding } from '../api/types'
import { useNames } from '../api/names'
import { useText } from '../i18n'
import { placeOf } from '../part/codes'
import { OrgFilter, SearchFilter, useOwnOnly } from '../part/filters'
import { ListPage } from '../part/ListPage'
import { Qty } from '../part/Qty'
import { useScope } from '../scope'

export default function LotListPage() {
  const own = useOwnOnly()
  const { t, word, name } = useText()
  const names = useNames()
  const { search, set } = useScope()
  const navigate = useNavigate()
  const find = (text: string) => {
    const place = placeOf(text)
    if (place?.to === '/lots/$lot') void navigate({ to: place.to, params: place.params as never })
    else set({ q: text.trim().toUpperCase() })
  }
  return (
    <ListPage<Holding>
      title={t('menu.lots')} none={own ? t('app.none_own') : undefined} path="/lots" query={{ scope: search.q ?? search.org }} exportQuery={{ site: search.q, org: search.org }} rowKey={(l) => l.lot + l.position} exportList="lots"
      filters={<><OrgFilter /><SearchFilter label="trace.find" onFind={find} /></>}
      columns={[
        { title: t('trace.code'), show: (l) => <Link to="/lots/$lot" params={{ lot: l.lot }} className="code">{l.lot}</Link> },
        { title: t('depot.item'), show: (l) => name({ name: l.item_name, name_en: l.item_name_en }) }, { title: t('depot.nature'), show: (l) => names.nature(l.nature, l.nature_name) },
        { title: t('depot.quantity'), show: (l) => <Qty value={l.quantity} unit={l.unit} />, num: true }, { title: t('depot.harvest'), show: (l) => l.harvest_year, num: true },
        { title: t('depot.grade'), show: (l) => names.grade(l.item, l.grade) }, { title: t('depot.received'), show: (l) => l.received_on }, { title: t('depot.position'), show: (l) => <Link to="/position/$position" params={{ position: l.position }}>{l.position_name}</Link> }, { title: t('depot.judgement'), show: (l) => word('judgement', l.judgement) },
      ]}
    />
  )
}
