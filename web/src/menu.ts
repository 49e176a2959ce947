/** What is on the menu for whom. The server decides what may be done; this only keeps rooms out of sight that would refuse. */
import type { Key } from './i18n'
import type { User } from './api/types'

/** Every role, by code. */
export const ROLES = ['keeper', 'weigher', 'tester', 'statistician', 'accountant', 'depot_manager', 'bureau_officer', 'bureau_approver', 'commander', 'auditor', 'system_admin', 'security_admin', 'audit_admin', 'social_party']
const business = ['keeper', 'weigher', 'tester', 'statistician', 'accountant', 'depot_manager', 'bureau_officer', 'bureau_approver', 'commander', 'auditor']
/** Who handles goods, and so scans codes and works where there may be no network. */
const hands = ['keeper', 'weigher', 'tester', 'statistician', 'accountant', 'depot_manager']
const bureau = ['bureau_officer', 'bureau_approver', 'commander', 'statistician', 'auditor']

type Room = { key: Key; to: string; roles: string[] }
export const MENU: { key: Key; rooms: Room[] }[] = [
  { key: 'menu.overview', rooms: [{ key: 'menu.cockpit', to: '/', roles: business }, { key: 'menu.map', to: '/map', roles: business }, { key: 'menu.table', to: '/table', roles: business }, { key: 'menu.monthly', to: '/monthly', roles: business }, { key: 'menu.costs', to: '/costs', roles: business }, { key: 'menu.emergency', to: '/emergency', roles: bureau }] },
  { key: 'menu.work', rooms: [
    { key: 'menu.gate', to: '/gate', roles: business }, { key: 'menu.samples', to: '/samples', roles: ['tester'] }, { key: 'menu.keeping', to: '/keeping', roles: business }, { key: 'menu.depot', to: '/depot', roles: business }, { key: 'menu.lots', to: '/lots', roles: business }, { key: 'menu.transit', to: '/consignments', roles: business },
    { key: 'menu.counts', to: '/counts', roles: business }, { key: 'menu.rotation', to: '/rotation', roles: business }, { key: 'menu.checks', to: '/checks', roles: business }, { key: 'menu.relief', to: '/relief', roles: business }, { key: 'menu.directives', to: '/directives', roles: business }, { key: 'menu.requests', to: '/requests', roles: business },
    { key: 'menu.scan', to: '/scan', roles: business }, { key: 'menu.outbox', to: '/outbox', roles: hands },
  ] },
  { key: 'menu.alerts', rooms: [{ key: 'menu.alerts', to: '/alerts', roles: business }, { key: 'menu.readings', to: '/readings', roles: business }, { key: 'menu.market', to: '/market', roles: business }] },
  { key: 'menu.property', rooms: [{ key: 'menu.catalogue', to: '/catalogue', roles: business }, { key: 'menu.assets', to: '/assets', roles: business }, { key: 'menu.loans', to: '/loans', roles: business }, { key: 'menu.purchases', to: '/purchases', roles: business }, { key: 'menu.occasions', to: '/occasions', roles: business }, { key: 'menu.inventories', to: '/inventories', roles: business }, { key: 'menu.disposals', to: '/disposals', roles: business }, { key: 'menu.custody', to: '/custody', roles: business }] },
  { key: 'menu.trust', rooms: [{ key: 'menu.books', to: '/books', roles: business }, { key: 'menu.statements', to: '/statements', roles: business }, { key: 'menu.audit', to: '/audit', roles: ['auditor', 'audit_admin'] }] },
  { key: 'menu.admin', rooms: [
    { key: 'menu.organisations', to: '/organisations', roles: [...bureau, 'depot_manager'] }, { key: 'menu.users', to: '/users', roles: ['security_admin', 'audit_admin'] },
    { key: 'menu.import', to: '/import', roles: ['keeper', 'tester', 'statistician', 'depot_manager', 'bureau_officer'] }, { key: 'menu.tokens', to: '/tokens', roles: ['security_admin'] }, { key: 'menu.packs', to: '/packs', roles: [...business, 'system_admin'] },
  ] },
]

export const holds = (user: User, ...roles: string[]) => roles.some((r) => user.roles.includes(r))
export const menuFor = (user: User) => MENU.map((g) => ({ ...g, rooms: g.rooms.filter((r) => holds(user, ...r.roles)) })).filter((g) => g.rooms.length)
/** Where signing in leads. */
export const homeOf = (user: User) => menuFor(user)[0]?.rooms[0]?.to ?? '/account'

/** The three rooms one tap away on a phone, most wanted first. */
const TABS = ['/depot', '/scan', '/outbox', '/', '/table', '/requests', '/users', '/audit', '/packs', '/tokens']
const BUREAU_TABS = ['/', '/table', '/requests', '/scan']
export function tabsFor(user: User) {
  const rooms = menuFor(user).flatMap((g) => g.rooms)
  return (holds(user, ...hands) ? TABS : [...BUREAU_TABS, ...TABS]).flatMap((to) => rooms.find((r) => r.to === to) ?? []).filter((r, i, a) => a.indexOf(r) === i).slice(0, 3)
}
