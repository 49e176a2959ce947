/** Acts of the public-property warehouse: the same form as all others, kept apart because they are many. */
import type { Key } from '../i18n'
import type { Act, Field } from './acts'

const choices = (group: string, codes: readonly string[]) => codes.map((c) => [c, `${group}.${c}` as Key] as const)
const why: Field = { name: 'why', kind: 'long', label: 'act.why' }
export const asset: Field = { name: 'asset', kind: 'text', label: 'property.code' }
const pool: Field = { name: 'pool', kind: 'pool', label: 'property.pool' }
const place: Field = { name: 'place', kind: 'text', label: 'property.place' }
const condition: Field = { name: 'condition', kind: 'choice', label: 'property.condition', options: choices('condition', ['new', 'good', 'repair', 'scrap']) }

export const ASSET_STATES = ['in_use', 'idle', 'promised', 'on_loan', 'repair', 'disposing', 'sealed', 'missing', 'transferred', 'disposed'] as const

/** Acts with a page of their own. */
export const PROPERTY_ACTS: readonly Act[] = [
  { name: 'pool-register', label: 'act.pool_register', path: '/acts/pool-register', roles: ['bureau_officer', 'depot_manager'], at: 'none', fields: [
    { name: 'name', kind: 'text', label: 'property.name' }, { name: 'kind', kind: 'choice', label: 'property.kind', options: choices('pool', ['emergency', 'confiscated', 'case', 'office', 'relief', 'school', 'specialist']) },
    { name: 'level', kind: 'choice', label: 'property.level', options: choices('level', ['city', 'county', 'town', 'village']) }, { name: 'rank', kind: 'choice', label: 'property.rank', options: choices('rank', ['main', 'forward']) },
    { name: 'parent', kind: 'pool', label: 'property.parent', when: (v) => v.rank === 'forward' }, { name: 'address', kind: 'text', label: 'property.address' },
  ] },
  { name: 'asset-receive', label: 'act.asset_receive', path: '/acts/asset-receive', roles: ['keeper'], at: 'none', body: (v) => ({ photos: [], ...v }), fields: [
    { name: 'item', kind: 'item', label: 'property.item' }, { name: 'name', kind: 'text', label: 'property.name' }, { name: 'spec', kind: 'text', label: 'property.spec', optional: true },
    { name: 'intake', kind: 'choice', label: 'property.intake', options: choices('intake', ['idle', 'over_standard', 'low_use', 'temporary_body', 'event', 'confiscated', 'donated', 'emergency', 'scrap', 'purchased']) },
    { name: 'handler', kind: 'text', label: 'property.handler', when: (v) => v.intake === 'confiscated' }, { name: 'purpose', kind: 'text', label: 'property.purpose', when: (v) => v.intake === 'donated' },
    pool, place, condition, { name: 'price', kind: 'yuan', label: 'property.price' }, { name: 'acquired_on', kind: 'date', label: 'property.acquired' }, { name: 'origin', kind: 'text', label: 'property.origin' },
    { name: 'count', kind: 'integer', label: 'property.count' }, { name: 'photos', kind: 'photos', label: 'property.photos', optional: true },
  ] },
]

/** Acts on one asset, offered on its card. */
export const ASSET_ACTS: readonly Act[] = [
  { name: 'asset-turn', label: 'act.asset_turn', path: '/acts/asset-turn', roles: ['keeper'], at: 'none', fields: [asset, { name: 'to', kind: 'choice', label: 'property.to', options: choices('asset', ['idle', 'in_use', 'repair']) }, condition, why] },
  { name: 'asset-place', label: 'act.asset_place', path: '/acts/asset-place', roles: ['keeper'], at: 'none', fields: [asset, pool, place, why] },
  { name: 'asset-picture', label: 'act.asset_picture', path: '/acts/asset-picture', roles: ['keeper'], at: 'none', fields: [asset, { name: 'photo', kind: 'photo', label: 'property.photos' }] },
]
