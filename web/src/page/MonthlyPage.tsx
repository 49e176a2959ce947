/** The monthly return of stock and movement: opening, receipts, issues, losses, closing; each line says whether it adds up. */
import { Button, Input } from 'antd'
import { fileUrl } from '../api/client'
import { useMonthly } from '../api/hooks'
import type { MonthlyRow } from '../api/types'
import { dayOf } from '../format'
import { type Key, useText } from '../i18n'
import { OrgFilter } from '../part/filters'
import { type Column, Rows } from '../part/ListPage'
import { Answer, Head } from '../part/Panel'
import { Qty } from '../part/Qty'
import { RegionPicker } from '../part/ScopeBar'
import { useScope } from '../scope'

const COLUMNS = ['opening', 'taken_over', 'received', 'arrived', 'issued', 'dispatched', 'loss_moisture', 'loss_natural', 'loss_excess', 'adjusted', 'moved', 'closing'] as const

export default function MonthlyPage() {
  const { t, say } = useText()
  const { scope, search, set } = useScope()
  const now = dayOf(Date.now() * 1000).slice(0, 7)
  const month = search.q ?? now
  const asked = { region: scope.region, org: search.org, site: search.site }
  const found = useMonthly({ ...asked, month })
  const columns: Column<MonthlyRow>[] = [
    { title: t('depot.item'), show: (r) => say(r.item_name, r.item_name_en) }, { title: t('depot.nature'), show: (r) => say(r.nature_name, r.nature_name_en) }, { title: t('depot.owner'), show: (r) => say(r.owner_name, r.owner_name_en) },
    ...COLUMNS.map((c) => ({ title: t(`monthly.${c}` as Key), show: (r: MonthlyRow) => (r[c] || c === 'opening' || c === 'closing' ? <Qty value={r[c]} unit={r.unit} /> : ''), num: true })),
    { title: t('monthly.adds_up'), show: (r) => <span className={`tag ${r.balances ? 'ok' : 'red'}`}>{r.balances ? '✓' : '✕'}</span> },
  ]
  return (
    <>
      <Head title={t('menu.monthly')}>
        <RegionPicker />
        <OrgFilter />
        <Input type="month" className="some" aria-label={t('monthly.month')} value={month} max={now} onChange={(e) => set({ q: e.target.value })} />
        <span className="sp" />
        <Button href={fileUrl('/export/monthly.xlsx', { ...asked, from: `${month}-01` })}>{t('app.export')}</Button>
      </Head>
      <div className="page">
        <section className="p">
          <Answer ask={found} lines={8}>{(data) => (
            <>
              <div className="in"><b>{data.place || data.month}</b> {data.from} — {data.to} <span className={`tag ${data.balances ? 'ok' : 'red'}`} data-testid="balances">{t(data.balances ? 'monthly.balanced' : 'monthly.unbalanced')}</span></div>
              <Rows<MonthlyRow> rows={data.rows} columns={columns} rowKey={(r) => `${r.item}/${r.nature}/${r.owner_level}`} page={100} />
              <div className="in l2">{t('monthly.rule')} {say(data.basis, data.basis_en)}</div>
            </>
          )}</Answer>
        </section>
      </div>
    </>
  )
}
