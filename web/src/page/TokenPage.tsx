/** API tokens for programs: they record and advise, never direct or approve. The secret is shown once. */
import { useQueryClient } from '@tanstack/react-query'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { post, remove } from '../api/client'
import type { Token } from '../api/types'
import { moment } from '../format'
import { useText } from '../i18n'
import { ListPage } from '../part/ListPage'
import { Refusal } from '../part/Panel'

export default function TokenPage() {
  const { t } = useText()
  const client = useQueryClient()
  const [secret, setSecret] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const run = async (work: () => Promise<void>) => {
    setError(null)
    try { await work(); await client.invalidateQueries({ queryKey: ['/tokens'] }) } catch (e) { setError(e) }
  }
  return (
    <ListPage<Token>
      title={t('menu.tokens')} path="/tokens" rowKey={(x) => x.id}
      actions={<Input.Search aria-label={t('admin.token_name')} placeholder={t('admin.token_name')} enterButton={t('app.new')} style={{ width: 260 }} onSearch={(name) => { if (name) void run(async () => setSecret((await post<{ token: string }>('/tokens', { name }, crypto.randomUUID())).token)) }} />}
      columns={[
        { title: t('admin.token_name'), show: (x) => x.name }, { title: t('admin.username'), show: (x) => x.user }, { title: t('admin.created'), show: (x) => moment(x.created_at) }, { title: t('admin.expires'), show: (x) => x.expires_at && moment(x.expires_at) },
        { title: t('admin.used'), show: (x) => x.last_used && moment(x.last_used) }, { title: '', show: (x) => <Button size="small" danger onClick={() => void run(() => remove(`/tokens/${x.id}`))}>{t('admin.revoke')}</Button> },
      ]}
    >
      {error !== null && <section className="p"><Refusal error={error} /></section>}
      <Modal open={secret !== null} onCancel={() => setSecret(null)} onOk={() => setSecret(null)} title={t('admin.token_once')}><p className="mono">{secret}</p></Modal>
    </ListPage>
  )
}
