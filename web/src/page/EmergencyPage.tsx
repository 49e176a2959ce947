/** The commander's first hour: an earthquake's first numbers become an estimate, a proposed level, needs, and plans side by side. It advises; directives order. */
import { Link } from '@tanstack/react-router'
import { Button, InputNumber, Segmented, Table } from 'antd'
import { useState } from 'react'
import { useActDrawer } from '../act/ActDrawer'
import { ACTS } from '../act/acts'
import { useNames } from '../api/names'
import { useEmergency, useSession } from '../api/hooks'
import type { EmergencyAdvice, EmergencyLoad, EmergencyPlan } from '../api/types'
import { decimal, yuan } from '../format'
import { useText, type Key } from '../i18n'
import { holds } from '../menu'
import { columnsOf } from '../part/ListPage'
import { Answer, Empty, Head, Panel } from '../part/Panel'
import { Qty } from '../part/Qty'

type Form = { magnitude: number; lat: number; lon: number; depth_km: number; strike: number | null; days: number; season: string; keep_percent: number; load: number }
/** 2008-05-12, as the catalogue has it. */
const FIRST: Form = { magnitude: 8, lat: 31.002, lon: 103.322, depth_km: 19, strike: null, days: 3, season: 'warm', keep_percent: 0, load: 40 }
const ROMAN = ['', 'Ⅰ', 'Ⅱ', 'Ⅲ', 'Ⅳ']
const ISSUE = ACTS.find((act) => act.name === 'directive-issue')

/** The query of a form: tenths of magnitude, millionths of a degree. */
const query = ({ magnitude, lat, lon, strike, ...rest }: Form) => ({ ...rest, magnitude: Math.round(magnitude * 10), lat: Math.round(lat * 1e6), lon: Math.round(lon * 1e6), ...(strike === null ? {} : { strike }) })
const count = (n: number) => n.toLocaleString('en-US')
const hours = (minutes: number | null | undefined) => (minutes === null || minutes === undefined ? '—' : (minutes / 60).toFixed(1))
const tonnes = (kg: number) => decimal(kg, 1)

function Toll({ data }: { data: EmergencyAdvice }) {
  const { t, word } = useText()
  const rows = [['emergency.displaced', data.toll.displaced], ['emergency.injured', data.toll.injured], ['emergency.deaths', data.toll.deaths], ['emergency.houses', data.toll.houses]] as const
  return (
    <Panel title={t('emergency.impact')} hint={`${word('zone', data.zone)} · ${t('emergency.centre', { n: (data.intensity / 10).toFixed(1) })}`}>
      {rows.map(([key, one]) => <div key={key} className="l1"><span className="n sec">{t(key)}</span><span style={{ marginLeft: 'auto' }}><b>{count(one.likely)}</b> <span className="dim" title={t('emergency.interval')}>{count(one.low)} – {count(one.high)}</span></span></div>)}
    </Panel>
  )
}

function Levels({ data }: { data: EmergencyAdvice }) {
  const { t, word, say } = useText()
  const names = useNames()
  return (
    <Panel title={t('emergency.level')} hint={data.levels.length ? undefined : t('emergency.no_level')}>
      {data.levels.slice(0, 6).map((l) => <div key={l.region} className="l1"><span className="n">{say(l.name, names.region(l.region))} <span className="sec">{l.met.map((m) => word('criterion', m)).join('、')}{!l.likely && ` · ${t('emergency.by_upper')}`}</span></span><b className={`tag ${l.level === 1 ? 'red' : ''}`} style={{ marginLeft: 'auto' }}>{ROMAN[l.level]}</b></div>)}
    </Panel>
  )
}

function Card({ plan, chosen, onChoose }: { plan: EmergencyPlan; chosen: boolean; onChoose: () => void }) {
  const { t, word } = useText()
  const row = (key: Key, value: React.ReactNode) => <div className="l1"><span className="n sec">{t(key)}</span><span style={{ marginLeft: 'auto' }}>{value}</span></div>
  return (
    <button type="button" className="plain card" aria-pressed={chosen} onClick={onChoose} style={{ padding: '10px 12px', borderColor: chosen ? 'var(--pri)' : undefined }}>
      <b>{word('aim', plan.aim)}</b>
      {row('emergency.sent', tonnes(plan.sent_kg))}
      {row('emergency.unmet', plan.unmet_kg ? <span className="tag red">{tonnes(plan.unmet_kg)}</span> : 0)}
      {row('emergency.fairness', `${(plan.fairness / 10).toFixed(1)}%`)}
      {row('emergency.late', decimal(plan.late, 0))}
      {row('emergency.cost', yuan(plan.cost))}
      {row('emergency.first', hours(plan.first_minutes))}
      {row('emergency.last', hours(plan.last_minutes))}
      {row('emergency.sites', plan.sites)}
      {row('emergency.gap', `${(plan.gap_ppm / 10_000).toFixed(2)}%`)}
    </button>
  )
}

function Plan({ plan }: { plan: EmergencyPlan }) {
  const { t, say } = useText()
  const names = useNames()
  const user = useSession().data?.user
  const { open, drawer } = useActDrawer()
  const may = user && ISSUE && holds(user, ...ISSUE.roles)
  const preset = (l: EmergencyLoad) => ({ purpose: 'supply', scope: l.site, item: l.item, quantity_max: String(l.quantity / 1000) })
  return (
    <>
      {drawer}
      <Panel bare title={t('emergency.loads', { n: plan.count, m: plan.loads.length })}>
        <Table<EmergencyLoad> size="small" rowKey={(l) => l.site + l.region + l.item} dataSource={plan.loads} pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }} scroll={{ x: 'max-content' }} locale={{ emptyText: t('app.none') }} columns={columnsOf<EmergencyLoad>([
          { title: t('emergency.from'), show: (l) => <Link to="/depot/$site" params={{ site: l.site }}>{l.site_name}</Link> }, { title: t('emergency.to'), show: (l) => say(l.region_name, names.region(l.region)) },
          { title: t('depot.item'), show: (l) => say(l.item_name, l.item_name_en) }, { title: t('depot.quantity'), show: (l) => <Qty value={l.quantity} unit={l.unit} />, num: true }, { title: t('emergency.hours'), show: (l) => hours(l.minutes), num: true },
          ...(may ? [{ title: '', show: (l: EmergencyLoad) => <Button size="small" onClick={() => open(ISSUE, preset(l))}>{t('emergency.directive')}</Button> }] : []),
        ])} />
      </Panel>
      {plan.binding.length > 0 && <Panel title={t('emergency.binding')}>{plan.binding.map((b) => <div key={b.zh} className="l1">{say(b.zh, b.en)}</div>)}</Panel>}
    </>
  )
}

function Advice({ data }: { data: EmergencyAdvice }) {
  const { t, say } = useText()
  const names = useNames()
  const [aim, setAim] = useState('fastest')
  const plan = data.plans.find((p) => p.aim === aim)
  return (
    <>
      <div className="cards" style={{ gridTemplateColumns: 'repeat(auto-fit, minmax(300px, 1fr))' }}><Toll data={data} /><Levels data={data} /></div>
      <Panel bare title={t('emergency.counties')}>
        <Table size="small" rowKey="region" dataSource={data.counties} pagination={{ pageSize: 8, hideOnSinglePage: true, showSizeChanger: false }} scroll={{ x: 'max-content' }} columns={columnsOf<EmergencyAdvice['counties'][number]>([
          { title: t('emergency.county'), show: (c) => say(c.name, names.region(c.region)) }, { title: t('emergency.intensity'), show: (c) => (c.intensity / 10).toFixed(1), num: true }, { title: t('emergency.displaced'), show: (c) => count(c.displaced.likely), num: true }, { title: t('emergency.interval'), show: (c) => `${count(c.displaced.low)} – ${count(c.displaced.high)}`, num: true }, { title: t('emergency.deaths'), show: (c) => count(c.deaths.likely), num: true },
        ])} />
      </Panel>
      <Panel bare title={t('emergency.needs')} hint={t('emergency.needs_hint')}>
        <Table size="small" rowKey="item" dataSource={data.needs} pagination={false} scroll={{ x: 'max-content' }} columns={columnsOf<EmergencyAdvice['needs'][number]>([
          { title: t('depot.item'), show: (n) => say(n.item_name, n.item_name_en) }, { title: t('emergency.wanted'), show: (n) => <Qty value={n.units * 1000} unit={n.unit} />, num: true }, { title: t('emergency.stock'), show: (n) => <Qty value={n.stock * 1000} unit={n.unit} />, num: true },
          { title: t('emergency.missing'), show: (n) => (n.units > n.stock ? <span className="red"><Qty value={(n.units - n.stock) * 1000} unit={n.unit} /></span> : 0), num: true }, { title: t('emergency.due'), show: (n) => n.due_hours, num: true },
        ])} />
      </Panel>
      <Panel title={t('emergency.plans')}>
        {data.plans.length ? <div className="cards" style={{ gridTemplateColumns: 'repeat(auto-fit, minmax(220px, 1fr))' }}>{data.plans.map((p) => <Card key={p.aim} plan={p} chosen={p === plan} onChoose={() => setAim(p.aim)} />)}</div> : <Empty>{t('emergency.no_plan')}</Empty>}
      </Panel>
      {plan && <Plan plan={plan} />}
    </>
  )
}

export default function EmergencyPage() {
  const { t } = useText()
  const [form, setForm] = useState(FIRST)
  const [asked, setAsked] = useState<Form | null>(null)
  const advice = useEmergency(query(asked ?? form), !!asked)
  const number = (name: Exclude<keyof Form, 'season'>, key: Key, min: number, max: number, step = 1) => (
    <label className="one"><span className="sec">{t(key)}</span><InputNumber aria-label={t(key)} min={min} max={max} step={step} value={form[name]} onChange={(v) => (v !== null || name === 'strike') && setForm({ ...form, [name]: v })} style={{ width: '100%' }} /></label>
  )
  return (
    <>
      <Head title={t('menu.emergency')} />
      <div className="page">
        <Panel title={t('emergency.quake')} hint={t('emergency.advice')}>
          <div className="two">
            {number('magnitude', 'emergency.magnitude', 3, 9.5, 0.1)}{number('depth_km', 'emergency.depth', 0, 700)}{number('lat', 'emergency.lat', -90, 90, 0.1)}{number('lon', 'emergency.lon', -180, 180, 0.1)}
            {number('strike', 'emergency.strike', 0, 360)}{number('days', 'emergency.days', 1, 90)}{number('keep_percent', 'emergency.keep', 0, 100)}{number('load', 'emergency.load', 1, 10_000)}
            <label className="one"><span className="sec">{t('emergency.season')}</span><Segmented value={form.season} onChange={(season) => setForm({ ...form, season })} options={(['warm', 'cold'] as const).map((s) => ({ value: s, label: t(`season.${s}`) }))} /></label>
          </div>
          <Button type="primary" style={{ marginTop: 12 }} loading={advice.isFetching} onClick={() => setAsked({ ...form })}>{t('emergency.ask')}</Button>{advice.isFetching && <span className="sec" style={{ marginLeft: 10 }}>{t('emergency.waiting')}</span>}
        </Panel>
        {asked && <Answer ask={advice} lines={8}>{(data) => <Advice data={data} />}</Answer>}
      </div>
    </>
  )
}
