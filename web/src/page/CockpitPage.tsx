/** The situation of the nation or a region: stock against plan, map, trend, goods on the way, latest facts, state of the proof. Live. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMap, useSituation, useStream } from '../api/hooks'
import type { FactLine, Situation, Transit } from '../api/types'
import { decimal, instant, moment } from '../format'
import { useText } from '../i18n'
import { Bullet, Progress } from '../part/Bars'
import { ChinaMap } from '../part/ChinaMap'
import { Answer, Head, Panel } from '../part/Panel'
import { ProofBadge } from '../part/ProofBadge'
import { Qty } from '../part/Qty'
import { RegionPicker } from '../part/ScopeBar'
import { Trend } from '../part/Trend'
import { useScope } from '../scope'
import { sitesOf } from './sites'

function Scale({ s, chosen, onChoose }: { s: Situation; chosen: string; onChoose: (c: string) => void }) {
  const { t, name } = useText()
  return (
    <Panel title={t('cockpit.scale')} hint={t('cockpit.scale_hint')} extra={<Link to="/table" search={((x: object) => x) as never}>{t('app.detail')}</Link>} bare>
      <div className="scroll">
        {s.totals.map((x) => (
          <div key={x.commodity + x.unit} className="row" style={chosen === x.commodity ? { background: 'var(--pri2)' } : undefined}>
            <button type="button" className="plain l1" onClick={() => onChoose(x.commodity)} aria-pressed={chosen === x.commodity}><span className="n">{name(x)}</span><span className="v"><Qty value={x.quantity} unit={x.unit} /></span></button>
            <Bullet value={x.quantity} target={x.planned} onWay={x.in_transit} />
            <div className="l2"><span>{x.planned === null ? t('cockpit.noplan') : <>{t('cockpit.planned', { q: '' })}<Qty value={x.planned} unit={x.unit} /></>}</span>{x.in_transit > 0 && <span>{t('cockpit.transit', { q: '' })}<Qty value={x.in_transit} unit={x.unit} /></span>}{x.planned !== null && x.planned > 0 && <span className="w">{decimal(Math.round((x.quantity / x.planned) * 100_000), 1, true)}%</span>}</div>
          </div>
        ))}
      </div>
    </Panel>
  )
}

function Latest({ facts }: { facts: FactLine[] }) {
  const { t, word, say } = useText()
  return (
    <Panel title={t('cockpit.facts')} hint={t('cockpit.facts_hint')} extra={<Link to="/books">{t('menu.books')}</Link>} bare>
      <div className="scroll" aria-live="polite">
        {facts.slice(0, 14).map((f) => (
          <div className="fact" key={`${f.org}#${f.index}`}>
            <span className="tag">{word('fact', f.act)}</span>
            <span className="t"><Link to="/books/$org/$index" params={{ org: f.org, index: String(f.index) }}>{say(f.summary, f.summary_en)}</Link></span><ProofBadge org={f.org} index={f.index} />
            <small>{moment(f.at)} · {f.org_name}</small>
          </div>
        ))}
      </div>
    </Panel>
  )
}

function OnTheWay({ rows }: { rows: Transit[] }) {
  const { t, word } = useText()
  return (
    <Panel title={t('cockpit.transits')} hint={rows.length} extra={<Link to="/consignments">{t('cockpit.orders')}</Link>} bare className="wide">
      <div className="scroll">
        <table className="t">
          <thead><tr><th>{t('transit.route')}</th><th>{t('depot.item')}</th><th className="num">{t('depot.quantity')}</th><th>{t('transit.progress')}</th><th>{t('transit.dispatched')}</th><th>{t('transit.status')}</th></tr></thead>
          <tbody>{rows.slice(0, 6).flatMap((x) => x.lines.map((l) => <tr key={x.code + l.line}><td>{x.from_name} → {x.to_name}</td><td>{l.item_name}</td><td className="num"><Qty value={l.quantity} unit={l.unit} /></td><td><Progress part={l.arrived} whole={l.quantity} /></td><td>{moment(x.dispatched_at)}</td><td><span className={`tag ${x.state === 'disputed' ? 'amb' : ''}`}>{word('state', x.state)}</span></td></tr>))}</tbody>
        </table>
        {!rows.length && <div className="in dim">{t('app.none')}</div>}
      </div>
    </Panel>
  )
}

function Proofs({ s }: { s: Situation }) {
  const { t } = useText()
  const p = s.proof
  return (
    <Panel title={t('cockpit.proof')} bare>
      <div className="kv"><Link to="/books">{t('cockpit.books')}</Link><b>{p.books}</b><small>{t('cockpit.books_hint', { n: p.facts.toLocaleString('en-US') })}</small></div>
      <div className="kv"><span>{t('cockpit.newest')}</span><span>{p.checkpoint_at === null ? '—' : instant(p.checkpoint_at)}</span></div>
      <div className="kv"><span>{t('cockpit.statement')}</span>{p.statement ? <Link to="/statements/$id" params={{ id: p.statement }}>{p.statement_day ?? p.statement}</Link> : <span className="dim">{t('cockpit.nostatement')}</span>}</div>
    </Panel>
  )
}

export default function CockpitPage() {
  const { t, name } = useText()
  const { scope, set } = useScope()
  const situation = useSituation(scope.region)
  const map = useMap(scope.region)
  const [chosen, setChosen] = useState<string>()
  useStream()
  return (
    <Answer ask={situation} lines={12}>
      {(s) => {
        const commodity = chosen ?? s.totals[0]?.commodity ?? ''
        const total = s.totals.find((x) => x.commodity === commodity)
        const values = Object.fromEntries(s.provinces.map((p) => [p.region, p.quantities[commodity] ?? 0]))
        const share = s.freshness.books ? `${decimal(Math.round((s.freshness.fresh / s.freshness.books) * 100_000), 1, true)}%` : '—'
        return (
          <>
            <Head title={t('menu.cockpit')}><RegionPicker /><span className="sp" /><span title={t('cockpit.fresh_hint', { a: s.freshness.fresh, b: s.freshness.books })}>{t('cockpit.fresh', { share })}</span><span className="dim">{t('app.asof', { at: instant(s.at) })}</span></Head>
            <div className="page">
              <div className="cockpit">
              <Scale s={s} chosen={commodity} onChoose={setChosen} />
              <Panel title={t('cockpit.map')} hint={t('cockpit.map_hint')} extra={<Link to="/map" search={((x: object) => x) as never}>{t('menu.map')}</Link>} bare className="wide">
                <ChinaMap values={values} unit={total?.unit ?? ''} title={total ? name(total) : ''} sites={map.data ? sitesOf(map.data).map((x) => [x.lon, x.lat]) : []} selected={scope.region && scope.region.slice(0, 2) + '0000'} onPick={(region) => set({ region: region === scope.region ? undefined : region })} />
              </Panel>
              <Latest facts={s.facts} />
              </div>
              <div className="cockpit low">
              <Panel title={`${total ? name(total) : ''} ${t('cockpit.trend')}`} hint={t('cockpit.trend_hint')} bare><Trend days={s.trend.days} unit={s.trend.unit} /></Panel>
              <OnTheWay rows={s.transit} />
              <Proofs s={s} />
              </div>
            </div>
          </>
        )
      }}
    </Answer>
  )
}
