/** Statements of reserves: signed totals with a Merkle-sum root over all books. */
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { post } from '../api/client'
import { useSession } from '../api/hooks'
import type { StatementHead } from '../api/types'
import { instant } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { ListPage } from '../part/ListPage'
import { Panel, Refusal } from '../part/Panel'

export default function StatementListPage() {
  const { t } = useText()
  const client = useQueryClient()
  const user = useSession().data?.user
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const make = async () => {
    setBusy(true)
    setError(null)
    try {
      await post('/statements', {}, crypto.randomUUID())
      await client.invalidateQueries({ queryKey: ['/statements'] })
    } catch (e) { setError(e) } finally { setBusy(false) }
  }
  return (
    <ListPage<StatementHead>
      title={t('statement.title')} path="/statements" rowKey={(s) => s.id}
      actions={user && holds(user, 'statistician', 'depot_manager', 'bureau_officer') && <Button type="primary" loading={busy} onClick={() => void make()}>{t('statement.make')}</Button>}
      columns={[
        { title: t('statement.day'), show: (s) => <Link to="/statements/$id" params={{ id: s.id }}>{s.day}</Link> }, { title: t('statement.made'), show: (s) => instant(s.made_at) }, { title: t('statement.books'), show: (s) => s.books, num: true },
        { title: t('statement.positions'), show: (s) => s.positions, num: true }, { title: t('statement.groups'), show: (s) => s.groups, num: true }, { title: t('statement.node'), show: (s) => <span className="mono">{s.node}</span> },
      ]}
    >
      <Panel title={t('statement.title')}><p style={{ margin: 0 }}>{t('statement.lead')}</p>{error !== null && <Refusal error={error} />}</Panel>
    </ListPage>
  )
}
