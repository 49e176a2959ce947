/** A small made-up node that answers like the API, for looking at rooms and for component tests. Never part of the console. */
import type * as T from '../src/api/types'
import { utf8 } from '../src/proof/bytes'
import { makeBook } from './book'

const NOW = 1_795_323_600_000_000
const DAY = 86_400_000_000
let seed = 11
const rnd = () => (seed = (seed * 16807) % 2147483647) / 2147483647
const pick = <X>(list: readonly X[]) => list[Math.floor(rnd() * list.length)]

const REGIONS: [string, string, number, number][] = [['110000', '北京市', 116.5, 40.2], ['130000', '河北省', 115.5, 38.5], ['230000', '黑龙江省', 127.5, 47], ['330000', '浙江省', 120, 29.2], ['340000', '安徽省', 117.2, 31.8], ['370000', '山东省', 118.3, 36.3], ['410000', '河南省', 113.6, 33.9], ['440000', '广东省', 113.4, 23.4], ['510000', '四川省', 102.7, 30.6], ['650000', '新疆维吾尔自治区', 85.2, 41.1]]
const ITEMS = [['wheat', '小麦', 'Wheat', '吨'], ['paddy', '稻谷', 'Paddy', '吨'], ['maize', '玉米', 'Maize', '吨'], ['oil', '食用植物油', 'Edible oil', '吨'], ['tent', '救灾帐篷', 'Relief tents', '顶']] as const
const NATURES = [['110', '中央储备', 'Central reserve'], ['121', '省级储备', 'Provincial reserve'], ['122', '市级储备', 'City reserve'], ['200', '商品粮', 'Commercial']] as const

const orgs = REGIONS.map(([code, name], i): T.Organisation => ({ code: `91${code}MA1${String(i).padStart(6, '0')}X${i % 10}`.slice(0, 18), name: `${name}演示直属库`, kind: 'depot', region: code, region_name: name, parent: null }))
const positions: T.Position[] = []
const sites = orgs.flatMap((o, i) => [1, 2].map((k): T.Site & { lon: number; lat: number } => {
  const code = `${o.code}${String(k).padStart(3, '0')}`
  const warehouses = [1, 2, 3].map((w): T.Warehouse => {
    const wc = `${code}${String(w).padStart(4, '0')}`
    const inside = [1, 2].map((n): T.Position => {
      const item = pick(ITEMS)
      const nature = pick(NATURES)
      const full = rnd() > 0.15
      const p: T.Position = { code: `${wc}001${String(n).padStart(2, '0')}`, name: `${w} 号仓 ${n} 货位`, site: code, site_name: `${o.name}${k}区`, warehouse: wc, item: full ? item[0] : null, item_name: full ? item[1] : null, lot: full ? `${code}L20260000${w}` : null, nature: nature[0], nature_name: nature[1], owner: nature[0] === '110' ? 'central' : 'province', grade: '二等', harvest_year: 2024 + (n % 2), origin: '河南省周口市', quantity: full ? Math.floor(rnd() * 9_000_000) : 0, unit: item[3], keeper: '王某', judgement: 'suitable', last_fact: { org: o.code, index: (w * 3 + n) % 20, at: NOW - w * DAY } }
      positions.push(p)
      return p
    })
    return { code: wc, name: `${w} 号仓`, kind: 'flat', capacity: 12_000_000, unit: '吨', positions: inside }
  })
  const [, , lon, lat] = REGIONS[i]
  return { code, name: `${o.name}${k}区`, kind: 'grain', org: o.code, org_name: o.name, region: o.region, region_name: o.region_name, address: '演示路 1 号', positions: 6, totals: [{ name: '小麦', unit: '吨', quantity: 13_400_000 }], warehouses, lon: lon + rnd() * 2 - 1, lat: lat + rnd() * 1.6 - 0.8 }
}))

const ACTS = ['stock.receive', 'stock.test', 'stock.move', 'stock.issue', 'stock.count.close', 'directive.approve'] as const
const books = new Map(orgs.map((o) => {
  const origin = `demo/book/${o.code}`
  const entries = Array.from({ length: 20 }, (_, n) => JSON.stringify({ v: 1, book: origin, n, at: NOW - (20 - n) * 40 * DAY, act: ACTS[n % ACTS.length], by: { user: 'u-wang', org: o.code }, order: null, key: `k${n}`, why: null, body: { quantity: 1000 * n } }))
  return [o.code, { entries, book: makeBook(origin, entries.map(utf8)), origin }] as const
}))
const factLine = (o: T.Organisation, index: number): T.FactLine => ({ org: o.code, org_name: o.name, index, at: NOW - (20 - index) * 40 * DAY, act: ACTS[index % ACTS.length], by: '王某', order: index % 6 === 3 ? `${o.code}D202600001` : null, summary: `小麦 ${index * 12}.5 吨，3 号仓 1 货位`, summary_en: `wheat ${index * 12}.5 t, warehouse 3 position 1`, quantity: index * 12_500, unit: '吨', position: positions[index].code })
const transit = orgs.slice(0, 5).map((_, i): T.Transit => ({ code: `${sites[i].code}C202600001`, from: sites[i].code, from_name: sites[i].name, to: sites[i + 6].code, to_name: sites[i + 6].name, item: 'wheat', item_name: '小麦', quantity: 1_200_000, arrived: i * 260_000, unit: '吨', dispatched_at: NOW - i * DAY, due: '2026-11-28', status: i === 2 ? 'disputed' : 'under_way' }))
const directives = orgs.slice(0, 4).map((o, i): T.Directive => ({ code: `${o.code}D20260000${i + 1}`, org: o.code, org_name: o.name, kind: 'release', executor: o.code, executor_name: o.name, item: 'wheat', item_name: '小麦', nature: '110', quantity: 5_000_000, used: i * 1_000_000, unit: '吨', reason: '轮换出库', status: (['issued', 'approved', 'revoked', 'done'] as const)[i], issued_by: '李某', issued_at: NOW - DAY, approved_by: i ? '张某' : null, approved_at: i ? NOW : null, valid_to: '2026-12-31' }))

const list = <D>(items: D[]): T.Page<D> => ({ items, next: null, total: items.length })
const session = (role: string): T.Session => ({ user: { id: 'u-1', name: '张某', org: role === 'keeper' ? orgs[0].code : '11110000000000000X', org_name: role === 'keeper' ? orgs[0].name : '国家粮食和物资储备局（演示）', roles: [role], regions: ['000000'] }, must_change_password: false, must_enrol_totp: false, synthetic: true })

function situation(): T.Situation {
  const q = (f: number) => Math.floor(f * 1e7)
  return {
    at: NOW, totals: [['wheat', 1286.4, 1300, 41.2], ['paddy', 938.72, 936, 2.15], ['oil', 52.06, 60, 3.4], ['tent', 4.126, null, 0]].map(([c, v, p, w]) => { const i = ITEMS.find((x) => x[0] === c)!; return { pack: 'grain', commodity: String(c), name: i[1], name_en: i[2], unit: i[3], quantity: q(Number(v)), planned: p === null ? null : q(Number(p)), in_transit: q(Number(w)) } }),
    provinces: REGIONS.map(([region, name], i) => ({ region, name, sites: 2, quantities: { wheat: i * 31_000_000, paddy: 400_000_000 - i * 3_000_000 } })),
    trend: { commodity: 'wheat', unit: '吨', days: Array.from({ length: 30 }, (_, i) => ({ day: `2026-${i < 8 ? '10' : '11'}-${String(i < 8 ? 24 + i : i - 7).padStart(2, '0')}`, in: q(2.6 + 1.6 * Math.sin(i / 5)), out: q(1.9 + 0.8 * Math.cos(i / 7)), stock: q(1268 + i * 0.6) })) },
    transit, facts: orgs.map((o, i) => factLine(o, 19 - i)), freshness: { books: 10, fresh: 9, newest: NOW }, proof: { books: 10, facts: 200, checkpoint_at: NOW, statement: 's1', statement_day: '2026-11-21' },
  }
}

function table(by: string[]): T.TableAnswer {
  const rows = new Map<string, T.Cell>()
  const value = (p: T.Position, d: string) => ({ item: p.item, nature: p.nature, owner: p.owner, region: '410000', age: p.harvest_year ? 2026 - p.harvest_year + 1 : null, org: p.code.slice(0, 18) })[d] ?? null
  const label = (p: T.Position, d: string) => ({ item: p.item_name, nature: p.nature_name, region: '河南省', org: p.site_name })[d] ?? String(value(p, d))
  for (const p of positions.filter((x) => x.item)) {
    const key = by.map((d) => value(p, d))
    const id = key.join('|') + p.unit
    const row = rows.get(id) ?? { key, label: by.map((d) => label(p, d) ?? ''), quantity: 0, unit: p.unit, positions: 0, filter: Object.fromEntries(by.map((d, i) => [d, String(key[i])])) }
    rows.set(id, { ...row, quantity: row.quantity + p.quantity, positions: row.positions + 1 })
  }
  const all = [...rows.values()]
  return { columns: by.map((code) => ({ code, name: code })), rows: all, totals: ['吨', '顶'].map((unit) => ({ unit, quantity: all.filter((r) => r.unit === unit).reduce((n, r) => n + r.quantity, 0), positions: all.filter((r) => r.unit === unit).length })), statement: 's1', as_of: NOW }
}

export type Answer = { status: number; body: unknown }
const ok = (body: unknown): Answer => ({ status: 200, body })
const refuse = (status: number, code: string, title: string, errors: unknown[] = []): Answer => ({ status, body: { type: 'about:blank', title, title_en: code, status, code, detail: '', mend: '请改正后再提交', mend_en: 'Correct it and submit again', errors } })

let role: string | null = process.env.INRS_MOCK_ROLE ?? null

/** Answers one request below `/api/v1`. */
export async function handle(method: string, path: string, query: URLSearchParams, body: Record<string, unknown>): Promise<Answer> {
  const [, room, id, more, index, last] = path.split('/')
  if (room === 'session') {
    if (method === 'DELETE') { role = null; return ok({}) }
    if (method === 'POST' && !id) {
      if (body.password !== 'demo') return refuse(401, 'login_failed', '用户名或密码不对')
      if (String(body.username).includes('admin') && !body.code) return refuse(401, 'second_factor_required', '需要动态口令')
      role = String(body.username)
    }
    return role ? ok(session(role)) : refuse(401, 'no_session', '请先登录')
  }
  if (room === 'acts') {
    if (!body.quantity && id !== 'test') return refuse(422, 'invalid', '数量不能为空', [{ field: 'quantity', detail: '请填写数量' }])
    return ok({ receipt: { book: books.get(orgs[0].code)!.origin, org: orgs[0].code, index: 19, leaf_sha256: 'ab'.repeat(32), leaf_sm3: 'cd'.repeat(32), act: `stock.${id}` } })
  }
  switch (room) {
    case 'situation': return ok(situation())
    case 'map': return ok({ columns: ['code', 'name', 'kind', 'lon', 'lat', 'region', 'status'], rows: sites.map((s) => [s.code, s.name, s.kind, s.lon, s.lat, s.region, 'normal']) })
    case 'table': return ok(table((query.get('by') ?? 'item').split(',')))
    case 'regions': return ok(list(query.get('parent') ? [] : REGIONS.map(([code, name]) => ({ code, name, level: 1, parent: null }))))
    case 'items': return ok(list(ITEMS.map(([code, name, name_en, unit]) => ({ code, name, name_en, unit, pack: 'grain' }))))
    case 'natures': return ok(list(NATURES.map(([code, name, name_en]) => ({ code, name, name_en }))))
    case 'packs': return id ? ok({ items: ITEMS.map(([code, name, name_en, unit]) => ({ code, name, name_en, unit, pack: 'grain', confirmed: code !== 'oil' })) }) : ok(list([{ id: 'grain', version: '1', name: '粮食', name_en: 'Grain', items: 5, unconfirmed: 1, active: true }]))
    case 'organisations': return ok(list(orgs))
    case 'sites': return id ? ok(sites.find((s) => s.code === id)) : ok(list(sites))
    case 'positions': {
      if (!id) { const item = query.get('item'); return ok(list(positions.filter((p) => (!item || p.item === item) && (!query.get('nature') || p.nature === query.get('nature'))))) }
      const p = positions.find((x) => x.code === id)!
      if (more !== 'ledgers') return ok(p)
      return ok(list(Array.from({ length: 6 }, (_, i): T.LedgerLine => ({ index: 5 - i, org: p.code.slice(0, 18), at: NOW - i * 30 * DAY, day: `2026-0${9 - i}-12`, act: i === 5 ? 'stock.receive' : 'stock.issue', summary: '轮换', voucher: null, order: null, in: i === 5 ? p.quantity + 500_000 : null, out: i === 5 ? null : 100_000, balance: p.quantity + i * 100_000, by: '王某' }))))
    }
    case 'lots': {
      const lots = positions.filter((p) => p.lot).map((p): T.Lot => ({ code: p.lot!, item: p.item!, item_name: p.item_name!, nature: p.nature!, nature_name: p.nature_name!, owner: p.owner!, grade: p.grade, harvest_year: p.harvest_year, origin: p.origin, quantity: p.quantity, unit: p.unit, received: '2026-03-12', positions: [{ code: p.code, quantity: p.quantity }], judgement: 'suitable', org: p.code.slice(0, 18), site: p.site, site_name: p.site_name }))
      if (!id) return ok(list(lots))
      if (more === 'trace') return ok(list([2, 7, 9, 13, 19].map((n) => factLine(orgs.find((o) => id.startsWith(o.code))!, n))))
      return ok(lots.find((l) => l.code === id))
    }
    case 'consignments': return ok(list(transit))
    case 'directives': return id ? ok(directives.find((d) => d.code === id)) : ok(list(directives))
    case 'counts': return ok(list([]))
    case 'keys': return ok(list(books.get(query.get('org') ?? '')!.book.vkeys.map((vkey) => ({ org: query.get('org'), vkey }))))
    case 'books': {
      const o = orgs.find((x) => x.code === id)
      if (!o) return ok(list(orgs.map((x) => ({ org: x.code, org_name: x.name, origin: books.get(x.code)!.origin, size: 20, signed_size: 20, at: NOW, home: true }))))
      const b = books.get(o.code)!
      if (more !== 'facts') return ok({ org: o.code, org_name: o.name, origin: b.origin, size: 20, signed_size: 20, at: NOW, home: true })
      if (index === undefined) return ok(list(b.entries.map((_, n) => factLine(o, n)).reverse()))
      const n = Number(index)
      if (last === 'proof') return ok({ sha256: b.book.proof('sha256', n, 20), sm3: b.book.proof('sm3', n, 20) })
      return ok({ entry: b.entries[n], org: o.code, origin: b.origin, index: n, at: NOW, act: ACTS[n % ACTS.length], by: { user: 'u-wang', org: o.code }, order: null })
    }
    case 'statements': return ok(list([{ id: 's1', day: '2026-11-21', region: null, made_at: NOW, by: '系统', books: 10, positions: 100, root_sha256: 'ab'.repeat(32), root_sm3: 'cd'.repeat(32), totals: [] }]))
    case 'users': return ok(list([{ id: 'u-1', name: '张某', org: orgs[0].code, org_name: orgs[0].name, roles: ['keeper'], regions: [], disabled: false, totp: false, last_seen: NOW }]))
    case 'tokens': return ok(list([]))
    default: return refuse(404, 'not_found', '没有这个地址')
  }
}

/** Raw files below `/log/<org>/`. */
export async function log(path: string): Promise<Uint8Array | string | null> {
  const [, , org, ...rest] = path.split('/')
  const b = books.get(org)?.book
  const file = rest.join('/')
  if (!b) return null
  if (file === 'checkpoint') return b.checkpoint('sha256', 20)
  if (file === 'gm/checkpoint') return b.checkpoint('sm3', 20)
  return b.fetch(file)
}
