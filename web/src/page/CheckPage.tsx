/** One check: its draw, who inspects what, the sheets with book and measurement side by side, its findings; and the next step for an inspector. */
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useActDrawer } from '../act/ActDrawer'
import { CHECK_ACTS, CHECK_SHEET, CHECK_SIGN, FINDING_OPEN } from '../act/check'
import { photoUrl } from '../act/Photos'
import { useCheck, useSession } from '../api/hooks'
import type { Check, CheckObject, CheckSheet } from '../api/types'
import { decimal, instant } from '../format'
import { useText } from '../i18n'
import { DetailPage } from '../part/DetailPage'
import { Rows } from '../part/ListPage'
import { Facts, Panel } from '../part/Panel'
import { Qty } from '../part/Qty'
import { factLink, Overdue, percent, placeLink, useFindingColumns } from './CheckRoomPage'

/** Photographs as small pictures that open. */
export const Shots = ({ hashes }: { hashes: string[] }) => <span className="pick">{hashes.map((h) => <a key={h} className="thumb" href={photoUrl(h)} target="_blank" rel="noreferrer"><img src={photoUrl(h)} alt={h.slice(0, 8)} loading="lazy" /></a>)}</span>

/** What anybody needs to run the draw again. */
function Draw({ head }: { head: Check['head'] }) {
  const { t } = useText()
  const lines: [string, string | null | undefined][] = [[t('check.commitment'), head.commitment], [t('check.seed'), head.seed], [t('check.words'), head.words]]
  return (
    <Panel title={t('act.check_draw')} hint={t('check.draw_hint')}>
      {lines.filter(([, value]) => value).map(([label, value]) => <div key={label} style={{ overflowWrap: 'anywhere', marginBottom: 8 }}><div className="sec">{label}</div><span className="code">{value}</span></div>)}
    </Panel>
  )
}

function Sheets({ c, org }: { c: Check; org: string }) {
  const { t, say } = useText()
  const user = useSession().data?.user
  const { open, drawer } = useActDrawer()
  const inspects = !!user && c.inspectors.some((p) => p.chosen && p.user === user.id)
  const running = c.head.status === 'running'
  const on = (s: CheckSheet) => ({ check: c.head.code, position: s.position, sheet: s.index })
  return (
    <>
      {drawer}
      <Rows<CheckSheet> rowKey={(s) => String(s.index)} rows={c.sheets} columns={[
        { title: t('depot.position'), show: (s) => placeLink(s.position) }, { title: t('compare.result'), show: (s) => <span className={`tag ${s.matches ? 'ok' : 'red'}`}>{s.matches ? t('check.matches') : `▲ ${t('check.differs')}`}</span> }, { title: t('depot.item'), show: (s) => (s.item_name ? say(s.item_name, s.item_name_en) : t('how.empty')) },
        { title: t('check.book'), show: (s) => <Qty value={s.book} unit={s.unit} />, num: true }, { title: t('check.checked'), show: (s) => <Qty value={s.checked} unit={s.unit} />, num: true }, { title: t('check.rate'), show: (s) => <span className={s.matches ? '' : 'red'}>{percent(s.difference_rate)}</span>, num: true },
        { title: t('check.how'), show: (s) => (s.form ? `${decimal(s.form.volume)} m³ × ${(s.form.density / 10).toFixed(1)} kg/m³` : t(s.how === 'count' ? 'how.count' : 'how.empty')) }, { title: t('check.sample'), show: (s) => s.sample, less: true }, { title: t('property.photos'), show: (s) => <Shots hashes={s.photos} /> },
        { title: t('check.signed'), show: (s) => <>{s.first}{s.second ? ` · ${s.second}` : <> <span className="tag amb">{t('check.one_signature')}</span></>} {factLink(org, s.index)}</> },
        { title: '', show: (s) => <span className="pick">{inspects && running && !s.second && user.id !== s.first && <Button size="small" type="primary" onClick={() => open(CHECK_SIGN, { check: c.head.code, sheet: String(s.index) })}>{t('act.check_sign')}</Button>}{inspects && <Button size="small" onClick={() => open(FINDING_OPEN, { ...on(s), sheet: String(s.index) })}>{t('act.finding_open')}</Button>}</span> },
      ]} />
    </>
  )
}

function Objects({ c }: { c: Check }) {
  const { t } = useText()
  const user = useSession().data?.user
  const { open, drawer } = useActDrawer()
  const inspects = !!user && c.inspectors.some((p) => p.chosen && p.user === user.id)
  const rows = [...c.objects].sort((a, b) => (a.number ?? a.position).localeCompare(b.number ?? b.position))
  const drawn = c.head.objects_wanted != null
  return (
    <>
      {drawer}
      <Rows<CheckObject> rowKey={(o) => o.position} rows={rows} columns={[
        { title: t('depot.position'), show: (o) => placeLink(o.position) }, { title: t('depot.name'), show: (o) => o.name }, { title: t('depot.org'), show: (o) => o.org_name },
        ...(drawn ? [{ title: t('check.chosen'), show: (o: CheckObject) => <span className={`tag ${o.chosen ? 'pri' : ''}`}>{t(o.chosen ? 'check.chosen' : 'check.not_chosen')}</span> }, { title: t('check.number'), show: (o: CheckObject) => <span className="code" title={o.number ?? ''}>{o.number?.slice(0, 12)}</span>, less: true }] : []),
        { title: t('depot.status'), show: (o) => (o.done ? <span className="tag ok">{t('check.signed')}</span> : '—') },
        { title: '', show: (o) => inspects && o.chosen && !o.done && c.head.status === 'running' && <Button size="small" type="primary" onClick={() => open(CHECK_SHEET, { check: c.head.code, position: o.position })}>{t('act.check_sheet')}</Button> },
      ]} />
    </>
  )
}

export default function CheckPage() {
  const { t, word } = useText()
  const { check: code } = useParams({ strict: false }) as { check: string }
  const ask = useCheck(code)
  const columns = useFindingColumns()
  return (
    <DetailPage<Check>
      title={<>{ask.data ? word('check', ask.data.head.kind) : t('menu.checks')} <span className="code">{code.slice(18)}</span></>} state={ask.data?.head.status} ask={ask}
      offers={({ head }) => CHECK_ACTS.filter((a) => a.states.includes(head.status)).map((a) => ({ act: a.act, preset: { check: code } }))}
    >
      {(c) => (
        <>
          <Panel title={c.head.authority} hint={c.head.org_name}>
            <Facts rows={[
              [t('check.cutoff'), c.head.cutoff], [t('check.due'), <Overdue key="d" of={c.head} />], [t('check.progress'), `${c.head.done} / ${c.head.objects}`], [t('check.opened'), `${instant(c.head.opened_at)} ${c.head.opened_by}`], [t('check.drawn'), c.head.drawn_at && `${instant(c.head.drawn_at)} ${c.head.drawn_by ?? ''}`], [t('check.ended'), c.head.ended_by], [t('check.reason'), c.head.reason],
              [t('check.instead_of'), c.head.instead_of && <Link key="i" to="/checks/$check" params={{ check: c.head.instead_of }} className="code">{c.head.instead_of.slice(18)}</Link>], [t('property.last'), factLink(c.head.org, c.head.index)],
              [t('check.inspectors'), <span key="p" className="pick">{c.inspectors.map((p) => <span key={p.user} className={`tag ${p.chosen ? 'pri' : ''}`} title={p.number ?? ''}>{p.user}{p.chosen ? '' : ` · ${t('check.not_chosen')}`}</span>)}</span>],
            ]} />
          </Panel>
          {c.head.commitment && <Draw head={c.head} />}
          {c.sheets.length > 0 && <section className="p"><div className="in l2">{t('check.sheets')}</div><Sheets c={c} org={c.head.org} /></section>}
          {c.findings.length > 0 && <section className="p"><div className="in l2">{t('check.findings')}</div><Rows rowKey={(f) => f.code} rows={c.findings} columns={columns} /></section>}
          <section className="p"><div className="in l2">{t('check.objects')}</div><Objects c={c} /></section>
        </>
      )}
    </DetailPage>
  )
}
