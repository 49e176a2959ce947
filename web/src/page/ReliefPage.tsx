/** The room of relief goods: what expires, what is to be inspected, what inspections found, kits. */
import { Link } from '@tanstack/react-router'
import { Button, Checkbox, Segmented } from 'antd'
import type { ReactNode } from 'react'
import { useActDrawer } from '../act/ActDrawer'
import { assembleOf, DEFINE, INSPECT } from '../act/relief'
import { useSession } from '../api/hooks'
import { useNames } from '../api/names'
import type { Kit, ReliefInspection, Watched } from '../api/types'
import { useText } from '../i18n'
import { holds } from '../menu'
import { OrgFilter } from '../part/filters'
import { type Column, List } from '../part/ListPage'
import { Head } from '../part/Panel'
import { Qty } from '../part/Qty'
import { useScope } from '../scope'

const TABS = ['life', 'inspection', 'inspections', 'kits'] as const
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
const lotLink = (lot: string) => <Link to="/lots/$lot" params={{ lot }} className="code">{lot.slice(18)}</Link>
const placeLink = (position: string) => <Link to="/position/$position" params={{ position }} className="code">{position.slice(18)}</Link>

function Standing({ of }: { of: Watched }) {
  const { word } = useText()
  return <span className={`tag ${of.standing === 'over' ? 'red' : of.standing === 'sound' ? '' : 'amb'}`}>{of.standing === 'over' ? '■ ' : ''}{word('standing', of.standing)}{of.ending_percent ? ` ≤${of.ending_percent}%` : ''}</span>
}

/** Days to go, marked when they are few or past. */
const Days = ({ days, soon }: { days: number | null | undefined; soon: number }) => (days === null || days === undefined ? <>—</> : <span className={`tag ${days < 0 ? 'red' : days <= soon ? 'amb' : ''}`}>{days}</span>)

function Goods({ clock, scope }: { clock: 'life' | 'inspection'; scope?: string }) {
  const { t } = useText()
  const names = useNames()
  const { search, set } = useScope()
  const user = useSession().data?.user
  const { open, drawer } = useActDrawer()
  const pressing = search.by !== 'all'
  const may = user && holds(user, ...INSPECT.roles)
  const inspect = (w: Watched) => may && w.org === user.org && <Button size="small" onClick={() => open(INSPECT, { lot: w.lot, position: w.position, inspected_on: today() })}>{t(INSPECT.label)}</Button>
  const clocks: Column<Watched>[] = clock === 'life'
    ? [{ title: t('relief.standing'), show: (w) => <Standing of={w} /> }, { title: t('relief.days_left'), show: (w) => <Days days={w.days_left} soon={90} />, num: true }, { title: t('depot.expires'), show: (w) => w.expires_on }, { title: t('relief.produced'), show: (w) => w.produced_on, less: true }]
    : [{ title: t('relief.due_days'), show: (w) => <Days days={w.due_days} soon={30} />, num: true }, { title: t('relief.due_on'), show: (w) => w.due_on }, { title: t('relief.inspected'), show: (w) => w.tested_on ?? '—' }, { title: t('relief.interval'), show: (w) => w.interval_days, num: true, less: true }]
  return (
    <>
      {drawer}
      <div className="in l2"><Checkbox checked={pressing} onChange={(e) => set({ by: e.target.checked ? undefined : 'all' })}>{t('relief.pressing')}</Checkbox><span>{t('relief.unconfirmed')}</span></div>
      <List<Watched> path="/relief/goods" query={{ scope, clock, pressing: String(pressing) }} rowKey={(w) => w.position + w.lot} columns={[
        { title: t('depot.item'), show: (w) => <Link to="/lots/$lot" params={{ lot: w.lot }}>{names.item(w.item, w.item_name)}</Link> }, ...clocks,
        { title: t('depot.quantity'), show: (w) => <Qty value={w.quantity} unit={w.unit} exact />, num: true }, { title: t('depot.position'), show: (w) => placeLink(w.position) }, { title: t('depot.lot'), show: (w) => lotLink(w.lot) }, { title: t('relief.hold'), show: (w) => w.held && <span className="tag red">{w.held}</span> }, { title: '', show: inspect },
      ]} />
    </>
  )
}

function Inspections({ org }: { org?: string }) {
  const { t, word } = useText()
  return <List<ReliefInspection> path="/relief/inspections" query={{ org }} rowKey={(i) => String(i.index)} columns={[
    { title: t('depot.lot'), show: (i) => lotLink(i.lot) }, { title: t('act.day'), show: (i) => i.inspected_on }, { title: t('relief.outcome'), show: (i) => <span className={`tag ${i.outcome === 'good' ? 'ok' : i.outcome === 'repair' ? 'amb' : 'red'}`}>{word('fitness', i.outcome)}</span> },
    { title: t('relief.faulty'), show: (i) => `${i.faulty / 1000} / ${i.quantity / 1000}`, num: true }, { title: t('relief.apart'), show: (i) => i.apart && lotLink(i.apart) }, { title: t('depot.position'), show: (i) => placeLink(i.position) }, { title: t('relief.note'), show: (i) => i.note, wide: true, width: 220 }, { title: t('depot.keeper'), show: (i) => i.by },
  ]} />
}

function Kits({ org }: { org?: string }) {
  const { t, say } = useText()
  const user = useSession().data?.user
  const { open, drawer } = useActDrawer()
  const own = user && (!org || org === user.org)
  return (
    <>
      {drawer}
      {own && holds(user, ...DEFINE.roles) && <div className="in"><Button type="primary" onClick={() => open(DEFINE)}>{t(DEFINE.label)}</Button></div>}
      <List<Kit> path="/relief/kits" query={{ org }} rowKey={(k) => k.code} columns={[
        { title: t('kit.name'), show: (k) => <b>{k.name}</b> }, { title: t('kit.code'), show: (k) => <span className="code">{k.code.slice(18)}</span> }, { title: t('kit.one'), show: (k) => say(k.one.item_name, k.one.item_name_en) },
        { title: t('kit.parts'), show: (k) => k.parts.map((p) => <span key={p.item} className="tag" style={{ marginRight: 4 }}>{say(p.item_name, p.item_name_en)} <Qty value={p.quantity} unit={p.unit} exact /></span>) },
        { title: '', show: (k) => { const act = assembleOf(k, say); return own && holds(user, ...act.roles) && <Button size="small" onClick={() => open(act, { kit: k.code })}>{t(act.label)}</Button> } },
      ]} />
    </>
  )
}

export default function ReliefPage() {
  const { t } = useText()
  const { search, set } = useScope()
  const tab = TABS.find((one) => one === search.tab) ?? 'life'
  const org = search.org
  const views: Record<(typeof TABS)[number], ReactNode> = { life: <Goods key="life" clock="life" scope={org} />, inspection: <Goods key="inspection" clock="inspection" scope={org} />, inspections: <Inspections org={org} />, kits: <Kits org={org} /> }
  return (
    <>
      <Head title={t('menu.relief')}>
        <div style={{ overflowX: 'auto', maxWidth: '100%' }}><Segmented value={tab} onChange={(next) => set({ tab: next })} options={TABS.map((one) => ({ value: one, label: t(`relief.${one}`) }))} /></div>
        <OrgFilter />
      </Head>
      <div className="page"><section className="p">{views[tab]}</section></div>
    </>
  )
}
