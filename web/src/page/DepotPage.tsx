/** One depot: its warehouses and tanks with their positions, and what may be done here. */
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { actsFor } from '../act/acts'
import { useSession, useSite } from '../api/hooks'
import { useNames } from '../api/names'
import type { Position, Warehouse } from '../api/types'
import { useText } from '../i18n'
import { Answer, Facts, Head, Panel } from '../part/Panel'
import { Qty } from '../part/Qty'

function PositionCard({ p }: { p: Position }) {
  const { t, word, name } = useText()
  const names = useNames()
  return (
    <Link to="/position/$position" params={{ position: p.code }} className="card">
      <div className="l1"><b>{p.name}</b>{!p.lots.length && <span className="v dim" style={{ fontSize: 14 }}>{t('depot.empty')}</span>}</div>
      {p.lots.map((l) => (
        <div key={l.lot}>
          <div className="l1"><span>{name({ name: l.item_name, name_en: l.item_name_en })}</span><span className="v" style={{ fontSize: 16 }}><Qty value={l.quantity} unit={l.unit} /></span></div>
          <div className="l2"><span>{[names.nature(l.nature, l.nature_name), names.grade(l.item, l.grade), l.harvest_year].filter(Boolean).join(' · ')}</span>{l.judgement && <span className={`w ${l.judgement === 'suitable' ? 'sec' : 'amb'}`}>{l.judgement === 'suitable' ? '' : '▲ '}{word('judgement', l.judgement)}</span>}</div>
        </div>
      ))}
      <div className="l2"><span className="code dim">{p.code.slice(21)}</span></div>
    </Link>
  )
}

function WarehousePanel({ w }: { w: Warehouse }) {
  const { t, word } = useText()
  return (
    <Panel title={w.name} hint={<>{word('warehouse', w.kind)} <span className="code">{w.code}</span></>} extra={`${t('depot.positions')} ${w.positions.length}`}>
      <div className="cards">{w.positions.map((p) => <PositionCard key={p.code} p={p} />)}</div>
    </Panel>
  )
}

export default function DepotPage() {
  const { t, word } = useText()
  const names = useNames()
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
                <Facts rows={[[t('depot.kind'), word('site', s.kind)], [t('depot.org'), s.org_name], [t('depot.region'), names.region(s.region, s.region_name)], [t('depot.positions'), s.positions], [t('depot.code'), <span key="c" className="code">{s.code}</span>]]} />
              </Panel>
              {s.warehouses.map((w) => <WarehousePanel key={w.code} w={w} />)}
            </>
          )}
        </Answer>
      </div>
    </>
  )
}
