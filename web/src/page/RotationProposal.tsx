/** The brain's plans side by side, with the bound each is measured by, what holds it back, and its lines; one of them can be drafted. */
import { Link } from '@tanstack/react-router'
import { Button, InputNumber, Select, Table } from 'antd'
import { useState } from 'react'
import { useActDrawer } from '../act/ActDrawer'
import { draftable, DRAFTERS, draftOf } from '../act/rotation'
import { useProposal, useSession } from '../api/hooks'
import type { ProposedLine, ProposedPlan } from '../api/types'
import { yuan } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { columnsOf } from '../part/ListPage'
import { Answer, Panel } from '../part/Panel'
import { Qty } from '../part/Qty'

type Asked = { months: number; site_percent: number; spread_percent: number; buying?: string }
const SEASONS = ['6-9', '9-12', '10-1', '10-3']

/** The unit of all lines, if they have one. */
const unitOf = (plan: ProposedPlan) => (plan.lines.every((l) => l.unit === plan.lines[0].unit) ? plan.lines[0]?.unit : undefined)

function Months({ plan }: { plan: ProposedPlan }) {
  const top = Math.max(1, ...plan.by_month.map((m) => Math.max(m.out, m.back)))
  return (
    <div aria-hidden style={{ display: 'flex', gap: 2, alignItems: 'flex-end', height: 56, margin: '8px 0' }}>
      {plan.by_month.map((m) => (
        <div key={m.month} title={`${m.month}: −${m.out / 1000} / +${m.back / 1000}`} style={{ flex: 1, display: 'flex', gap: 1, alignItems: 'flex-end', height: '100%' }}>
          <i style={{ flex: 1, height: `${(m.out / top) * 100}%`, background: 'var(--fill)' }} /><i style={{ flex: 1, height: `${(m.back / top) * 100}%`, background: 'var(--fill2)' }} />
        </div>
      ))}
    </div>
  )
}

function Card({ plan, chosen, onChoose }: { plan: ProposedPlan; chosen: boolean; onChoose: () => void }) {
  const { t, word } = useText()
  const row = (label: string, value: React.ReactNode) => <div className="l1"><span className="n sec">{label}</span><span style={{ marginLeft: 'auto' }}>{value}</span></div>
  return (
    <button type="button" className="plain card" aria-pressed={chosen} onClick={onChoose} style={{ padding: '10px 12px', borderColor: chosen ? 'var(--pri)' : undefined }}>
      <b>{word('aim', plan.aim)}</b>
      <Months plan={plan} />
      {row(t('rotation.cost'), <b>{yuan(plan.cost)}</b>)}
      {row(t('rotation.gap'), `${(plan.gap_ppm / 10_000).toFixed(2)}%`)}
      {row(t('rotation.moved'), plan.moved)}
      {row(t('rotation.late'), plan.late ? <span className="tag red">{plan.late}</span> : 0)}
      {row(t('rotation.peak'), <Qty value={plan.peak} unit={unitOf(plan)} />)}
      {row(t('rotation.purchase'), yuan(plan.purchase))}
      {row(t('rotation.sale'), yuan(-plan.sale))}
      {row(t('rotation.handling'), yuan(plan.handling))}
      {row(t('rotation.storage'), yuan(plan.storage))}
    </button>
  )
}

function Lines({ lines }: { lines: ProposedLine[] }) {
  const { t, say } = useText()
  return (
    <Table<ProposedLine> size="small" rowKey={(l) => l.position + l.lot} dataSource={lines} pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }} scroll={{ x: 'max-content' }} locale={{ emptyText: t('app.none') }} columns={columnsOf<ProposedLine>([
      { title: t('depot.lot'), show: (l) => <Link to="/lots/$lot" params={{ lot: l.lot }} className="code">{l.lot.slice(18)}</Link> }, { title: t('depot.position'), show: (l) => <Link to="/position/$position" params={{ position: l.position }} className="code">{l.position.slice(18)}</Link> },
      { title: t('depot.item'), show: (l) => say(l.item_name, l.item_name_en) }, { title: t('depot.harvest'), show: (l) => l.harvest_year }, { title: t('depot.quantity'), show: (l) => <Qty value={l.quantity} unit={l.unit} />, num: true },
      { title: t('rotation.out'), show: (l) => l.out ?? (l.late ? <span className="tag red">{t('rotation.late')}</span> : '—') }, { title: t('rotation.back'), show: (l) => l.back ?? '—' }, { title: t('rotation.cost'), show: (l) => yuan(l.cost), num: true }, { title: t('rotation.why'), show: (l) => say(l.reason ?? '', l.reason_en) },
    ])} />
  )
}

export function Proposal({ org }: { org?: string }) {
  const { t, say, word } = useText()
  const user = useSession().data?.user
  const [form, setForm] = useState<Asked>({ months: 12, site_percent: 25, spread_percent: 5 })
  const [asked, setAsked] = useState<Asked | null>(null)
  const [aim, setAim] = useState('cheapest')
  const proposal = useProposal({ org, ...(asked ?? form) }, !!asked)
  const { open, drawer } = useActDrawer()
  const number = (name: 'months' | 'site_percent' | 'spread_percent', label: string, min: number, max: number) => (
    <label className="one"><span className="sec">{label}</span><InputNumber aria-label={label} min={min} max={max} precision={0} value={form[name]} onChange={(v) => v !== null && setForm({ ...form, [name]: v })} style={{ width: '100%' }} /></label>
  )
  return (
    <>
      {drawer}
      <Panel title={t('rotation.proposal')} hint={t('rotation.assumed')}>
        <div className="two">
          {number('months', t('rotation.horizon'), 1, 24)}{number('site_percent', t('rotation.site_percent'), 1, 100)}{number('spread_percent', t('rotation.spread'), 0, 90)}
          <label className="one"><span className="sec">{t('rotation.buying')}</span><Select aria-label={t('rotation.buying')} allowClear placeholder={t('rotation.any_month')} value={form.buying} onChange={(buying) => setForm({ ...form, buying })} options={SEASONS.map((s) => ({ value: s, label: s }))} /></label>
        </div>
        <Button type="primary" style={{ marginTop: 12 }} loading={proposal.isFetching} onClick={() => setAsked(form)}>{t('rotation.ask')}</Button>{proposal.isFetching && <span className="sec" style={{ marginLeft: 10 }}>{t('rotation.waiting')}</span>}
      </Panel>
      {asked && (
        <Answer ask={proposal} lines={8}>
          {(data) => {
            const plan = data.plans.find((p) => p.aim === aim) ?? data.plans[0]
            const drafted = draftable(plan.lines)
            return (
              <>
                <div className="cards" style={{ gridTemplateColumns: 'repeat(auto-fit, minmax(240px, 1fr))' }}>{data.plans.map((p) => <Card key={p.aim} plan={p} chosen={p === plan} onChoose={() => setAim(p.aim)} />)}</div>
                <Panel bare title={word('aim', plan.aim)} hint={drafted.length < plan.lines.length ? t('rotation.draft_first', { n: drafted.length }) : undefined} extra={user && holds(user, ...DRAFTERS) && drafted.length > 0 && <Button size="small" type="primary" onClick={() => open(draftOf(plan.aim, plan.lines), { year: Number(data.first.slice(0, 4)) })}>{t('rotation.draft')}</Button>}>
                  <Lines lines={plan.lines} />
                </Panel>
                {plan.binding.length > 0 && <Panel title={t('rotation.binding')}>{plan.binding.slice(0, 8).map((b, i) => <div key={i} className="l1"><span className="n">{say(b.limit, b.limit_en)}</span><span className="sec" style={{ marginLeft: 'auto' }}>{t('rotation.worth')} {yuan(b.price)}</span></div>)}</Panel>}
              </>
            )
          }}
        </Answer>
      )}
    </>
  )
}
