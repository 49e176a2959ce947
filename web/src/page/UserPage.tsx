/** Users and their roles, kept by the security administrator and read by the audit administrator. */
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useActDrawer } from '../act/ActDrawer'
import { NEW_USER, userActs } from '../act/admin'
import { useSession } from '../api/hooks'
import type { Account } from '../api/types'
import { dayOf } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { ListPage } from '../part/ListPage'

export default function UserPage() {
  const { t, word } = useText()
  const me = useSession().data?.user
  const { open, drawer } = useActDrawer()
  const may = me && holds(me, 'security_admin')
  return (
    <ListPage<Account>
      title={t('menu.users')} path="/users" rowKey={(u) => u.id}
      actions={may && <Button type="primary" onClick={() => open(NEW_USER)}>{t('admin.new_user')}</Button>}
      columns={[
        { title: t('admin.name'), show: (u) => u.name }, { title: t('admin.username'), show: (u) => (may ? <Link to="/tokens" search={{ q: u.id }} className="code">{u.id}</Link> : <span className="code">{u.id}</span>) }, { title: t('admin.org'), show: (u) => u.org_name }, { title: t('admin.roles'), show: (u) => u.roles.map((r) => word('role', r)).join('、') },
        { title: t('admin.regions'), show: (u) => u.regions.join(' ') }, { title: t('admin.state'), show: (u) => <span className={`tag ${u.disabled ? 'amb' : ''}`}>{u.disabled ? t('admin.disabled') : t('admin.enabled')}</span> }, { title: t('admin.created'), show: (u) => dayOf(u.created_at) },
        { title: '', show: (u) => may && u.id !== me.id && <span className="pick">{userActs(u).map((a) => <Button key={a.name} size="small" danger={a.name === 'user-disable'} onClick={() => open(a)}>{t(a.label)}</Button>)}</span> },
      ]}
    >{drawer}</ListPage>
  )
}
