/** Requests to buy and what the purchase gate says to each: reallocate first, buy what is nowhere idle. */
import { Link } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { PROPERTY_ACTS } from '../act/property'
import { useSession } from '../api/hooks'
import type { PurchaseHead } from '../api/types'
import { moment, yuan } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { ListPage } from '../part/ListPage'
import { useScope } from '../scope'

export const GateTag = ({ gate }: { gate: string }) => {
  const { word } = useText()
  return <span className={`tag ${gate === 'matched' ? 'red' : gate === 'overridden' ? 'amb' : 'ok'}`}>{gate === 'matched' ? '■ ' : ''}{word('gate', gate)}</span>
}

export default function PurchaseListPage() {
  const { t, word, say } = useText()
  const { search, set } = useScope()
  const user = useSession().data?.user
  const ask = PROPERTY_ACTS.find((a) => a.name === 'purchase-ask')
  return (
    <ListPage<PurchaseHead>
      title={t('menu.purchases')} path="/purchases" query={{ org: search.org, gate: search.tab }} rowKey={(p) => p.code} exportList="purchases" exportQuery={{ org: search.org }}
      filters={<Select allowClear value={search.tab} placeholder={t('purchase.gate')} aria-label={t('purchase.gate')} onChange={(tab) => set({ tab })} options={['matched', 'none', 'overridden'].map((g) => ({ value: g, label: word('gate', g) }))} style={{ minWidth: 170 }} />}
      actions={ask && user && holds(user, ...ask.roles) && <Link to="/act/$act" params={{ act: ask.name }}><Button type="primary">{t(ask.label)}</Button></Link>}
      columns={[
        { title: t('purchase.code'), show: (p) => <Link to="/purchases/$purchase" params={{ purchase: p.code }} className="code">{p.code.slice(18)}</Link> }, { title: t('purchase.gate'), show: (p) => <GateTag gate={p.gate} /> }, { title: t('property.item'), show: (p) => say(p.item_name, p.item_name_en) }, { title: t('property.spec'), show: (p) => p.words },
        { title: t('purchase.quantity'), show: (p) => p.quantity, num: true }, { title: t('purchase.price'), show: (p) => yuan(p.price), num: true }, { title: t('purchase.covers'), show: (p) => `${p.covers} / ${p.quantity}`, num: true }, { title: t('loan.purpose'), show: (p) => p.purpose }, { title: t('loan.asked'), show: (p) => `${moment(p.asked_at)} ${p.asked_by}` }, { title: t('loan.decided'), show: (p) => p.decided_by },
      ]}
    />
  )
}
