/** Lots by code or scope; the way into the trace. */
import { Link, useNavigate } from '@tanstack/react-router'
import { Input } from 'antd'
import type { Lot } from '../api/types'
import { useText } from '../i18n'
import { ListPage } from '../part/ListPage'
import { Qty } from '../part/Qty'
import { ScopeBar } from '../part/ScopeBar'
import { useScope } from '../scope'

const LOT = /^[0-9A-Z]{21}L\d{9}$/

export default function LotListPage() {
  const { t, word } = useText()
  const { scope, search, set } = useScope()
  const navigate = useNavigate()
  const find = (text: string) => {
    const code = text.trim().toUpperCase()
    if (LOT.test(code)) void navigate({ to: '/lots/$lot', params: { lot: code } })
    else set({ q: code })
  }
  return (
    <ListPage<Lot>
      title={t('menu.lots')} path="/lots" query={{ ...scope, q: search.q }} rowKey={(l) => l.code} exportList="lots"
      filters={<><Input.Search allowClear defaultValue={search.q} placeholder={t('trace.find')} aria-label={t('trace.find')} onSearch={find} style={{ width: 300, maxWidth: '100%' }} /><ScopeBar /></>}
      columns={[
        { title: t('trace.code'), show: (l) => <Link to="/lots/$lot" params={{ lot: l.code }} className="code">{l.code}</Link> },
        { title: t('depot.item'), show: (l) => l.item_name }, { title: t('depot.nature'), show: (l) => l.nature_name },
        { title: t('depot.quantity'), show: (l) => <Qty value={l.quantity} unit={l.unit} />, num: true }, { title: t('depot.harvest'), show: (l) => l.harvest_year, num: true },
        { title: t('depot.grade'), show: (l) => l.grade }, { title: t('depot.received'), show: (l) => l.received }, { title: t('depot.judgement'), show: (l) => word('judgement', l.judgement) }, { title: t('depot.site'), show: (l) => l.site_name },
      ]}
    />
  )
}
