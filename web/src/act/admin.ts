/** What the security administrator does to users and tokens. A first password and a token come back once, in the receipt. */
import type { Account, Token } from '../api/types'
import type { Act, Field } from './acts'

const roles = ['security_admin']
const why: Field = { name: 'why', kind: 'long', label: 'act.why' }
const base = { roles, at: 'none' } as const

export const NEW_USER: Act = { ...base, name: 'user-create', label: 'admin.new_user', path: '/users', fields: [
  { name: 'username', kind: 'text', label: 'admin.username', hint: 'admin.username_hint' }, { name: 'name', kind: 'text', label: 'admin.name' }, { name: 'org', kind: 'org', label: 'admin.org' }, { name: 'roles', kind: 'roles', label: 'admin.roles' }, { name: 'regions', kind: 'regions', label: 'admin.regions', optional: true },
] }
export const NEW_TOKEN: Act = { ...base, name: 'token-create', label: 'admin.new_token', path: '/tokens', fields: [
  { name: 'user', kind: 'text', label: 'admin.username' }, { name: 'label', kind: 'text', label: 'admin.token_name' }, { name: 'roles', kind: 'roles', label: 'admin.roles' }, { name: 'days', kind: 'integer', label: 'admin.days' },
] }
export const userActs = (u: Account): Act[] => [
  u.disabled ? { ...base, name: 'user-enable', label: 'admin.act_enable', path: `/users/${u.id}/enable`, fields: [] } : { ...base, name: 'user-disable', label: 'admin.act_disable', path: `/users/${u.id}/disable`, fields: [why] },
  { ...base, name: 'user-reset', label: 'admin.act_reset', path: `/users/${u.id}/reset`, fields: [] },
  { ...base, name: 'role-assign', label: 'admin.act_assign', path: `/users/${u.id}/role-assign`, fields: [{ name: 'role', kind: 'role', label: 'admin.roles' }] },
  { ...base, name: 'role-withdraw', label: 'admin.act_withdraw', path: `/users/${u.id}/role-withdraw`, fields: [{ name: 'role', kind: 'role', label: 'admin.roles' }] },
]
export const revoke = (x: Token): Act => ({ ...base, name: 'token-revoke', label: 'admin.revoke', path: `/tokens/${x.id}/revoke`, fields: [], body: () => ({ user: x.user }) })
