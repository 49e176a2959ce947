/** Packs: the data that brings a category to life, and which of its limits still await confirmation. */
import { useQuery } from '@tanstack/react-query'
import { Button, Drawer, Table } from 'antd'
import { useState } from 'react'
import { get } from '../api/client'
import { usePacks } from '../api/hooks'
import type { Item, Pack } from '../api/types'
import { useText } from '../i18n'
import { columnsOf } from '../part/ListPage'
import { Answer, Head } from '../part/Panel'

function PackItems({ id }: { id: string }) {
  const { t, name } = useText()
  const pack = useQuery({ queryKey: [`/packs/${id}`], queryFn: () => get<{ items: Item[] }>(`/packs/${id}`) })
  return (
    <Answer ask={pack}>
      {(p) => <Table<Item> size="small" rowKey={(i) => i.code} dataSource={p.items} pagination={{ pageSize: 20, size: 'small' }} columns={columnsOf<Item>([
        { title: t('depot.code'), show: (i) => <span className="code">{i.code}</span> }, { title: t('depot.name'), show: (i) => name(i) }, { title: t('admin.unit'), show: (i) => i.unit },
        { title: t('depot.status'), show: (i) => (i.confirmed === false ? <span className="tag amb">{t('admin.unconfirmed')}</span> : <span className="tag">{t('admin.confirmed')}</span>) },
      ])} />}
    </Answer>
  )
}

export default function PackPage() {
  const { t, name } = useText()
  const packs = usePacks()
  const [open, setOpen] = useState<Pack | null>(null)
  return (
    <>
      <Head title={t('menu.packs')} />
      <div className="page">
        <section className="p">
          <Answer ask={packs}>
            {(page) => <Table<Pack> size="small" rowKey={(p) => p.id} dataSource={page.items} pagination={false} scroll={{ x: 'max-content' }} columns={columnsOf<Pack>([
              { title: t('depot.name'), show: (p) => <Button type="link" size="small" onClick={() => setOpen(p)}>{name(p)}</Button> }, { title: t('depot.code'), show: (p) => p.id }, { title: t('admin.version'), show: (p) => p.version },
              { title: t('admin.items'), show: (p) => p.items, num: true }, { title: t('admin.unconfirmed'), show: (p) => <span className={p.unconfirmed ? 'amb' : ''}>{p.unconfirmed}</span>, num: true },
            ])} />}
          </Answer>
        </section>
      </div>
      <Drawer open={!!open} onClose={() => setOpen(null)} title={open && name(open)} size={640}>{open && <PackItems id={open.id} />}</Drawer>
    </>
  )
}
