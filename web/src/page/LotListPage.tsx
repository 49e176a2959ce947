/** Lots by code or scope; the way into the trace. */
import { Link, useNavigate } from '@tanstack/react-router'
import { Input } from 'antd'
import type { Holding } from '../api/types'
import { useText } from '../i18n'
import { ListPage } from '../part/ListPage'
import { Qty } from '../part/Qty'
import { useScope } from '../scope'

const LOT = /^[0-9A-Z]{21}L\d{9}$/

export default function LotListPage() {
  const { t, word, name } = useText()
  const { search, set } = useScope()
  const navigate = useNavigate()
  const find = (text: string) => {
    const code = text.trim().toUpperCase()
    if (LOT.test(code)) void navigate({ to: '/lots/$lot', params: { lot: code } })
    else set({ q: code })
  }
  return (
    <ListPage<Holding>
      title={t('menu.lots')} path="/lots" query={{ scope: search.q }} rowKey={(l) => l.lot + l.position} exportList="lots"
      filters={<Input.Search allowClear defaultValue={search.q} placeholder={t('trace.find')} aria-label={t('trace.find')} onSearch={find} style={{ width: 320, maxWidth: '100%' }} />}
      columns={[
        { title: t('trace.code'), show: (l) => <Link to="/lots/$lot" params={{ lot: l.lot }} className="code">{l.lot}</Link> },
        { title: t('depot.item'), show: (l) => name({ name: l.item_name, name_en: l.item_name_en }) }, { title: t('depot.nature'), show: (l) => l.nature_name },
        { title: t('depot.quantity'), show: (l) => <Qty value={l.quantity} unit={l.unit} />, num: true }, { title: t('depot.harvest'), show: (l) => l.harvest_year, num: true },
        { title: t('depot.grade'), show: (l) => l.grade }, { title: t('depot.received'), show: (l) => l.received_on }, { title: t('depot.position'), show: (l) => <Link to="/position/$position" params={{ position: l.position }}>{l.position_name}</Link> }, { title: t('depot.judgement'), show: (l) => word('judgement', l.judgement) },
      ]}
    />
  )
}
