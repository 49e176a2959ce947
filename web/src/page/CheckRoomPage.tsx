/** The room of checks: checks and findings of either side, weighbridge, book and measurement side by side, and what the books show against the rules. */
import { Link } from '@tanstack/react-router'
import { Button, Segmented, Select } from 'antd'
import type { ReactNode } from 'react'
import { useActDrawer } from '../act/ActDrawer'
import { CHECK_OPEN } from '../act/check'
import { useSession } from '../api/hooks'
import { fileUrl } from '../api/client'
import type { CheckHead, Compared, FindingHead, Violation } from '../api/types'
import { moment } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { Progress } from '../part/Bars'
import { OrgFilter } from '../part/filters'
import { type Column, List } from '../part/ListPage'
import { Head } from '../part/Panel'
import { Qty } from '../part/Qty'
import { State } from '../part/State'
import { useScope } from '../scope'

const TABS = ['checks', 'findings', 'comparison', 'violations'] as const
const STATES = { checks: ['committed', 'running', 'closed', 'withdrawn'], findings: ['open', 'overdue', 'mended', 'closed'] }

export const placeLink = (code: string) => code.length === 30 ? <Link to="/position/$position" params={{ position: code }} className="code">{code.slice(18)}</Link> : <span className="code">{code}</span>
export const factLink = (org: string | null | undefined, index: number | null | undefined) => org && index != null ? <Link to="/books/$org/$index" params={{ org, index: String(index) }} className="code">#{index}</Link> : '—'
/** Tenths of a percent. */
export const percent = (tenths: number) => `${(tenths / 10).toFixed(1)}%`

export function Overdue({ of: row }: { of: { overdue: boolean; due: string } }) {
  const { t } = useText()
  return row.overdue ? <span className="tag red">▲ {t('check.overdue')} {row.due}</span> : <>{row.due}</>
}

function Checks({ org, side, status }: { org?: string; side: string; status?: string }) {
  const { t, word } = useText()
  const columns: Column<CheckHead>[] = [
    { title: t('check.code'), show: (c) => <Link to="/checks/$check" params={{ check: c.code }} className="code">{c.code.slice(18)}</Link> }, { title: t('depot.status'), show: (c) => <State code={c.status} /> }, { title: t('check.kind'), show: (c) => word('check', c.kind) },
    { title: t('check.progress'), show: (c) => <Progress part={c.done} whole={c.objects} /> }, { title: t('check.cutoff'), show: (c) => c.cutoff }, { title: t('check.due'), show: (c) => <Overdue of={c} /> }, { title: t('check.authority'), show: (c) => c.authority },
    { title: t('finding.inspecting'), show: (c) => c.org_name }, { title: t('check.opened'), show: (c) => `${moment(c.opened_at)} ${c.opened_by}`, less: true }, { title: t('check.instead_of'), show: (c) => (c.instead_of ? c.instead_of.slice(18) : c.reason), less: true },
  ]
  return <List<CheckHead> path="/checks" query={{ org, side, status }} rowKey={(c) => c.code} columns={columns} />
}

/** How far a finding is. */
export function FindingState({ status }: { status: string }) {
  const { word } = useText()
  return <span className={`tag ${status === 'closed' ? 'ok' : status === 'mended' ? 'amb' : 'pri'}`}>{word('progress_of_finding', status)}</span>
}

export function useFindingColumns(): Column<FindingHead>[] {
  const { t } = useText()
  return [
    { title: t('finding.code'), show: (f) => <Link to="/findings/$finding" params={{ finding: f.code }} className="code">{f.code.slice(18)}</Link> }, { title: t('depot.status'), show: (f) => <FindingState status={f.status} /> }, { title: t('finding.due'), show: (f) => <Overdue of={f} /> },
    { title: t('finding.words'), show: (f) => <>{f.serious && <span className="tag red">{t('finding.grave')}</span>} {f.words}</> }, { title: t('finding.rule'), show: (f) => f.rule ?? '—' }, { title: t('depot.position'), show: (f) => (f.position ? placeLink(f.position) : '—') }, { title: t('finding.org'), show: (f) => f.org_name }, { title: t('finding.inspecting'), show: (f) => f.inspecting_name, less: true },
  ]
}

function Findings({ org, side, status }: { org?: string; side: string; status?: string }) {
  return <List<FindingHead> path="/findings" query={{ org, side, status }} rowKey={(f) => f.code} columns={useFindingColumns()} />
}

function Comparison({ org }: { org?: string }) {
  const { t, say } = useText()
  const columns: Column<Compared>[] = [
    { title: t('depot.position'), show: (c) => placeLink(c.position) }, { title: t('compare.result'), show: (c) => <span className={`tag ${c.differs ? 'red' : c.checked == null && c.weighed == null ? '' : 'ok'}`}>{c.differs ? `▲ ${t('check.differs')}` : c.checked == null && c.weighed == null ? t('check.unchecked') : t('check.matches')}</span> },
    { title: t('depot.item'), show: (c) => say(c.item_name, c.item_name_en) }, { title: t('check.book'), show: (c) => <Qty value={c.book} unit={c.unit} />, num: true },
    { title: t('compare.weighed'), show: (c) => (c.weighed == null ? '—' : <><Qty value={c.weighed} unit={c.unit} /> <span className="sec">{t('compare.trips')} {c.trips}</span></>), num: true }, { title: t('compare.settled'), show: (c) => (c.weighed_rate == null ? '—' : <><Qty value={c.settled} unit={c.unit} /> <span className={c.weighed_matches ? 'sec' : 'red'}>{percent(c.weighed_rate)}</span></>), num: true },
    { title: t('compare.other'), show: (c) => <Qty value={c.other} unit={c.unit} />, num: true, less: true }, { title: t('check.measured'), show: (c) => (c.checked == null ? '—' : <><Qty value={c.checked} unit={c.unit} /> <span className={c.checked_matches ? 'sec' : 'red'}>{percent(c.checked_rate ?? 0)}</span></>), num: true },
    { title: t('check.sheets'), show: (c) => (c.checked_on ? <>{t(c.inspected ? 'compare.inspected' : 'compare.own')} {c.checked_on} {factLink(c.checked_org, c.checked_index)}</> : '—') }, { title: t('depot.lot'), show: (c) => <Link to="/lots/$lot" params={{ lot: c.lot }} className="code">{c.lot.slice(18)}</Link>, less: true },
  ]
  return <><div className="in l2">{t('compare.tolerance')}</div><List<Compared> path="/comparison" query={{ org }} rowKey={(c) => c.position + c.lot} columns={columns} /></>
}

function Violations({ org }: { org?: string }) {
  const { t, say } = useText()
  const columns: Column<Violation>[] = [
    { title: t('finding.rule'), show: (v) => <span className={`tag ${v.alarm ? 'red' : 'amb'}`} title={t(v.alarm ? 'rotation.alarm' : 'rotation.reminder')}>{v.rule} {say(v.name, v.name_en)}</span> }, { title: t('rotation.shows'), show: (v) => say(v.detail, v.detail_en) }, { title: t('rotation.place'), show: (v) => placeLink(v.place) }, { title: t('rotation.since'), show: (v) => v.since },
    { title: t('finding.evidence'), show: (v) => factLink(v.evidence_org, v.evidence_index) }, { title: t('violation.clause'), show: (v) => <>{v.clause}{!v.confirmed && <span className="tag amb">{t('violation.unconfirmed')}</span>}</> }, { title: t('depot.lot'), show: (v) => (v.lot ? <Link to="/lots/$lot" params={{ lot: v.lot }} className="code">{v.lot.slice(18)}</Link> : '—'), less: true },
  ]
  return <List<Violation> path="/violations" query={{ org }} rowKey={(v) => `${v.rule}${v.place}${v.lot}${v.since}${v.detail}`} columns={columns} />
}

export default function CheckRoomPage() {
  const { t, word } = useText()
  const { search, set } = useScope()
  const user = useSession().data?.user
  const { open, drawer } = useActDrawer()
  const [name, status] = (search.tab ?? '').split('.')
  const tab = TABS.find((one) => one === name) ?? 'checks'
  const org = search.org
  const bureau = !!user && holds(user, 'bureau_officer', 'bureau_approver', 'commander')
  const side = search.q === 'inspecting' || search.q === 'inspected' ? search.q : bureau ? 'inspecting' : 'inspected'
  const sided = tab === 'checks' || tab === 'findings'
  const views: Record<(typeof TABS)[number], ReactNode> = { checks: <Checks org={org} side={side} status={status} />, findings: <Findings org={org} side={side} status={status} />, comparison: <Comparison org={org} />, violations: <Violations org={org} /> }
  return (
    <>
      <Head title={t('menu.checks')}>
        <div style={{ overflowX: 'auto', maxWidth: '100%' }}><Segmented value={tab} onChange={(next) => set({ tab: next })} options={TABS.map((one) => ({ value: one, label: t(`check.${one}`) }))} /></div>
        {sided && <Select aria-label={t('check.side')} value={side} onChange={(q) => set({ q })} options={(['inspecting', 'inspected'] as const).map((one) => ({ value: one, label: t(`side.${one}`) }))} />}
        {sided && <Select className="some" allowClear aria-label={t('app.status')} placeholder={t('app.status')} value={status} onChange={(next?: string) => set({ tab: next ? `${tab}.${next}` : tab })} options={STATES[tab].map((s) => ({ value: s, label: s === 'overdue' ? t('check.overdue') : word(tab === 'findings' ? 'progress_of_finding' : 'state', s) }))} />}
        <OrgFilter />
        <span className="sp" />
        {tab !== 'checks' && <Button href={fileUrl(`/export/${tab}.xlsx`, { org })}>{t('app.export')}</Button>}
        {tab === 'checks' && user && holds(user, ...CHECK_OPEN.roles) && <Button type="primary" onClick={() => open(CHECK_OPEN)}>{t('act.check_open')}</Button>}
      </Head>
      <div className="page">{drawer}<section className="p">{views[tab]}</section></div>
    </>
  )
}
