/** Users and their roles, kept by the security administrator; a new or reset password is shown once. */
import { useQueryClient } from '@tanstack/react-query'
import { Button, Drawer, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { post } from '../api/client'
import { useSession } from '../api/hooks'
import type { Account } from '../api/types'
import { Coded } from '../act/fields'
import { moment } from '../format'
import { useText, type Key } from '../i18n'
import { holds } from '../menu'
import { ListPage } from '../part/ListPage'
import { Refusal } from '../part/Panel'

const ROLES = ['keeper', 'weigher', 'tester', 'statistician', 'accountant', 'depot_manager', 'bureau_officer', 'bureau_approver', 'commander', 'auditor', 'system_admin', 'security_admin', 'audit_admin', 'social_party']
type Fresh = { username: string; name: string; org: string; roles: string[]; regions?: string[] }

function NewUser({ onDone }: { onDone: (password: string) => void }) {
  const { t, word } = useText()
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const need = [{ required: true, message: t('act.required') }]
  const make = async (v: Fresh) => {
    setBusy(true)
    setError(null)
    try { onDone((await post<{ password: string }>('/users', v, crypto.randomUUID())).password) } catch (e) { setError(e) } finally { setBusy(false) }
  }
  return (
    <Form layout="vertical" onFinish={(v) => void make(v as Fresh)}>
      <Form.Item name="username" label={t('admin.username')} rules={need}><Input autoComplete="off" /></Form.Item>
      <Form.Item name="name" label={t('admin.name')} rules={need}><Input /></Form.Item>
      <Form.Item name="org" label={t('admin.org')} rules={need}><Coded kind="org" field={{ name: 'org', kind: 'org', label: 'admin.org' }} values={{}} /></Form.Item>
      <Form.Item name="roles" label={t('admin.roles')} rules={need}><Select mode="multiple" options={ROLES.map((r) => ({ value: r, label: word('role', r) }))} /></Form.Item>
      <Form.Item name="regions" label={t('admin.regions')}><Select mode="tags" tokenSeparators={[' ', ',', '，']} /></Form.Item>
      {error !== null && <Refusal error={error} />}
      <Button type="primary" htmlType="submit" loading={busy}>{t('app.save')}</Button>
    </Form>
  )
}

export default function UserPage() {
  const { t, word } = useText()
  const client = useQueryClient()
  const me = useSession().data?.user
  const [adding, setAdding] = useState(false)
  const [password, setPassword] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const again = () => void client.invalidateQueries({ queryKey: ['/users'] })
  const act = async (u: Account, what: 'disable' | 'enable' | 'reset') => {
    setError(null)
    try {
      const done = await post<{ password?: string }>(`/users/${u.id}/${what}`, {}, crypto.randomUUID())
      if (done?.password) setPassword(done.password)
      again()
    } catch (e) { setError(e) }
  }
  const may = me && holds(me, 'security_admin')
  const button = (u: Account, what: 'disable' | 'enable' | 'reset') => <Button key={what} size="small" danger={what === 'disable'} onClick={() => void act(u, what)}>{t(`admin.act_${what}` as Key)}</Button>
  return (
    <ListPage<Account>
      title={t('menu.users')} path="/users" rowKey={(u) => u.id} actions={may && <Button type="primary" onClick={() => setAdding(true)}>{t('admin.new_user')}</Button>}
      columns={[
        { title: t('admin.name'), show: (u) => u.name }, { title: t('admin.username'), show: (u) => <span className="code">{u.id}</span> }, { title: t('admin.org'), show: (u) => u.org_name }, { title: t('admin.roles'), show: (u) => u.roles.map((r) => word('role', r)).join('、') },
        { title: t('admin.regions'), show: (u) => u.regions.join(' ') }, { title: t('admin.totp'), show: (u) => (u.totp ? t('app.yes') : t('app.no')) }, { title: t('admin.state'), show: (u) => <span className={`tag ${u.disabled ? 'amb' : ''}`}>{u.disabled ? t('admin.disabled') : t('admin.enabled')}</span> },
        { title: t('admin.last'), show: (u) => u.last_seen && moment(u.last_seen) }, { title: '', show: (u) => may && <span className="pick">{button(u, u.disabled ? 'enable' : 'disable')}{button(u, 'reset')}</span> },
      ]}
    >
      {error !== null && <section className="p"><Refusal error={error} /></section>}
      <Drawer open={adding} onClose={() => setAdding(false)} title={t('admin.new_user')} destroyOnHidden><NewUser onDone={(p) => { setAdding(false); setPassword(p); again() }} /></Drawer>
      <Modal open={password !== null} onCancel={() => setPassword(null)} onOk={() => setPassword(null)} title={t('admin.initial')}><p className="mono" style={{ fontSize: 18 }} data-testid="password">{password}</p></Modal>
    </ListPage>
  )
}
