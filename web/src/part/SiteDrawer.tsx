/** From a dot on the map down to site, position and lot without losing one's place. */
import { Link } from '@tanstack/react-router'
import { Breadcrumb, Button, Drawer } from 'antd'
import { useEffect, useState } from 'react'
import { useLot, usePosition, useSite, useTrace } from '../api/hooks'
import { useNames } from '../api/names'
import type { Position } from '../api/types'
import { decimal, moment } from '../format'
import { useText } from '../i18n'
import { Answer, Facts } from './Panel'
import { ProofBadge } from './ProofBadge'
import { Qty } from './Qty'

function SiteView({ code, onPick }: { code: string; onPick: (p: Position) => void }) {
  const { t, word } = useText()
  const names = useNames()
  const site = useSite(code)
  return (
    <Answer ask={site}>
      {(s) => (
        <>
          <Facts rows={[[t('depot.org'), s.org_name], [t('depot.kind'), word('site', s.kind)], [t('depot.region'), names.region(s.region, s.region_name)]]} />
          {s.warehouses.map((w) => (
            <div key={w.code}><h4>{w.name}</h4>
              <div className="cards">{w.positions.map((p) => <button type="button" key={p.code} className="plain card" onClick={() => onPick(p)}><b>{p.name}</b>{p.lots.map((l) => <div key={l.lot}><span className="sec">{names.item(l.item, l.item_name)}</span> <Qty value={l.quantity} unit={l.unit} /></div>)}{!p.lots.length && <div className="dim">{t('depot.empty')}</div>}</button>)}</div>
            </div>
          ))}
          <p><Link to="/depot/$site" params={{ site: code }}><Button type="primary">{t('map.open')}</Button></Link></p>
        </>
      )}
    </Answer>
  )
}

function PositionView({ code, onLot }: { code: string; onLot: (lot: string) => void }) {
  const { t, word } = useText()
  const names = useNames()
  const position = usePosition(code)
  return (
    <Answer ask={position}>
      {(p) => (
        <>
          {p.lots.map((l) => (
            <div key={l.lot} style={{ marginBottom: 12 }}>
              <Facts rows={[[t('depot.quantity'), <b key="q"><Qty value={l.quantity} unit={l.unit} exact /></b>], [t('depot.item'), names.item(l.item, l.item_name)], [t('depot.nature'), names.nature(l.nature, l.nature_name)], [t('depot.owner'), names.owner(l.owner, l.owner_name)], [t('depot.grade'), names.grade(l.item, l.grade)], [t('depot.harvest'), l.harvest_year], [t('depot.judgement'), word('judgement', l.judgement)]]} />
              <span className="pick"><Button type="primary" size="small" onClick={() => onLot(l.lot)}>{t('depot.lot')} {l.lot.slice(21)}</Button><ProofBadge org={l.org} index={l.last_index} auto /></span>
            </div>
          ))}
          <p className="pick"><Link to="/position/$position" params={{ position: code }}><Button>{t('app.detail')}</Button></Link></p>
        </>
      )}
    </Answer>
  )
}

function LotView({ code }: { code: string }) {
  const { t, say } = useText()
  const names = useNames()
  const lot = useLot(code)
  const trace = useTrace(code)
  return (
    <>
      <Answer ask={lot}>{(l) => <Facts rows={[[t('depot.lot'), <span key="c" className="code">{l.lot}</span>], [t('depot.item'), names.item(l.item, l.item_name)], [t('trace.now'), <Qty key="q" value={l.quantity} unit={l.unit} exact />], [t('depot.received'), l.received_on]]} />}</Answer>
      <Answer ask={trace}>{(page) => <ol className="tl" style={{ padding: '10px 0' }}>{page.items.map((f, i) => <li key={`${f.org}#${f.index}#${i}`}><div className="hd"><b>{say(f.summary, f.summary_en)}</b>{moment(f.at)}<ProofBadge org={f.org} index={f.index} /></div><div className="sec">{f.org_name} {decimal(f.quantity)}</div></li>)}</ol>}</Answer>
      <p><Link to="/lots/$lot" params={{ lot: code }}><Button type="primary">{t('trace.title')}</Button></Link></p>
    </>
  )
}

export function SiteDrawer({ site, onClose }: { site: { code: string; name: string } | null; onClose: () => void }) {
  const [position, setPosition] = useState<Position | null>(null)
  const [lot, setLot] = useState<string | null>(null)
  useEffect(() => { setPosition(null); setLot(null) }, [site?.code])
  if (!site) return null
  const crumbs = [
    { title: position ? <button type="button" className="plain" onClick={() => { setPosition(null); setLot(null) }}>{site.name}</button> : site.name },
    ...(position ? [{ title: lot ? <button type="button" className="plain" onClick={() => setLot(null)}>{position.name}</button> : position.name }] : []), ...(lot ? [{ title: lot.slice(21) }] : []),
  ]
  return (
    <Drawer open onClose={onClose} mask={false} size={440} title={<Breadcrumb separator="›" items={crumbs} />}>
      {lot ? <LotView code={lot} /> : position ? <PositionView code={position.code} onLot={setLot} /> : <SiteView code={site.code} onPick={setPosition} />}
    </Drawer>
  )
}
