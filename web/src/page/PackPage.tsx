/** Packs: the data that brings a category to life, what each rule rests on, and which of its values still await confirmation. */
import { useQuery } from '@tanstack/react-query'
import { Button, Drawer, Table, Tabs } from 'antd'
import { useState } from 'react'
import { get } from '../api/client'
import { usePacks } from '../api/hooks'
import type { Item, Pack, PackAnswer, Rule, Status } from '../api/types'
import { useText } from '../i18n'
import { columnsOf } from '../part/ListPage'
import { Answer, Head } from '../part/Panel'

function StatusTag({ status }: { status: Status }) {
  const { word } = useText()
  return <span className={`tag ${status === 'confirmed' ? 'ok' : 'amb'}`}>{word('pack', status)}</span>
}

function Inside({ id }: { id: string }) {
  const { t, name, say } = useText()
  const pack = useQuery({ queryKey: [`/packs/${id}`], queryFn: () => get<PackAnswer>(`/packs/${id}`) })
  const paging = { pageSize: 20, size: 'small', showSizeChanger: false } as const
  return (
    <Answer ask={pack}>
      {(p) => (
        <>
          <p className="sec">{say(p.summary, p.summary_en)}</p>
          <Tabs items={[
            { key: 'items', label: `${t('admin.items')} ${p.items}`, children: <Table<Item> size="small" rowKey={(i) => i.code} dataSource={p.item_list} pagination={paging} scroll={{ x: 'max-content' }} columns={columnsOf<Item>([
              { title: t('depot.code'), show: (i) => <span className="code">{i.code}</span> }, { title: t('depot.name'), show: (i) => name(i) }, { title: t('admin.class'), show: (i) => i.class_name }, { title: t('admin.unit'), show: (i) => i.unit_name }, { title: t('depot.status'), show: (i) => <StatusTag status={i.status} /> },
            ])} /> },
            { key: 'rules', label: `${t('admin.rules')} ${p.rules}`, children: <Table<Rule> size="small" rowKey={(r) => `${r.id}@${r.version}`} dataSource={p.rule_list} pagination={paging} scroll={{ x: 'max-content' }} columns={columnsOf<Rule>([
              { title: t('depot.code'), show: (r) => <span className="code">{r.id}@{r.version}</span> }, { title: t('admin.effective'), show: (r) => `${r.effective_from} – ${r.effective_to ?? ''}` }, { title: t('admin.items'), show: (r) => r.items, num: true }, { title: t('depot.status'), show: (r) => <StatusTag status={r.status} /> }, { title: t('admin.basis'), show: (r) => say(r.basis, r.basis_en) },
            ])} /> },
          ]} />
        </>
      )}
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
              { title: t('depot.name'), show: (p) => <Button type="link" size="small" style={{ padding: 0 }} onClick={() => setOpen(p)}>{name(p)}</Button> }, { title: t('depot.code'), show: (p) => p.id }, { title: t('admin.version'), show: (p) => p.version },
              { title: t('admin.items'), show: (p) => p.items, num: true }, { title: t('admin.rules'), show: (p) => p.rules, num: true }, { title: t('pack.needs_citation'), show: (p) => p.needs_citation, num: true }, { title: t('pack.unconfirmed'), show: (p) => <span className={p.unconfirmed ? 'amb' : ''}>{p.unconfirmed}</span>, num: true },
            ])} />}
          </Answer>
        </section>
      </div>
      <Drawer open={!!open} onClose={() => setOpen(null)} title={open && name(open)} size={760} destroyOnHidden>{open && <Inside id={open.id} />}</Drawer>
    </>
  )
}
