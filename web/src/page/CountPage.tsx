/** One stocktake: blind first and second counts per lot and position, differences only once they are known, while the depot keeps working. */
import { useParams } from '@tanstack/react-router'
import { Button, Table } from 'antd'
import { useActDrawer } from '../act/ActDrawer'
import { ROW_ACTS } from '../act/acts'
import { useCount, useSession } from '../api/hooks'
import type { CountLine } from '../api/types'
import { decimal } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { columnsOf } from '../part/ListPage'
import { Answer, Head, Panel } from '../part/Panel'

export default function CountPage() {
  const { t, word } = useText()
  const { count: id } = useParams({ strict: false }) as { count: string }
  const count = useCount(id)
  const user = useSession().data?.user
  const { open, drawer } = useActDrawer()
  const q = (v?: number | null) => (v == null ? <span className="dim">—</span> : decimal(v))
  const c = count.data
  const may = (roles: readonly string[]) => user && c?.status === 'open' && holds(user, ...roles)
  const on = (l: CountLine) => ({ count: String(c!.number), position: l.position, lot: l.lot })
  return (
    <>
      <Head title={c ? <>{t('menu.counts')} <span className="code">{c.scope}</span></> : id}>
        {c && <span className="tag">{word('state', c.status)}</span>}<span className="sp" />
        {may(ROW_ACTS.finish.roles) && <Button onClick={() => open({ ...ROW_ACTS.finish, body: (v) => ({ ...v, explained: c!.lines.filter((l) => l.difference).map((l) => ({ position: l.position, lot: l.lot, reason: v.why })) }) }, { count: String(c!.number) })}>{t('count.close')}</Button>}
      </Head>
      <div className="page">
        {drawer}
        <Answer ask={count}>
          {(found) => (
            <Panel title={found.reason} hint={t('count.blind')} bare>
              <Table<CountLine> size="small" rowKey={(l) => l.position + l.lot} dataSource={found.lines} pagination={false} scroll={{ x: 'max-content' }} columns={columnsOf<CountLine>([
                { title: t('depot.position'), show: (l) => <span className="code">{l.position}</span> }, { title: t('depot.lot'), show: (l) => <span className="code">{l.lot.slice(21)}</span> }, { title: t('count.counts'), show: (l) => `${l.counts} / 2`, num: true }, { title: t('count.first'), show: (l) => q(l.first), num: true }, { title: t('count.second'), show: (l) => q(l.second), num: true },
                { title: t('count.book'), show: (l) => q(l.book), num: true }, { title: t('count.difference'), show: (l) => <span className={l.difference ? 'red' : ''}>{q(l.difference)}</span>, num: true },
                { title: '', show: (l) => <span className="pick">{may(ROW_ACTS.count.roles) && l.counts < 2 && <Button size="small" type="primary" onClick={() => open(ROW_ACTS.count, on(l))}>{t('count.enter')}</Button>}{may(ROW_ACTS.recount.roles) && l.counts === 2 && <Button size="small" onClick={() => open(ROW_ACTS.recount, on(l))}>{t('count.recount')}</Button>}</span> },
              ])} />
            </Panel>
          )}
        </Answer>
      </div>
    </>
  )
}
