/** The room of costs: what keeping goods costs by place and kind, the yardstick of a tonne kept for a year, and the facts behind it. */
import { Link } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useActDrawer } from '../act/ActDrawer'
import { ENTER, REVERSE } from '../act/cost'
import { fileUrl } from '../api/client'
import { useCosts, useSession } from '../api/hooks'
import { useNames } from '../api/names'
import type { CostEntry, CostRow, CostTable } from '../api/types'
import { dayOf, yuan } from '../format'
import { type Key, useText } from '../i18n'
import { holds } from '../menu'
import { Bullet } from '../part/Bars'
import { OrgFilter } from '../part/filters'
import { type Column, List, Rows } from '../part/ListPage'
import { Answer, Head, Panel } from '../part/Panel'
import { Qty } from '../part/Qty'
import { RegionPicker } from '../part/ScopeBar'
import { type Search, useScope } from '../scope'

const KINDS = ['storage', 'transport', 'rotation', 'maintenance', 'energy', 'loss'] as const
const BY = ['region', 'org', 'site', 'position', 'lot'] as const
const REGIONS = ['province', 'prefecture', 'county']
const YEARS = 5

/** This year and the ones before it, as first and last day. */
export const periods = (today: string) => Array.from({ length: YEARS }, (_, i) => Number(today.slice(0, 4)) - i).map((y) => ({ value: `${y}`, from: `${y}-01-01`, to: endOf(y, today) }))
const endOf = (y: number, today: string) => (today.startsWith(`${y}`) ? today : `${y}-12-31`)

/** Where a row leads: a division to those in it, a county and an organisation to their sites, a site to its lots. */
export function below(by: string, key: string): Partial<Search> | null {
  if (!key) return null
  if (by === 'province' || by === 'prefecture') return { region: key, by: 'region' }
  if (by === 'county') return { region: key, by: 'site' }
  if (by === 'org') return { org: key, by: 'site' }
  return by === 'site' ? { site: key, org: key.slice(0, 18), by: 'lot' } : null
}

const Fen = ({ fen }: { fen: number }) => <span className="num">{fen ? yuan(fen) : ''}</span>

function Grid({ data, onDrill }: { data: CostTable; onDrill: (to: Partial<Search>) => void }) {
  const { t } = useText()
  const names = useNames()
  const label = (r: CostRow) => (REGIONS.includes(data.by) ? names.region(r.key, r.label) : r.label || r.key)
  const place = (r: CostRow) => {
    const to = below(data.by, r.key)
    if (r === data.total) return <b>{t('table.total')}</b>
    if (!r.key) return <i>{t('cost.unborne')}</i>
    if (to) return <Button type="link" size="small" style={{ padding: 0 }} onClick={() => onDrill(to)}>{label(r)}</Button>
    return data.by === 'lot' ? <Link to="/lots/$lot" params={{ lot: r.key }} className="code">{r.key}</Link> : <Link to="/position/$position" params={{ position: r.key }} className="code">{r.key}</Link>
  }
  const columns: Column<CostRow>[] = [
    { title: t('cost.place'), show: place },
    { title: t('cost.yardstick'), show: (r) => (r.per_tonne_year === null || r.per_tonne_year === undefined ? '—' : <b data-testid={r === data.total ? 'yardstick' : undefined}>{yuan(r.per_tonne_year)}</b>), num: true },
    { title: t('cost.amount'), show: (r) => <Fen fen={r.amount} />, num: true },
    ...KINDS.map((k) => ({ title: t(`cost.${k}` as Key), show: (r: CostRow) => <Fen fen={r[k]} />, num: true })),
    { title: t('cost.mean'), show: (r) => <Qty value={r.mean_stock} unit="t" />, num: true },
  ]
  return <Rows<CostRow> rows={data.rows.length ? [...data.rows, data.total] : []} columns={columns} rowKey={(r) => (r === data.total ? '=' : r.key)} page={100} />
}

/** Places against one another, dearest first; the line is the whole. */
function Compare({ data }: { data: CostTable }) {
  const { t } = useText()
  const names = useNames()
  const rows = data.rows.filter((r) => r.key && r.per_tonne_year).sort((a, b) => b.per_tonne_year! - a.per_tonne_year!).slice(0, 20)
  if (rows.length < 2) return null
  const top = rows[0].per_tonne_year!
  return (
    <Panel title={t('cost.compare')}>
      {rows.map((r) => (
        <div key={r.key} className="kv" style={{ gap: 12 }} title={t('cost.yardstick_of', { yuan: yuan(r.per_tonne_year!) })}>
          <span style={{ width: 140, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>{REGIONS.includes(data.by) ? names.region(r.key, r.label) : r.label || r.key}</span>
          <span style={{ flex: 1 }}><Bullet value={r.per_tonne_year!} target={null} top={top} /></span>
          <span className="num">{yuan(r.per_tonne_year!)}</span>
        </div>
      ))}
    </Panel>
  )
}

function Entries({ query, onReverse }: { query: Record<string, string | undefined>; onReverse?: (e: CostEntry) => void }) {
  const { t, word } = useText()
  const { search, set } = useScope()
  const columns: Column<CostEntry>[] = [
    { title: t('cost.index'), show: (e) => <Link to="/books/$org/$index" params={{ org: e.org, index: String(e.index) }}>{e.index}</Link> },
    { title: t('cost.kind'), show: (e) => word('cost', e.kind) }, { title: t('cost.document'), show: (e) => word('cost', e.document) },
    { title: t('cost.whole'), show: (e) => (e.reversed_by === null || e.reversed_by === undefined ? yuan(e.amount) : <s>{yuan(e.amount)}</s>), num: true },
    { title: t('cost.counted'), show: (e) => yuan(e.counted), num: true }, { title: t('cost.from'), show: (e) => e.day_from }, { title: t('cost.to'), show: (e) => e.day_to },
    { title: t('depot.position'), show: (e) => (e.position ? <Link to="/position/$position" params={{ position: e.position }} className="code">{e.position.slice(18)}</Link> : '') },
    { title: t('depot.lot'), show: (e) => (e.lot ? <Link to="/lots/$lot" params={{ lot: e.lot }} className="code">{e.lot.slice(18)}</Link> : '') },
    { title: t('cost.payee'), show: (e) => e.payee }, { title: t('book.by'), show: (e) => e.by },
    { title: '', show: (e) => (e.reversed_by !== null && e.reversed_by !== undefined ? <span className="tag">{t('cost.reversed')} <Link to="/books/$org/$index" params={{ org: e.org, index: String(e.reversed_by) }}>{e.reversed_by}</Link></span> : onReverse && !['rotation', 'loss'].includes(e.kind) && <Button size="small" onClick={() => onReverse(e)}>{t('cost.reverse')}</Button>) },
  ]
  return (
    <Panel bare title={t('cost.facts')} extra={<Select className="some" size="small" allowClear aria-label={t('cost.only')} placeholder={t('cost.only')} value={search.tab} onChange={(tab?: string) => set({ tab })} options={KINDS.map((k) => ({ value: k, label: t(`cost.${k}` as Key) }))} />}>
      <List<CostEntry> path="/costs/entries" query={{ ...query, kind: search.tab }} rowKey={(e) => `${e.org}/${e.index}/${e.line}`} columns={columns} />
    </Panel>
  )
}

export default function CostPage() {
  const { t } = useText()
  const { scope, search, set } = useScope()
  const user = useSession().data?.user
  const { open, drawer } = useActDrawer()
  const years = periods(dayOf(Date.now() * 1000))
  const year = years.find((y) => y.value === search.q) ?? years[0]
  const by = BY.find((one) => one === search.by) ?? 'region'
  const asked = { by, region: scope.region, org: search.org, site: search.site, from: year.from, to: year.to }
  const costs = useCosts(asked)
  const down = (to: Partial<Search>) => set(to)
  return (
    <>
      <Head title={t('menu.costs')}>
        <RegionPicker />
        <OrgFilter />
        <Select aria-label={t('cost.by')} value={by} onChange={(next: string) => set({ by: next })} options={BY.map((one) => ({ value: one, label: t(`cost.by_${one}`) }))} style={{ minWidth: 112 }} />
        <Select aria-label={t('cost.period')} value={year.value} onChange={(q: string) => set({ q })} options={years.map((y) => ({ value: y.value, label: y.value }))} />
        {search.site && <Button size="small" onClick={() => set({ site: undefined, by: 'site' })}>{search.site.slice(18)} ✕</Button>}
        <span className="sp" />
        {user && holds(user, ...ENTER.roles) && <Button type="primary" onClick={() => open(ENTER)}>{t('cost.enter')}</Button>}
        <Button href={fileUrl('/export/costs.xlsx', asked)}>{t('app.export')}</Button>
      </Head>
      <div className="page">
        <Answer ask={costs} lines={8}>{(data) => <><section className="p"><Grid data={data} onDrill={down} /><div className="in l2">{t('cost.rule')}</div></section><Compare data={data} /></>}</Answer>
        <Entries query={{ org: search.org, site: search.site, from: year.from, to: year.to }} onReverse={user && holds(user, ...REVERSE.roles) ? (e) => open(REVERSE, { org: e.org, n: e.index }) : undefined} />
      </div>
      {drawer}
    </>
  )
}
