/** The situation of the nation or a region: stock against plan, map, trend, goods on the way, latest facts, state of the proof. Live. */
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useMap, usePacks, useSituation, useStream } from '../api/hooks'
import { useNames } from '../api/names'
import type { FactLine, ItemTotal, Situation } from '../api/types'
import { dayOf, instant, moment } from '../format'
import { useText } from '../i18n'
import { Bullet, Progress } from '../part/Bars'
import { ChinaMap } from '../part/ChinaMap'
import { Answer, Empty, Head, Panel } from '../part/Panel'
import { ProofBadge } from '../part/ProofBadge'
import { Qty } from '../part/Qty'
import { RegionPicker } from '../part/ScopeBar'
import { Trend } from '../part/Trend'
import { useScope } from '../scope'
import { fill, groupsOf, type Group } from './groups'
import { sitesOf } from './sites'

function Scale({ groups, chosen, onChoose }: { groups: Group[]; chosen?: Group; onChoose: (id: string) => void }) {
  const { t, name } = useText()
  const top = (g: Group) => Math.max(...groups.filter((x) => x.unit === g.unit).map((x) => x.stored + x.in_transit), 1)
  return (
    <Panel title={t('cockpit.scale')} hint={t('cockpit.scale_hint')} extra={<Link to="/table" search={((x: object) => x) as never}>{t('app.detail')}</Link>} bare>
      <div className="scroll cap">
        {groups.map((g) => (
          <div key={g.id} className={`row ${chosen?.id === g.id ? 'chosen' : ''}`}>
            <button type="button" className="plain l1" onClick={() => onChoose(g.id)} aria-pressed={chosen?.id === g.id}><span className="n">{g.items.length === 1 ? name(g.items[0]) : g.name}</span><span className="v"><Qty value={g.stored} unit={g.unit} /></span></button>
            <Bullet value={g.stored} target={null} onWay={g.in_transit} top={top(g)} />
            <div className="l2">
              {g.in_transit > 0 && <span>{t('transit.remaining')} <Qty value={g.in_transit} unit={g.unit} /></span>}
              {g.items.length === 1 ? <span>{g.name}</span> : g.items.slice(0, chosen?.id === g.id ? 8 : 2).map((i) => <span key={i.item}>{name(i)} <Qty value={i.stored} unit={i.unit} /></span>)}
            </div>
          </div>
        ))}
        {!groups.length && <Empty />}
      </div>
    </Panel>
  )
}

function Latest({ facts }: { facts: FactLine[] }) {
  const { t, word } = useText()
  const names = useNames()
  return (
    <Panel title={t('cockpit.facts')} hint={t('cockpit.facts_hint')} extra={<Link to="/books">{t('menu.books')}</Link>} bare>
      <div className="scroll cap" aria-live="polite">
        {facts.map((f) => (
          <div className="fact" key={`${f.org}#${f.index}`}>
            <span className="tag">{word('fact', f.act)}</span>
            <span className="t"><Link to="/books/$org/$index" params={{ org: f.org, index: String(f.index) }}>{f.item && f.item_name ? names.item(f.item, f.item_name) : (f.why ?? f.lot ?? f.order ?? f.by)}</Link></span><ProofBadge org={f.org} index={f.index} />
            <small>{f.quantity != null && <b><Qty value={f.quantity} unit={f.unit ?? ''} /> · </b>}{moment(f.at)} · {f.org_name}</small>
          </div>
        ))}
      </div>
    </Panel>
  )
}

function OnTheWay({ s, category }: { s: Situation; category: (x: ItemTotal) => string }) {
  const { t, name } = useText()
  const moving = s.totals.filter((x) => x.in_transit > 0)
  return (
    <Panel title={t('cockpit.transits')} extra={<Link to="/consignments">{t('cockpit.orders')}</Link>} bare className="wide">
      <div className="scroll">
        <table className="t">
          <thead><tr><th>{t('depot.item')}</th><th>{t('table.category')}</th><th className="num">{t('transit.remaining')}</th><th className="num">{t('cockpit.held')}</th><th>{t('cockpit.share')}</th></tr></thead>
          <tbody>{moving.map((x) => <tr key={x.item}><td>{name(x)}</td><td>{category(x)}</td><td className="num"><Qty value={x.in_transit} unit={x.unit} /></td><td className="num"><Qty value={x.stored} unit={x.unit} /></td><td><Progress part={x.in_transit} whole={x.quantity} /></td></tr>)}</tbody>
        </table>
        {!moving.length && <Empty />}
      </div>
    </Panel>
  )
}

function Proofs({ s }: { s: Situation }) {
  const { t } = useText()
  const day = s.proof.statement ? instant(Number(s.proof.statement)) : null
  return (
    <Panel title={t('cockpit.proof')} bare>
      <div className="kv"><Link to="/books">{t('cockpit.books')}</Link><b>{s.freshness.books.toLocaleString('en-US')}</b><small>{t('cockpit.books_hint', { n: s.proof.facts.toLocaleString('en-US') })}</small></div>
      <div className="kv"><span>{t('cockpit.newest')}</span><span>{s.proof.checkpoint_at == null ? '—' : instant(s.proof.checkpoint_at)}</span></div>
      <div className="kv"><span>{t('cockpit.statement')}</span>{s.proof.statement ? <Link to="/statements/$id" params={{ id: s.proof.statement }}>{day}</Link> : <span className="dim">{t('cockpit.nostatement')}</span>}</div>
    </Panel>
  )
}

export default function CockpitPage() {
  const { t, name } = useText()
  const packs = usePacks()
  /** The category is a pack, and the pack knows its English name. */
  const category = (x: ItemTotal) => name(packs.data?.items.find((p) => p.id === x.category) ?? { name: x.category_name })
  const { scope, set } = useScope()
  const situation = useSituation(scope.region)
  const nation = useSituation()
  const map = useMap(scope.region)
  const [picked, setPicked] = useState<string>()
  const dots = useMemo(() => (map.data ? sitesOf(map.data).map((x): [number, number] => [x.lon, x.lat]) : []), [map.data])
  useStream()
  return (
    <Answer ask={situation} lines={12}>
      {(s) => {
        const groups = groupsOf(s.totals, category)
        const chosen = groups.find((g) => g.id === picked) ?? groups[0]
        const trend = s.trends.find((x) => `${x.category}|${x.unit}` === chosen?.id)
        const shade = Object.fromEntries((nation.data ?? s).regions.map((r) => [r.region, r.quantities.find((q) => `${q.category}|${q.unit}` === chosen?.id)?.quantity ?? 0]))
        return (
          <>
            <Head title={t('menu.cockpit')}><RegionPicker /><span className="sp" /><span>{t('map.sites', { n: s.freshness.sites.toLocaleString('en-US') })}</span>{s.freshness.newest && <span>{t('cockpit.last', { at: instant(s.freshness.newest) })}</span>}<span className="dim">{t('app.asof', { at: instant(s.at) })}</span></Head>
            <div className="page">
              <div className="cockpit">
                <Scale groups={groups} chosen={chosen} onChoose={setPicked} />
                <Panel title={t('cockpit.map')} hint={t('cockpit.map_hint')} extra={<Link to="/map" search={((x: object) => x) as never}>{t('menu.map')}</Link>} bare className="wide">
                  <ChinaMap values={shade} unit={chosen?.unit ?? ''} title={chosen?.name ?? ''} sites={dots} selected={scope.region && scope.region.slice(0, 2) + '0000'} onPick={(region) => set({ region: region === scope.region ? undefined : region })} />
                </Panel>
                <Latest facts={s.facts} />
              </div>
              <div className="cockpit low">
                <Panel title={`${chosen?.name ?? ''} ${t('cockpit.trend')}`} hint={t('cockpit.trend_hint')} bare><Trend days={trend ? fill(trend.days, dayOf(s.at)) : []} unit={trend?.unit ?? ''} /></Panel>
                <OnTheWay s={s} category={category} />
                <Proofs s={s} />
              </div>
            </div>
          </>
        )
      }}
    </Answer>
  )
}
