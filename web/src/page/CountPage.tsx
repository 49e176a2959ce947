/** One stocktake: blind first and second counts per lot and position, differences only once they are known, while the depot keeps working. */
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useActDrawer } from '../act/ActDrawer'
import { ROW_ACTS, type Act } from '../act/acts'
import { useCount, useSession } from '../api/hooks'
import type { Count, CountLine } from '../api/types'
import { decimal, instant } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { DetailPage } from '../part/DetailPage'
import { Rows } from '../part/ListPage'
import { Facts, Panel } from '../part/Panel'

/** Closing asks for a reason for every line that differs, one field each. */
export function closing(c: Count, titleOf: (l: CountLine) => string): Act {
  const differing = c.lines.filter((l) => l.difference)
  const field = (l: CountLine) => `reason ${l.position} ${l.lot}`
  return {
    ...ROW_ACTS.finish,
    fields: [...ROW_ACTS.finish.fields, ...differing.map((l) => ({ name: field(l), kind: 'long', label: 'count.explain', title: titleOf(l) }) as const)],
    body: (v) => ({ count: v.count, why: v.why, explained: differing.map((l) => ({ position: l.position, lot: l.lot, reason: v[field(l)] })) }),
  }
}

function Lines({ c }: { c: Count }) {
  const { t } = useText()
  const user = useSession().data?.user
  const { open, drawer } = useActDrawer()
  const q = (v?: number | null) => (v == null ? <span className="dim">—</span> : decimal(v))
  const may = (roles: readonly string[]) => user && c.status === 'open' && holds(user, ...roles)
  const on = (l: CountLine) => ({ count: String(c.number), position: l.position, lot: l.lot })
  return (
    <>
      {drawer}
      <Rows<CountLine> rowKey={(l) => l.position + l.lot} rows={c.lines} columns={[
        { title: t('depot.position'), show: (l) => <Link to="/position/$position" params={{ position: l.position }} className="code">{l.position}</Link> }, { title: t('depot.lot'), show: (l) => <span className="code">{l.lot.slice(21)}</span> }, { title: t('count.counts'), show: (l) => `${l.counts} / 2`, num: true }, { title: t('count.first'), show: (l) => q(l.first), num: true }, { title: t('count.second'), show: (l) => q(l.second), num: true },
        { title: t('count.book'), show: (l) => q(l.book), num: true }, { title: t('count.difference'), show: (l) => <span className={l.difference ? 'red' : ''}>{l.difference ? '▲ ' : ''}{q(l.difference)}</span>, num: true },
        { title: '', show: (l) => <span className="pick">{may(ROW_ACTS.count.roles) && l.counts < 2 && <Button size="small" type="primary" onClick={() => open(ROW_ACTS.count, on(l))}>{t('count.enter')}</Button>}{may(ROW_ACTS.recount.roles) && l.counts === 2 && <Button size="small" onClick={() => open(ROW_ACTS.recount, on(l))}>{t('count.recount')}</Button>}</span> },
      ]} />
    </>
  )
}

export default function CountPage() {
  const { t } = useText()
  const { count: id } = useParams({ strict: false }) as { count: string }
  const ask = useCount(id)
  const titleOf = (l: CountLine) => `${t('count.explain')} · ${l.position.slice(21)} ${l.lot.slice(21)} · ${t('count.differs', { q: decimal(l.difference ?? 0) })}`
  return (
    <DetailPage<Count>
      title={<>{t('menu.counts')} <span className="code">{ask.data?.scope ?? id}</span></>} state={ask.data?.status} ask={ask}
      offers={(c) => (c.status === 'open' ? [{ act: closing(c, titleOf), preset: { count: String(c.number) } }] : [])}
    >
      {(c) => (
        <>
          <Panel title={c.reason}><Facts rows={[[t('count.opened'), `${instant(c.opened_at)} ${c.opened_by}`], [t('count.closed'), c.closed_by && c.closed_index != null && <Link key="c" to="/books/$org/$index" params={{ org: c.org, index: String(c.closed_index) }}>{c.closed_by} #{c.closed_index}</Link>]]} /></Panel>
          <Panel title={t('count.lines')} hint={c.status === 'open' ? t('count.blind') : undefined} bare><Lines c={c} /></Panel>
        </>
      )}
    </DetailPage>
  )
}
