/** The room of rotation: plans, gap clocks, what is wrong, which lots press, and what the brain proposes. */
import { Link } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import type { ReactNode } from 'react'
import type { RotationFinding, RotationGap, RotationPlan, RotationPriority } from '../api/types'
import { fileUrl } from '../api/client'
import { moment } from '../format'
import { type Key, useText } from '../i18n'
import { Progress } from '../part/Bars'
import { OrgFilter } from '../part/filters'
import { type Column, List } from '../part/ListPage'
import { Head } from '../part/Panel'
import { Qty } from '../part/Qty'
import { useScope } from '../scope'
import { Proposal } from './RotationProposal'

const TABS = ['plans', 'gaps', 'findings', 'priorities', 'proposal'] as const
const planLink = (code: string | null | undefined, line?: number | null) => code ? <Link to="/rotation/$plan" params={{ plan: code }} className="code">{code.slice(18)}{line ? `/${line}` : ''}</Link> : '—'
const placeLink = (code: string) => code.length === 30 ? <Link to="/position/$position" params={{ position: code }} className="code">{code.slice(18)}</Link> : <span className="code">{code}</span>

function Plans({ org }: { org?: string }) {
  const { t, word } = useText()
  const columns: Column<RotationPlan>[] = [
    { title: t('rotation.plan'), show: (p) => planLink(p.code) }, { title: t('depot.status'), show: (p) => <span className={`tag ${p.status === 'draft' ? 'amb' : p.status === 'approved' ? 'ok' : ''}`}>{word('state', p.status)}</span> },
    { title: t('rotation.year'), show: (p) => p.year }, { title: t('rotation.mode'), show: (p) => word('mode', p.mode) }, { title: t('rotation.lines'), show: (p) => p.lines, num: true },
    { title: t('depot.quantity'), show: (p) => <Qty value={p.quantity} unit={p.unit} />, num: true }, { title: t('rotation.out'), show: (p) => <Progress part={p.quantity_out} whole={p.quantity} /> }, { title: t('rotation.back'), show: (p) => <Progress part={p.quantity_back} whole={p.quantity} /> },
    { title: t('rotation.empty'), show: (p) => p.empty, num: true }, { title: t('rotation.exceeded'), show: (p) => (p.exceeded ? <span className="tag red">{p.exceeded}</span> : 0), num: true },
    { title: t('rotation.out_by'), show: (p) => p.first_out_by }, { title: t('rotation.back_by'), show: (p) => p.last_back_by }, { title: t('rotation.drafted'), show: (p) => `${moment(p.drafted_at)} ${p.drafted_by}` }, { title: t('rotation.approved'), show: (p) => p.approved_by },
  ]
  return <List<RotationPlan> path="/rotation/plans" query={{ org }} rowKey={(p) => p.code} columns={columns} />
}

/** Days left, in words and colour. */
export function Left({ gap }: { gap: RotationGap }) {
  const { t } = useText()
  if (gap.left === null || gap.left === undefined) return <>—</>
  return <span className={`tag ${gap.left < 0 ? 'red' : gap.left <= 30 ? 'amb' : ''}`}>{gap.left < 0 ? `${t('rotation.exceeded')} ${-gap.left}` : gap.left}</span>
}

function Gaps({ org }: { org?: string }) {
  const { t, say } = useText()
  const columns: Column<RotationGap>[] = [
    { title: t('depot.position'), show: (g) => placeLink(g.position) }, { title: t('rotation.left'), show: (g) => <Left gap={g} />, num: true }, { title: t('rotation.days'), show: (g) => g.days, num: true }, { title: t('rotation.emptied'), show: (g) => g.emptied_on }, { title: t('rotation.due'), show: (g) => g.due ?? '—' },
    { title: t('depot.item'), show: (g) => say(g.item_name, g.item_name_en) }, { title: t('rotation.extension'), show: (g) => [g.extension_months ? t('rotation.extension_given', { n: g.extension_months }) : '', g.extension_asked ? t('rotation.extension_asked', { n: g.extension_asked }) : ''].filter(Boolean).join('；') }, { title: t('rotation.plan'), show: (g) => planLink(g.plan, g.line) },
  ]
  return <List<RotationGap> path="/rotation/gaps" query={{ org }} rowKey={(g) => `${g.plan}/${g.line}`} columns={columns} />
}

export const findingColumns = (t: (key: Key) => string, say: (zh: string, en?: string | null) => string): Column<RotationFinding>[] => [
  { title: t('rotation.kind'), show: (f) => <span className={`tag ${f.alarm ? 'red' : 'amb'}`} title={t(f.alarm ? 'rotation.alarm' : 'rotation.reminder')}>{say(f.kind_name, f.kind_name_en)}</span> },
  { title: t('rotation.rule'), show: (f) => f.rule }, { title: t('rotation.place'), show: (f) => placeLink(f.place) }, { title: t('rotation.shows'), show: (f) => say(f.detail, f.detail_en) }, { title: t('rotation.since'), show: (f) => f.since },
  { title: t('depot.lot'), show: (f) => (f.lot ? <Link to="/lots/$lot" params={{ lot: f.lot }} className="code">{f.lot.slice(18)}</Link> : '—') }, { title: t('rotation.plan'), show: (f) => planLink(f.plan, f.line) },
]

function Findings({ org }: { org?: string }) {
  const { t, say } = useText()
  return <List<RotationFinding> path="/rotation/findings" query={{ org }} rowKey={(f) => `${f.kind}${f.plan}${f.line}${f.place}${f.lot}${f.detail}`} columns={findingColumns(t, say)} />
}

function Priorities({ org }: { org?: string }) {
  const { t, word, say } = useText()
  const part = (p: RotationPriority['parts'][number]) => <span key={p.factor} className="tag" style={{ marginRight: 4 }} title={`${p.value ?? t('rotation.unknown')} × ${p.weight}‰`}>{word('factor', p.factor)} {p.value === null || p.value === undefined ? t('rotation.unknown') : `+${p.points}`}</span>
  const columns: Column<RotationPriority>[] = [
    { title: t('depot.lot'), show: (p) => <Link to="/lots/$lot" params={{ lot: p.lot }} className="code">{p.lot.slice(18)}</Link> }, { title: t('rotation.score'), show: (p) => <b>{p.score}</b>, num: true }, { title: t('rotation.parts'), show: (p) => p.parts.map(part) },
    { title: t('depot.item'), show: (p) => say(p.item_name, p.item_name_en) }, { title: t('depot.harvest'), show: (p) => p.harvest_year }, { title: t('rotation.age'), show: (p) => p.age_months, num: true }, { title: t('rotation.keeps'), show: (p) => p.keeps_until },
    { title: t('depot.quantity'), show: (p) => <Qty value={p.quantity} unit={p.unit} />, num: true }, { title: t('depot.position'), show: (p) => placeLink(p.position) },
  ]
  return <><div className="in l2">{t('rotation.unconfirmed')}</div><List<RotationPriority> path="/rotation/priorities" query={{ org }} rowKey={(p) => p.position + p.lot} columns={columns} /></>
}

export default function RotationPage() {
  const { t } = useText()
  const { search, set } = useScope()
  const tab = TABS.find((one) => one === search.tab) ?? 'plans'
  const org = search.org
  const views: Record<(typeof TABS)[number], ReactNode> = { plans: <Plans org={org} />, gaps: <Gaps org={org} />, findings: <Findings org={org} />, priorities: <Priorities org={org} />, proposal: null }
  return (
    <>
      <Head title={t('menu.rotation')}>
        <div style={{ overflowX: 'auto', maxWidth: '100%' }}><Segmented value={tab} onChange={(next) => set({ tab: next })} options={TABS.map((one) => ({ value: one, label: t(`rotation.${one}`) }))} /></div>
        <OrgFilter />
        <span className="sp" />
        {tab === 'plans' && <Button href={fileUrl('/export/rotation.xlsx', { org })}>{t('app.export')}</Button>}
      </Head>
      <div className="page">{tab === 'proposal' ? <Proposal org={org} /> : <section className="p">{views[tab]}</section>}</div>
    </>
  )
}
