/** Loans and reallocations of the own organisation on either side: what waits, what is out, what is overdue. */
import { Link } from '@tanstack/react-router'
import { Select } from 'antd'
import type { LoanHead } from '../api/types'
import { useText } from '../i18n'
import { ListPage } from '../part/ListPage'
import { useScope } from '../scope'

const STATES = ['asked', 'approved', 'handed', 'received', 'owing', 'closed', 'refused'] as const

export const LoanState = ({ loan }: { loan: LoanHead }) => {
  const { t, word } = useText()
  return <span className={`tag ${loan.overdue ? 'red' : loan.state === 'asked' || loan.state === 'owing' ? 'amb' : loan.state === 'closed' ? 'ok' : ''}`}>{loan.overdue && `▲ ${t('loan.overdue')} · `}{word('progress', loan.state)}</span>
}

export default function LoanListPage() {
  const { t, word } = useText()
  const { search, set } = useScope()
  return (
    <ListPage<LoanHead>
      title={t('menu.loans')} path="/loans" query={{ org: search.org, state: search.tab }} rowKey={(l) => l.code} exportList="loans" exportQuery={{ org: search.org }}
      filters={<Select allowClear value={search.tab} placeholder={t('property.state')} aria-label={t('property.state')} onChange={(tab) => set({ tab })} options={[{ value: 'overdue', label: t('loan.overdue') }, ...STATES.map((s) => ({ value: s, label: word('progress', s) }))]} style={{ minWidth: 150 }} />}
      columns={[
        { title: t('loan.code'), show: (l) => <Link to="/loans/$loan" params={{ loan: l.code }} className="code">{l.code.slice(18)}</Link> }, { title: t('property.state'), show: (l) => <LoanState loan={l} /> }, { title: t('loan.kind'), show: (l) => word('matter', l.kind) },
        { title: t('loan.lender'), show: (l) => l.lender_name }, { title: t('loan.borrower'), show: (l) => l.borrower_name }, { title: t('loan.occasion'), show: (l) => l.occasion }, { title: t('loan.purpose'), show: (l) => l.purpose },
        { title: t('loan.due'), show: (l) => l.due_on }, { title: t('loan.out'), show: (l) => `${l.out} / ${l.assets}`, num: true },
      ]}
    />
  )
}
