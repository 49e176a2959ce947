/** API tokens of a user's machines: they record and advise, never direct or approve. */
import { Button, Input } from 'antd'
import { useActDrawer } from '../act/ActDrawer'
import { NEW_TOKEN, revoke } from '../act/admin'
import type { Token } from '../api/types'
import { dayOf } from '../format'
import { useText } from '../i18n'
import { ListPage } from '../part/ListPage'
import { useScope } from '../scope'

export default function TokenPage() {
  const { t, word } = useText()
  const { search, set } = useScope()
  const { open, drawer } = useActDrawer()
  return (
    <ListPage<Token>
      title={t('menu.tokens')} path="/tokens" query={{ user: search.q }} enabled={!!search.q} rowKey={(x) => x.id}
      filters={<Input.Search allowClear defaultValue={search.q} placeholder={t('admin.username')} aria-label={t('admin.username')} onSearch={(q) => set({ q })} style={{ width: 220 }} />}
      actions={<Button type="primary" onClick={() => open(NEW_TOKEN, { user: search.q })}>{t('admin.new_token')}</Button>}
      columns={[
        { title: t('admin.token_name'), show: (x) => x.label }, { title: t('admin.username'), show: (x) => x.user }, { title: t('admin.roles'), show: (x) => x.roles.map((r) => word('role', r)).join('、') }, { title: t('admin.created'), show: (x) => dayOf(x.created_at) }, { title: t('admin.expires'), show: (x) => dayOf(x.expires_at) },
        { title: t('admin.state'), show: (x) => <span className={`tag ${x.revoked ? 'amb' : ''}`}>{x.revoked ? t('admin.revoked') : t('admin.enabled')}</span> }, { title: '', show: (x) => !x.revoked && <Button size="small" danger onClick={() => open(revoke(x))}>{t('admin.revoke')}</Button> },
      ]}
    >{drawer}</ListPage>
  )
}
