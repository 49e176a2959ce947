/** The one list page: filters above, a table, more on request, export of all rows. Copy a page that uses it, not this.
 *  On a phone a row is a card: the first column its heading, the others label and value. */
import { Button, Table, type TableColumnType } from 'antd'
import { useSyncExternalStore, type ReactNode } from 'react'
import { fileUrl, type Query } from '../api/client'
import { useList } from '../api/hooks'
import { useText } from '../i18n'
import { Answer, Empty, Head } from './Panel'

/** `num` aligns right; `wide` is cut at `width`; `less` is left out of the cards of a phone. */
export type Column<D> = { title: ReactNode; show: (row: D) => ReactNode; num?: boolean; wide?: boolean; width?: number; less?: boolean }

/** Columns in antd's shape; the first cell of a row should be a link, so that the list works from the keyboard. */
export const columnsOf = <D,>(columns: Column<D>[]): TableColumnType<D>[] =>
  columns.map((c, i) => ({ key: i, title: c.title, render: (_: unknown, row: D) => c.show(row), align: c.num ? 'right' : undefined, className: c.num ? 'num' : undefined, width: c.width, ellipsis: c.wide }))

const narrow = matchMedia('(max-width:760px)')
export const useNarrow = () => useSyncExternalStore((f) => { narrow.addEventListener('change', f); return () => narrow.removeEventListener('change', f) }, () => narrow.matches)

function Cards<D>({ rows, columns, rowKey }: { rows: D[]; columns: Column<D>[]; rowKey: (row: D) => string }) {
  const [head, ...rest] = columns
  return (
    <ul className="rows">
      {rows.map((row) => (
        <li key={rowKey(row)}>
          <div className="rowhead">{head.show(row)}</div>
          <dl>{rest.filter((c) => !c.less).map((c, i) => { const v = c.show(row); return v === null || v === undefined || v === '' || v === false ? null : <div key={i} className={c.title ? '' : 'all'}>{c.title && <dt>{c.title}</dt>}<dd>{v}</dd></div> })}</dl>
        </li>
      ))}
    </ul>
  )
}

/** Rows as a table on a desk and as cards on a phone. */
export function Rows<D extends object>({ rows, columns, rowKey, page, none }: { rows: readonly D[]; columns: Column<D>[]; rowKey: (row: D) => string; page?: number; none?: ReactNode }) {
  const { t } = useText()
  const phone = useNarrow()
  if (!rows.length) return <Empty>{none}</Empty>
  if (phone && (!page || rows.length <= page)) return <Cards rows={[...rows]} columns={columns} rowKey={rowKey} />
  return <Table<D> size="small" rowKey={rowKey} columns={columnsOf(columns)} dataSource={rows as D[]} pagination={page && rows.length > page ? { pageSize: page, showSizeChanger: false, size: 'small' } : false} scroll={{ x: 'max-content' }} locale={{ emptyText: t('app.none') }} />
}

export function List<D extends object>(p: { path: string; query?: Query; columns: Column<D>[]; rowKey: (row: D) => string; enabled?: boolean; none?: ReactNode }) {
  const { t } = useText()
  const list = useList<D>(p.path, p.query, p.enabled)
  return (
    <Answer ask={list} lines={8}>
      {(data) => {
        const rows = data.pages.flatMap((page) => page.items)
        const total = data.pages[0]?.total ?? null
        return (
          <>
            <Rows<D> rows={rows} columns={p.columns} rowKey={p.rowKey} none={p.none} />
            <div className="in l2 more" aria-live="polite">
              <span>{t('app.shown', { n: rows.length })}</span>
              {total !== null && <span>{t('app.of', { n: total })}</span>}
              {list.hasNextPage && <Button size="small" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('app.more')}</Button>}
            </div>
          </>
        )
      }}
    </Answer>
  )
}

export function ListPage<D extends object>(p: { title: ReactNode; path: string; query?: Query; columns: Column<D>[]; rowKey: (row: D) => string; filters?: ReactNode; actions?: ReactNode; exportList?: string; exportQuery?: Query; enabled?: boolean; none?: ReactNode; children?: ReactNode }) {
  const { t } = useText()
  return (
    <>
      <Head title={p.title}>
        {p.filters}
        <span className="sp" />
        {p.exportList && <Button href={fileUrl(`/export/${p.exportList}.xlsx`, p.exportQuery ?? p.query)}>{t('app.export')}</Button>}
        {p.actions}
      </Head>
      <div className="page">
        {p.children}
        {p.enabled !== false && <section className="p"><List<D> path={p.path} query={p.query} columns={p.columns} rowKey={p.rowKey} none={p.none} /></section>}
      </div>
    </>
  )
}
