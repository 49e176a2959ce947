/** The one table: pivot over item, nature, owner level, region, age and organisation; every number opens its proof. */
import { Link } from '@tanstack/react-router'
import { Button, Drawer, Select, Table } from 'antd'
import { useCallback, useState } from 'react'
import { fileUrl, type Query } from '../api/client'
import { usePosition, useTable } from '../api/hooks'
import { useNames } from '../api/names'
import type { Cell, TableAnswer } from '../api/types'
import { decimal, instant, scaled, unitName, yuan } from '../format'
import { useText } from '../i18n'
import { columnsOf, Rows, useNarrow, type Column } from '../part/ListPage'
import { Answer, Head } from '../part/Panel'
import { ProofBadge } from '../part/ProofBadge'
import { Qty } from '../part/Qty'
import { ScopeBar } from '../part/ScopeBar'
import type { State, Verdict } from '../proof/verify'
import { useScope, type Scope } from '../scope'

const DIMENSIONS = ['category', 'item', 'nature', 'owner', 'region', 'age', 'org', 'site', 'state'] as const
type Dimension = (typeof DIMENSIONS)[number]
/** Dimensions whose values are divisions. */
const REGIONS = ['region', 'province', 'prefecture', 'county']
/** Holdings listed below one number; all of them are added up. */
const SHOWN = 200

/** Where clicking a row leads: its own key becomes scope, and the next dimension not yet shown takes its place. */
function drill(by: string[], cell: Cell): { by: string; scope: Query } {
  const rest = ['region', 'org', 'site', 'age'].filter((d) => !by.includes(d))
  return { by: [...by.slice(1), rest[0] ?? 'org'].filter((d, i, a) => a.indexOf(d) === i).join(','), scope: cell.filter }
}

/** One holding behind a number: the latest fact of its position is what proves it. */
function Line({ row, auto, onState }: { row: Cell; auto: boolean; onState: (code: string, s: State) => void }) {
  const place = row.key.at(-2) ?? ''
  const key = row.key.join('|')
  const position = usePosition(auto && place.length === 30 ? place : undefined)
  const told = useCallback((v: Verdict) => onState(key, v.state), [key, onState])
  const fact = position.data?.lots.find((l) => l.lot === row.key.at(-1))
  return (
    <tr>
      <td className="code"><Link to="/position/$position" params={{ position: place }}>{place}</Link> <span className="code dim">{row.key.at(-1)?.slice(21)}</span></td><td className="num"><Qty value={row.quantity} unit={row.unit} exact /></td>
      <td>{fact && <ProofBadge org={fact.org} index={fact.last_index} auto={auto} onVerdict={told} />}</td>
    </tr>
  )
}

/** The holdings behind one number, added up again here, each with its proof. */
function CellProof({ cell, scope, by }: { cell: Cell; scope: Query; by: string[] }) {
  const { t, lang } = useText()
  const [auto, setAuto] = useState(false)
  const [states, setStates] = useState<Record<string, State>>({})
  const onState = useCallback((code: string, s: State) => setStates((b) => (b[code] === s ? b : { ...b, [code]: s })), [])
  // What no query parameter can narrow (age, state) becomes a leading dimension, and is narrowed here.
  const rest = by.map((d, i) => ({ d, value: cell.key[i] })).filter(({ d }) => d === 'age' || d === 'state')
  const behind = useTable({ ...scope, ...cell.filter, by: [...rest.map(({ d }) => d), 'place', 'lot'].join(',') })
  return (
    <Answer ask={behind}>
      {({ rows: all }) => {
        const rows = all.filter((r) => r.unit === cell.unit && rest.every(({ value }, i) => r.key[i] === value))
        const sum = rows.reduce((n, r) => n + r.quantity, 0)
        return (
          <>
            <p>{t('table.proof_lead')}</p>
            <p><span className={`tag ${sum === cell.quantity ? 'ok' : 'red'}`}>{sum === cell.quantity ? '✓' : '✕'} {t('table.sum', { sum: `${decimal(sum)} ${unitName(cell.unit, lang)}`, cell: `${decimal(cell.quantity)} ${unitName(cell.unit, lang)}` })}</span></p>
            <p className="pick"><Button type="primary" size="small" disabled={auto} onClick={() => setAuto(true)}>{t('table.proof_all')}</Button><span data-testid="cell-proof">{t('trace.summary', { a: rows.length, b: Object.values(states).filter((s) => s === 'verified').length })}</span></p>
            <table className="t"><tbody>{rows.slice(0, SHOWN).map((r) => <Line key={r.key.join('|')} row={r} auto={auto} onState={onState} />)}</tbody></table>
            {rows.length > SHOWN && <p className="dim">{t('app.shown', { n: SHOWN })} · {t('app.of', { n: rows.length })}</p>}
          </>
        )
      }}
    </Answer>
  )
}

/** Book value: exact in the title, in ten thousands or millions of yuan on the screen. */
function Money({ fen }: { fen: number }) {
  const { lang } = useText()
  // Fen are hundredths and quantities thousandths: one more digit, and money is shortened like goods.
  const s = scaled(fen * 10, lang.startsWith('zh') ? '元' : 'CNY', lang)
  return fen ? <span title={`¥ ${yuan(fen)}`}>{s.text} <span className="sec">{s.unit}</span></span> : ''
}

function Grid({ data, onProof, onDrill }: { data: TableAnswer; onProof: (c: Cell) => void; onDrill: (c: Cell) => void }) {
  const { t, say, lang } = useText()
  const names = useNames()
  const phone = useNarrow()
  const shown = (c: Cell, i: number) => { const text = REGIONS.includes(data.columns[i].code) ? names.region(c.key[i], c.label[i]) : say(c.label[i], c.label_en[i]); return data.columns[i].code === 'age' && text ? t('table.age_years', { n: text }) : text || '—' }
  const columns: Column<Cell>[] = [
    ...data.columns.map((d, i) => ({ title: say(d.name, d.name_en), show: (c: Cell) => (i === 0 && Object.keys(c.filter).length ? <Button type="link" size="small" title={t('table.drill')} onClick={() => onDrill(c)} style={{ padding: 0 }}>{shown(c, i)}</Button> : shown(c, i)) })),
    { title: t('table.quantity'), show: (c) => <button type="button" className="plain num" style={{ color: 'var(--pri)' }} title={t('table.proof_of')} onClick={() => onProof(c)}><Qty value={c.quantity} unit={c.unit} /></button>, num: true },
    { title: t('transit.remaining'), show: (c) => (c.in_transit ? <Qty value={c.in_transit} unit={c.unit} /> : ''), num: true },
    { title: t('table.amount'), show: (c) => <Money fen={c.amount} />, num: true },
    { title: t('table.positions'), show: (c) => c.positions, num: true },
  ]
  const key = (c: Cell) => c.key.join('|') + c.unit
  if (phone && data.rows.length <= SHOWN) return (
    <>
      <Rows<Cell> rows={data.rows} columns={columns} rowKey={key} />
      {data.totals.map((x) => <div className="kv" key={x.unit}><b>{t('table.total')} <span className="sec">{unitName(x.unit, lang)}</span></b><b data-testid={`total-${x.unit}`}><Qty value={x.quantity} unit={x.unit} /></b></div>)}
    </>
  )
  return (
    <Table<Cell> size="small" rowKey={key} dataSource={data.rows} pagination={data.rows.length > 200 ? { pageSize: 100, showSizeChanger: false } : false} scroll={{ x: 'max-content' }} locale={{ emptyText: t('app.none') }}
      columns={columnsOf<Cell>(columns)}
      summary={() => data.totals.map((x) => (
        <Table.Summary.Row key={x.unit}><Table.Summary.Cell index={0} colSpan={data.columns.length}><b>{t('table.total')}</b> <span className="sec">{unitName(x.unit, lang)}</span></Table.Summary.Cell><Table.Summary.Cell index={1} align="right" className="num"><b data-testid={`total-${x.unit}`}><Qty value={x.quantity} unit={x.unit} /></b></Table.Summary.Cell><Table.Summary.Cell index={2} align="right" className="num">{x.in_transit > 0 && <Qty value={x.in_transit} unit={x.unit} />}</Table.Summary.Cell><Table.Summary.Cell index={3} align="right" className="num"><Money fen={data.rows.filter((r) => r.unit === x.unit).reduce((n, r) => n + r.amount, 0)} /></Table.Summary.Cell><Table.Summary.Cell index={4} align="right" className="num"><b>{x.positions}</b></Table.Summary.Cell></Table.Summary.Row>
      ))}
    />
  )
}

export default function TablePage() {
  const { t, say } = useText()
  const { scope, search, set } = useScope()
  const [cell, setCell] = useState<Cell | null>(null)
  const by = (search.by ?? 'item,owner').split(',').filter((d): d is Dimension => DIMENSIONS.includes(d as Dimension))
  const query = { ...scope, org: search.org, by: by.join(',') }
  const table = useTable(query)
  const down = (c: Cell) => { const next = drill(by, c); set({ by: next.by, ...(next.scope as Scope) }) }
  return (
    <>
      <Head title={t('menu.table')}>
        <ScopeBar />
        <span>{t('table.by')}</span>
        <Select mode="multiple" value={by} aria-label={t('table.by')} onChange={(v: Dimension[]) => { if (v.length) set({ by: v.join(',') }) }} options={DIMENSIONS.map((d) => ({ value: d, label: t(`table.${d}`) }))} style={{ minWidth: 180 }} />
        <span className="sp" />
        <Button href={fileUrl('/export/table.xlsx', query)}>{t('app.export')}</Button>
      </Head>
      <div className="page">
        <section className="p">
          <Answer ask={table} lines={10}>{(data) => <><Grid data={data} onProof={setCell} onDrill={down} /><div className="in l2"><span>{t('app.asof', { at: instant(data.as_of) })}</span>{data.statement && <Link to="/statements/$id" params={{ id: data.statement }}>{t('cockpit.statement')}</Link>}</div></>}</Answer>
        </section>
      </div>
      <Drawer open={!!cell} onClose={() => setCell(null)} title={cell && <>{cell.label.map((l, i) => say(l, cell.label_en[i])).join(' · ')} <Qty value={cell.quantity} unit={cell.unit} /></>} size={560} destroyOnHidden>{cell && <CellProof cell={cell} scope={{ ...scope, org: search.org }} by={by} />}</Drawer>
    </>
  )
}
