/** One stocktake: blind first and second counts per position, differences only after it is closed. */
import { useParams } from '@tanstack/react-router'
import { Table } from 'antd'
import { ActForm } from '../act/ActForm'
import { actOf } from '../act/acts'
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
  const q = (v: number | null) => (v === null ? <span className="dim">—</span> : decimal(v))
  const enter = actOf('count-enter')!
  return (
    <>
      <Head title={count.data ? `${count.data.site_name} ${t('menu.counts')}` : id}>{count.data && <span className="tag">{word('count', count.data.status)}</span>}</Head>
      <div className="page">
        <Answer ask={count}>
          {(c) => (
            <>
              {c.status !== 'closed' && user && holds(user, ...enter.roles) && <Panel title={t('count.enter')} hint={t('count.blind')} bare><ActForm act={enter} user={user.id} preset={{ count: id }} /></Panel>}
              <section className="p">
                <Table<CountLine> size="small" rowKey={(l) => l.position} dataSource={c.lines} pagination={false} scroll={{ x: 'max-content' }} columns={columnsOf<CountLine>([
                  { title: t('depot.position'), show: (l) => <span className="code">{l.position}</span> }, { title: t('depot.item'), show: (l) => l.item_name }, { title: t('count.first'), show: (l) => q(l.first), num: true },
                  { title: t('count.second'), show: (l) => q(l.second), num: true }, { title: t('count.book'), show: (l) => q(l.book), num: true }, { title: t('count.difference'), show: (l) => <span className={l.difference ? 'red' : ''}>{q(l.difference)}</span>, num: true }, { title: t('admin.unit'), show: (l) => l.unit },
                ])} />
              </section>
            </>
          )}
        </Answer>
      </div>
    </>
  )
}
