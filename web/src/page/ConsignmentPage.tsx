/** Goods on the road: dispatched, partly or fully arrived, in dispute. */
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useSession } from '../api/hooks'
import type { Transit } from '../api/types'
import { moment } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { ListPage } from '../part/ListPage'
import { Progress } from '../part/Bars'
import { Qty } from '../part/Qty'
import { ScopeBar } from '../part/ScopeBar'
import { useScope } from '../scope'

export default function ConsignmentPage() {
  const { t, word } = useText()
  const { scope } = useScope()
  const user = useSession().data?.user
  const mayArrive = (x: Transit) => user && x.to.startsWith(user.org) && holds(user, 'keeper', 'weigher') && x.arrived < x.quantity
  return (
    <ListPage<Transit>
      title={t('menu.transit')} path="/consignments" query={{ region: scope.region, item: scope.item }} rowKey={(x) => x.code} exportList="consignments" filters={<ScopeBar only={['region', 'item']} />}
      columns={[
        { title: t('transit.code'), show: (x) => <span className="code">{x.code}</span> },
        { title: t('transit.route'), show: (x) => <><Link to="/depot/$site" params={{ site: x.from }}>{x.from_name}</Link> → <Link to="/depot/$site" params={{ site: x.to }}>{x.to_name}</Link></> },
        { title: t('depot.item'), show: (x) => x.item_name }, { title: t('depot.quantity'), show: (x) => <Qty value={x.quantity} unit={x.unit} />, num: true },
        { title: t('transit.progress'), show: (x) => <Progress part={x.arrived} whole={x.quantity} /> }, { title: t('transit.dispatched'), show: (x) => moment(x.dispatched_at) }, { title: t('act.due'), show: (x) => x.due },
        { title: t('transit.status'), show: (x) => <span className={`tag ${x.status === 'disputed' ? 'amb' : ''}`}>{word('transit', x.status)}</span> },
        { title: '', show: (x) => mayArrive(x) && <Link to="/act/$act" params={{ act: 'arrive' }} search={{ consignment: x.code }}><Button size="small">{t('transit.arrive')}</Button></Link> },
      ]}
    />
  )
}
