/** Goods on the road: dispatched, partly or fully arrived, in dispute. */
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useActDrawer } from '../act/ActDrawer'
import { ROW_ACTS } from '../act/acts'
import { useSession } from '../api/hooks'
import type { Transit } from '../api/types'
import { moment } from '../format'
import { useNames } from '../api/names'
import { useText } from '../i18n'
import { holds } from '../menu'
import { OrgFilter, useOwnOnly } from '../part/filters'
import { ListPage } from '../part/ListPage'
import { Progress } from '../part/Bars'
import { Qty } from '../part/Qty'
import { State } from '../part/State'
import { useScope } from '../scope'

export default function ConsignmentPage() {
  const own = useOwnOnly()
  const { t } = useText()
  const names = useNames()
  const { search } = useScope()
  const user = useSession().data?.user
  const near = (x: Transit, side: 'from' | 'to') => user && x[side] === user.org
  const mayArrive = (x: Transit) => near(x, 'to') && holds(user!, 'keeper', 'weigher') && x.state === 'sent' && x.arrival !== 'closed'
  const mayAct = (x: Transit, a: 'close' | 'dispute' | 'settle') => user && holds(user, ...ROW_ACTS[a].roles) && (a === 'close' ? near(x, 'to') && x.arrival === 'arriving' : near(x, 'from') && x.arrival === 'closed' && x.state === (a === 'dispute' ? 'sent' : 'disputed'))
  const { open, drawer } = useActDrawer()
  return (
    <ListPage<Transit>
      title={t('menu.transit')} none={own ? t('app.none_own') : undefined} path="/consignments" query={{ org: search.org }} rowKey={(x) => x.code} exportList="consignments" filters={<OrgFilter />}
      columns={[
        { title: t('transit.code'), show: (x) => <span className="code">{x.code}</span> },
        { title: t('transit.route'), show: (x) => <><Link to="/depot/$site" params={{ site: x.from_site }}>{x.from_name}</Link> → <Link to="/depot/$site" params={{ site: x.to_site }}>{x.to_name}</Link></> },
        { title: t('depot.item'), show: (x) => x.lines.map((l) => <div key={l.line}>{names.item(l.item, l.item_name)}</div>) }, { title: t('depot.quantity'), show: (x) => x.lines.map((l) => <div key={l.line}><Qty value={l.dispatched} unit={l.unit} /></div>), num: true },
        { title: t('transit.progress'), show: (x) => x.lines.map((l) => <div key={l.line}><Progress part={l.arrived} whole={l.dispatched} /></div>) }, { title: t('transit.dispatched'), show: (x) => moment(x.dispatched_at) }, { title: t('act.carrier'), show: (x) => [x.carrier, x.vehicle].filter(Boolean).join(' ') },
        { title: t('transit.status'), show: (x) => <State code={x.state === 'sent' && x.arrival ? x.arrival : x.state} /> },
        { title: '', show: (x) => (
          <span className="pick">
            {mayArrive(x) && <Link to="/act/$act" params={{ act: 'arrive' }} search={{ consignment: `${x.code}#${x.lines.find((l) => l.in_transit > 0)?.line ?? 1}` }}><Button size="small" type="primary">{t('transit.arrive')}</Button></Link>}
            {(['close', 'dispute', 'settle'] as const).filter((a) => mayAct(x, a)).map((a) => <Button key={a} size="small" onClick={() => open(ROW_ACTS[a], { consignment: x.code })}>{t(ROW_ACTS[a].label)}</Button>)}
          </span>
        ) },
      ]}
    >{drawer}</ListPage>
  )
}
