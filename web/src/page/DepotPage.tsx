/** One depot: its warehouses and tanks with their positions, and what may be done here. */
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { actsFor } from '../act/acts'
import { useSession, useSite } from '../api/hooks'
import type { Position, Warehouse } from '../api/types'
import { useText } from '../i18n'
import { Answer, Facts, Head, Panel } from '../part/Panel'
import { Qty } from '../part/Qty'

function PositionCard({ p }: { p: Position }) {
  const { t, word } = useText()
  return (
    <Link to="/position/$position" params={{ position: p.code }} className="card">
      <div className="l1"><b>{p.name}</b><span className="v" style={{ fontSize: 16 }}>{p.item ? <Qty value={p.quantity} unit={p.unit} /> : <span className="dim">{t('depot.empty')}</span>}</span></div>
      {p.item && <div className="sec">{[p.item_name, p.nature_name, p.grade, p.harvest_year].filter(Boolean).join(' · ')}</div>}
      <div className="l2"><span className="code dim">{p.code.slice(21)}</span>{p.judgement && <span className={p.judgement === 'suitable' ? 'ok' : 'amb'}>{word('judgement', p.judgement)}</span>}</div>
    </Link>
  )
}

function WarehousePanel({ w }: { w: Warehouse }) {
  const { t, word } = useText()
  return (
    <Panel title={w.name} hint={<>{word('warehouse', w.kind)} {w.capacity !== null && <>· <Qty value={w.capacity} unit={w.unit} /></>} <span className="code">{w.code}</span></>} extra={`${t('depot.positions')} ${w.positions.length}`}>
      <div className="cards">{w.positions.map((p) => <PositionCard key={p.code} p={p} />)}</div>
    </Panel>
  )
}

export default function DepotPage() {
  const { t, word } = useText()
  const { site: code } = useParams({ strict: false }) as { site: string }
  const site = useSite(code)
  const session = useSession()
  const user = session.data?.user
  const mine = site.data && user && site.data.org === user.org
  return (
    <>
      <Head title={site.data?.name ?? code}>
        <span className="sp" />
        {mine && actsFor(user.roles, 'site').map((a) => <Link key={a.name} to="/act/$act" params={{ act: a.name }} search={{ site: code }}><Button>{t(a.label)}</Button></Link>)}
      </Head>
      <div className="page">
        <Answer ask={site}>
          {(s) => (
            <>
              <Panel title={t('depot.overview')}>
                <Facts rows={[
                  [t('depot.kind'), word('site', s.kind)], [t('depot.org'), s.org_name], [t('depot.region'), s.region_name ?? s.region], [t('depot.address'), s.address], [t('depot.code'), <span key="c" className="code">{s.code}</span>],
                  ...s.totals.map((x): [string, React.ReactNode] => [x.name, <Qty key={x.name} value={x.quantity} unit={x.unit} />]),
                ]} />
              </Panel>
              {s.warehouses?.map((w) => <WarehousePanel key={w.code} w={w} />)}
            </>
          )}
        </Answer>
      </div>
    </>
  )
}
