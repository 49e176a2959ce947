/** The one list page: filters above, a table, more on request, export of all rows. Copy a page that uses it, not this. */
import { Button, Table, type TableColumnType } from 'antd'
import type { ReactNode } from 'react'
import { fileUrl, type Query } from '../api/client'
import { useList } from '../api/hooks'
import { useText } from '../i18n'
import { Answer, Head } from './Panel'

export type Column<D> = { title: ReactNode; show: (row: D) => ReactNode; num?: boolean; wide?: boolean; width?: number }

/** Columns in antd's shape; the first cell of a row should be a link, so that the list works from the keyboard. */
export const columnsOf = <D,>(columns: Column<D>[]): TableColumnType<D>[] =>
  columns.map((c, i) => ({ key: i, title: c.title, render: (_: unknown, row: D) => c.show(row), align: c.num ? 'right' : undefined, className: c.num ? 'num' : undefined, width: c.width, ellipsis: c.wide }))

export function List<D extends object>(p: { path: string; query?: Query; columns: Column<D>[]; rowKey: (row: D) => string; enabled?: boolean }) {
  const { t } = useText()
  const list = useList<D>(p.path, p.query, p.enabled)
  return (
    <Answer ask={list} lines={8}>
      {(data) => {
        const rows = data.pages.flatMap((page) => page.items)
        const total = data.pages[0]?.total ?? null
        return (
          <>
            <Table<D> size="small" rowKey={p.rowKey} columns={columnsOf(p.columns)} dataSource={rows} pagination={false} scroll={{ x: 'max-content' }} locale={{ emptyText: t('app.none') }} />
            <div className="in l2" aria-live="polite">
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

export function ListPage<D extends object>(p: { title: ReactNode; path: string; query?: Query; columns: Column<D>[]; rowKey: (row: D) => string; filters?: ReactNode; actions?: ReactNode; exportList?: string; enabled?: boolean; children?: ReactNode }) {
  const { t } = useText()
  return (
    <>
      <Head title={p.title}>
        {p.filters}
        <span className="sp" />
        {p.exportList && <Button href={fileUrl(`/export/${p.exportList}.xlsx`, p.query)}>{t('app.export')}</Button>}
        {p.actions}
      </Head>
      <div className="page">
        {p.children}
        {p.enabled !== false && <section className="p"><List<D> path={p.path} query={p.query} columns={p.columns} rowKey={p.rowKey} /></section>}
      </div>
    </>
  )
}
