/** The gate of a depot: trucks inside and whose turn it is, the queue of the day, notices. Cards on a phone, a board on a desk. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Segmented, Select } from 'antd'
import { useActDrawer } from '../act/ActDrawer'
import { forward, NOTICE_CLOSE, NOTICE_ISSUE, REGISTER, ROLES_OF } from '../act/gate'
import { fileUrl, get } from '../api/client'
import { useList, useSession } from '../api/hooks'
import type { Notice, Page, Site, Trip, User } from '../api/types'
import { decimal, moment } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { Progress } from '../part/Bars'
import { List } from '../part/ListPage'
import { Answer, Head } from '../part/Panel'
import { Qty } from '../part/Qty'
import { useScope } from '../scope'

const COLUMNS = ['registered', 'sampled', 'tested', 'weighed_in', 'handled', 'weighed_out', 'settled', 'refused']
/** Is the truck's next step one that this person's role does? */
const mine = (user: User | undefined, t: Trip) => !!user && forward(t).some((a) => holds(user, ...(ROLES_OF[a] ?? [])))

export function Truck({ t: trip, turn }: { t: Trip; turn?: boolean }) {
  const { t, say, name } = useText()
  return (
    <Link to="/trips/$trip" params={{ trip: trip.code }} className={`card truck ${turn ? 'turn' : ''}`} data-testid="truck">
      <div className="l1"><b className="n">{trip.plate}</b><span className={`tag ${trip.direction === 'in' ? 'pri' : ''}`}>{t(trip.direction === 'in' ? 'gate.in' : 'gate.out')}</span><span className="v">{trip.queue}</span></div>
      <div className="l2"><span>{name({ name: trip.item_name, name_en: trip.item_name_en })}</span><span>{trip.counterpart}</span></div>
      <div className="l2"><span className={turn ? 'tag pri' : 'tag'}>{say(trip.status_name, trip.status_name_en)}</span><span>{moment(trip.moved_at)}</span>{trip.net !== null && <span>{t('gate.net')} {decimal((trip.net ?? 0) * 1000)} kg</span>}{trip.doubts.length > 0 && <span className="tag amb">{t('gate.doubts')} {trip.doubts.length}</span>}</div>
    </Link>
  )
}

function Board({ org, only }: { org?: string; only: boolean }) {
  const { t, word } = useText()
  const user = useSession().data?.user
  const list = useList<Trip>('/trips', { org, status: 'inside', limit: 200 })
  return (
    <Answer ask={list} lines={6}>
      {(data) => {
        const trips = data.pages.flatMap((p) => p.items).filter((x) => !only || mine(user, x)).sort((a, b) => a.registered_at - b.registered_at)
        if (!trips.length) return <section className="p"><div className="in dim">{t('app.none')}</div></section>
        const columns = COLUMNS.map((c) => ({ c, rows: trips.filter((x) => x.status === c) })).filter((x) => x.rows.length)
        return (
          <div className="board">
            {columns.map(({ c, rows }) => (
              <section key={c} className="p">
                <div className="h"><h2>{word('trip', c)}</h2><small>{rows.length}</small></div>
                <div className="in stack">{rows.map((x) => <Truck key={x.code} t={x} turn={mine(user, x)} />)}</div>
              </section>
            ))}
          </div>
        )
      }}
    </Answer>
  )
}

function History({ org }: { org?: string }) {
  const { t, say } = useText()
  return (
    <section className="p">
      <List<Trip> path="/trips" query={{ org }} rowKey={(x) => x.code} columns={[
        { title: t('gate.trip'), show: (x) => <Link to="/trips/$trip" params={{ trip: x.code }} className="code">{x.queue_day} #{x.queue}</Link> },
        { title: t('gate.plate'), show: (x) => x.plate }, { title: t('gate.direction'), show: (x) => t(x.direction === 'in' ? 'gate.in' : 'gate.out') }, { title: t('gate.counterpart'), show: (x) => x.counterpart }, { title: t('depot.item'), show: (x) => x.item_name },
        { title: `${t('gate.net')} kg`, show: (x) => (x.net === null || x.net === undefined ? null : decimal(x.net * 1000)), num: true }, { title: t('gate.settled'), show: (x) => <Qty value={x.settled} unit={x.unit} exact />, num: true },
        { title: t('gate.stand'), show: (x) => <span className="tag">{say(x.status_name, x.status_name_en)}</span> }, { title: t('gate.doubts'), show: (x) => x.doubts.map((d) => say(d.name, d.name_en)).join('、') },
      ]} />
    </section>
  )
}

function Notices({ org, close }: { org?: string; close?: (n: Notice) => void }) {
  const { t, word } = useText()
  return (
    <section className="p">
      <List<Notice> path="/notices" query={{ org }} rowKey={(n) => n.code} columns={[
        { title: t('gate.notice'), show: (n) => <Link to="/gate" search={{ tab: 'history', q: n.code }} className="code">{n.code.slice(21)}</Link> }, { title: t('gate.direction'), show: (n) => t(n.direction === 'in' ? 'gate.in' : 'gate.out') },
        { title: t('gate.counterpart'), show: (n) => n.counterpart }, { title: t('depot.item'), show: (n) => n.item_name }, { title: t('depot.quantity'), show: (n) => <Qty value={n.quantity} unit={n.unit} exact />, num: true },
        { title: t('gate.done'), show: (n) => <Progress part={n.done} whole={n.quantity} /> }, { title: t('gate.trips'), show: (n) => n.trips, num: true }, { title: t('directive.code'), show: (n) => n.directive && <Link to="/directives/$directive" params={{ directive: n.directive }} className="code">{n.directive}</Link> },
        { title: t('directive.validity'), show: (n) => n.valid_to }, { title: t('depot.status'), show: (n) => (close && n.status === 'open' ? <Button size="small" onClick={() => close(n)}>{t('gate.notice_close')}</Button> : <span className="tag">{word('state', n.status)}</span>) },
      ]} />
    </section>
  )
}

export default function GatePage() {
  const { t } = useText()
  const user = useSession().data?.user
  const { search, set } = useScope()
  const { open, drawer } = useActDrawer()
  const works = !!user && holds(user, 'weigher', 'tester', 'keeper')
  const tab = search.tab ?? (works ? 'mine' : 'inside')
  const sites = useQuery({ queryKey: ['/sites', 'own', user?.org], queryFn: () => get<Page<Site>>('/sites', { org: user?.org, limit: 100 }), enabled: !!user }).data?.items ?? []
  const offered = [REGISTER, NOTICE_ISSUE].filter((a) => user && holds(user, ...a.roles))
  const tabs = [...(works ? ['mine'] : []), 'inside', 'history', 'notices'] as const
  return (
    <>
      <Head title={t('menu.gate')}>
        {sites.length > 1 && <Select allowClear placeholder={t('depot.site')} aria-label={t('depot.site')} value={search.site} onChange={(site) => set({ site })} options={sites.map((s) => ({ value: s.code, label: s.name }))} style={{ minWidth: 160 }} />}
        <Segmented value={tab} onChange={(v) => set({ tab: v })} options={tabs.map((v) => ({ value: v, label: t(`gate.${v}` as 'gate.mine') }))} />
        <span className="sp" />
        {tab === 'history' && <Button href={fileUrl('/export/trips.xlsx', { site: search.site })}>{t('app.export')}</Button>}
        {offered.map((a, i) => <Button key={a.name} type={i ? 'default' : 'primary'} onClick={() => open(a, { site: search.site ?? (sites.length === 1 ? sites[0].code : undefined) })}>{t(a.label)}</Button>)}
      </Head>
      <div className="page">
        {drawer}
        {tab === 'history' ? <History org={search.site} /> : tab === 'notices' ? <Notices org={search.site} close={user && holds(user, 'depot_manager') ? (n) => open(NOTICE_CLOSE, { notice: n.code }) : undefined} /> : <Board org={search.site} only={tab === 'mine'} />}
      </div>
    </>
  )
}
