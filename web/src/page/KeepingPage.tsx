/** The keeper's room: what is due at which position, the most overdue first, with the form for a round. Made for a phone at the silo. */
import { Link } from '@tanstack/react-router'
import { Button, Segmented, Select } from 'antd'
import { useActDrawer } from '../act/ActDrawer'
import { ACTS, type Act } from '../act/acts'
import { INSPECT, today } from '../act/keeping'
import { useList, useSession } from '../api/hooks'
import type { Stand } from '../api/types'
import { decimal } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { OrgFilter } from '../part/filters'
import { Answer, Empty, Head } from '../part/Panel'
import { Qty } from '../part/Qty'
import { useScope } from '../scope'
import { Jobs } from './JobList'

const KINDS = ['temperature', 'moisture', 'pests', 'treat', 'quality'] as const
/** The judgement of storage quality, as the laboratory enters it. */
const JUDGE = ACTS.find((act) => act.name === 'judge')!

function When({ late }: { late: number }) {
  const { t } = useText()
  if (late > 0) return <span className="tag red">{t('keeping.late_n', { n: late })}</span>
  return <span className={late === 0 ? 'tag amb' : 'tag'}>{late === 0 ? t('keeping.due_today') : t('keeping.in_n', { n: -late })}</span>
}

function Due({ d }: { d: Stand['due'][number] }) {
  const { t, word, say } = useText()
  return (
    <li>
      <b>{word('duty', d.duty)}</b> <When late={d.late} />
      <span className="sec">{d.last_on ? `${t('keeping.last')} ${d.last_on}` : t('keeping.never')} · {t('keeping.every', { n: d.interval })} <span title={`${say(d.basis, d.basis_en)} · ${d.rule}`}>{d.confirmed ? 'ⓘ' : <span className="tag amb">{t('keeping.unconfirmed')}</span>}</span></span>
    </li>
  )
}

function Card({ s, open, may }: { s: Stand; open: (act: Act, preset: Record<string, unknown>) => void; may: (role: string) => boolean }) {
  const { t, say, word } = useText()
  const looks = s.due.some((d) => d.duty !== 'quality')
  return (
    <article className={`p duty ${s.late > 0 ? 'late' : ''}`}>
      <div className="in">
        <div className="l1"><Link className="n" to="/position/$position" params={{ position: s.position }}><b>{s.position_name}</b> <span className="code dim">{s.position.slice(18)}</span></Link></div>
        <div className="l2"><span>{say(s.item_name, s.item_name_en)}</span><Qty value={s.quantity} unit={s.unit} /><span>{s.keeper}</span></div>
        <div className="l2">
          {s.highest !== null && s.highest !== undefined && <span className="tag">{t('keeping.highest')} {decimal(s.highest * 100, 1)} ℃</span>}
          {s.security && <span className={`tag ${s.security === 'safe' ? 'ok' : s.security === 'semi_safe' ? 'amb' : 'red'}`}>{word('security', s.security)}</span>}
          {s.infestation && <span className={`tag ${s.infestation === 'free' ? 'ok' : s.infestation === 'general' ? 'amb' : 'red'}`}>{word('infestation', s.infestation)}</span>}
        </div>
        <ul className="dues">{s.due.map((d) => <Due key={d.duty} d={d} />)}</ul>
        {may('keeper') && looks && <Button type={s.late >= 0 ? 'primary' : 'default'} size="large" block onClick={() => open(INSPECT, { position: s.position, day: today() })}>{t('keeping.inspect')}</Button>}
        {may('tester') && !looks && <Button size="large" block onClick={() => open(JUDGE, { lot: s.lot, tested_on: today() })}>{t('act.judge')}</Button>}
      </div>
    </article>
  )
}

/** What is due, card by card. */
function Duties() {
  const { t, word } = useText()
  const user = useSession().data?.user
  const { search, set } = useScope()
  const { open, drawer } = useActDrawer()
  const keeper = !!user && holds(user, 'keeper')
  const mine = keeper && !search.org && search.holding !== 'all'
  const list = useList<Stand>('/duties', { org: search.org, ahead: search.by ?? '7', duty: search.q, keeper: mine ? user.id : undefined }, !!user)
  return (
    <>
      <div className="pick in">
        <Segmented value={search.by ?? '7'} onChange={(by) => set({ by })} options={['0', '7', '30', '90'].map((n) => ({ value: n, label: n === '0' ? t('keeping.now') : t('keeping.within', { n }) }))} />
        {keeper && !search.org && <Segmented value={mine ? 'mine' : 'all'} onChange={(whose) => set({ holding: whose === 'all' ? 'all' : undefined })} options={[{ value: 'mine', label: t('keeping.mine') }, { value: 'all', label: t('keeping.everyone') }]} />}
        <Select aria-label={t('keeping.all_kinds')} className="some" allowClear placeholder={t('keeping.all_kinds')} value={search.q} onChange={(q) => set({ q })} options={KINDS.map((kind) => ({ value: kind, label: word('duty', kind) }))} />
      </div>
      {drawer}
      <Answer ask={list} lines={8}>
        {(data) => {
          const rows = data.pages.flatMap((page) => page.items)
          return (
            <>
              {rows.length ? <div className="duties">{rows.map((s) => <Card key={s.position + s.lot} s={s} open={open} may={(role) => !!user && holds(user, role)} />)}</div> : <section className="p"><Empty>{t('keeping.nothing_due')}</Empty></section>}
              <div className="l2 more" aria-live="polite"><span>{t('app.shown', { n: rows.length })}</span><span>{t('app.of', { n: data.pages[0]?.total ?? rows.length })}</span>{list.hasNextPage && <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('app.more')}</Button>}</div>
            </>
          )
        }}
      </Answer>
    </>
  )
}

const TABS = ['due', 'jobs'] as const

export default function KeepingPage() {
  const { t } = useText()
  const { search, set } = useScope()
  const tab = TABS.find((one) => one === search.tab) ?? 'due'
  return (
    <>
      <Head title={t('menu.keeping')}>
        <Segmented value={tab} onChange={(next) => set({ tab: next })} options={TABS.map((one) => ({ value: one, label: t(`keeping.${one}`) }))} />
        <OrgFilter />
      </Head>
      <div className="page">{tab === 'due' ? <Duties /> : <Jobs org={search.org} />}</div>
    </>
  )
}
