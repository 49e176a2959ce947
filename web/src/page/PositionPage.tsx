/** One storage position: what lies there, what may be done, and the five ledgers that must agree. */
import { Link, useParams } from '@tanstack/react-router'
import { Button, QRCode, Tabs } from 'antd'
import { useActDrawer } from '../act/ActDrawer'
import { actsFor, ROW_ACTS } from '../act/acts'
import { fileUrl } from '../api/client'
import { useAgreement, usePosition, useSession } from '../api/hooks'
import { useNames } from '../api/names'
import type { Holding, LedgerKind, LedgerLine, Position, Round } from '../api/types'
import { decimal, yuan } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { Answer, Facts, Head, Panel } from '../part/Panel'
import { List, type Column } from '../part/ListPage'
import { ProofBadge } from '../part/ProofBadge'
import { Qty } from '../part/Qty'
import { Region } from '../part/Region'
import { useScope } from '../scope'

const KINDS: LedgerKind[] = ['keeper', 'card', 'statistical', 'accounting', 'lot']

function Ledger({ position, kind }: { position: string; kind: LedgerKind }) {
  const { t, say } = useText()
  const columns: Column<LedgerLine>[] = [
    { title: t('ledger.day'), show: (l) => (l.index == null ? l.day.slice(0, 7) : <Link to="/books/$org/$index" params={{ org: l.org, index: String(l.index) }}>{l.day}</Link>) },
    { title: t('ledger.act'), show: (l) => say(l.kind_name, l.kind_name_en) },
    { title: t('depot.lot'), less: true, show: (l) => <Link to="/lots/$lot" params={{ lot: l.lot }} className="code">{l.lot.slice(21)}</Link> },
    ...(kind === 'lot' ? [{ title: t('depot.position'), show: (l: LedgerLine) => <span className="code">{l.position.slice(18)}</span> }] : []),
    { title: t('ledger.in'), show: (l) => (l.in == null ? '' : decimal(l.in)), num: true },
    { title: t('ledger.out'), show: (l) => (l.out == null ? '' : decimal(l.out)), num: true },
    { title: t('ledger.balance'), show: (l) => <b>{decimal(l.balance)}</b>, num: true },
    ...(kind === 'accounting' ? [{ title: t('ledger.amount'), show: (l: LedgerLine) => yuan(l.amount), num: true }] : []),
    { title: t('ledger.order'), show: (l) => l.order && <Link to="/directives/$directive" params={{ directive: l.order }} className="code">{l.order.slice(18)}</Link> },
    { title: t('act.counterparty'), show: (l) => l.counterpart, less: true },
    { title: t('ledger.by'), show: (l) => l.by, less: true },
    { title: t('depot.voucher'), show: (l) => l.index != null && <a href={fileUrl(`/vouchers/${l.org}/${l.index}.pdf`)} target="_blank" rel="noreferrer">PDF</a> },
    { title: t('table.proof'), show: (l) => l.index != null && <ProofBadge org={l.org} index={l.index} /> },
  ]
  return <List<LedgerLine> path={`/positions/${position}/ledgers`} query={{ book: kind }} columns={columns} rowKey={(l) => `${l.org}-${l.index}-${l.day}-${l.kind}-${l.lot}-${l.position}-${l.balance}`} />
}

/** What each of the five ledgers says of every lot here: the invariant 账账相符 in view. */
function Five({ position }: { position: string }) {
  const { t } = useText()
  const ask = useAgreement(position)
  const kinds = ['keeper', 'card', 'statistical', 'accounting', 'lot_chain'] as const
  return (
    <Answer ask={ask}>
      {({ items }) => {
        const wrong = items.filter((a) => !a.agrees)
        return wrong.length
          ? <div className="in">{wrong.map((a) => <div key={a.lot} className="tag red">✕ {a.lot.slice(21)} {t('ledger.differ', { list: kinds.map((k) => `${t(`ledger.${k === 'lot_chain' ? 'lot' : k}`)} ${decimal(a[k])}`).join('，') })}</div>)}</div>
          : <div className="in"><span className="tag ok">✓ {t('ledger.agree', { q: items.map((a) => decimal(a.keeper)).join('，') || '0' })}</span></div>
      }}
    </Answer>
  )
}

function LotAt({ l }: { l: Holding }) {
  const { t, word, name } = useText()
  const names = useNames()
  const user = useSession().data?.user
  const { open, drawer } = useActDrawer()
  const act = l.held ? ROW_ACTS.release : ROW_ACTS.hold
  const mayHold = user && l.org === user.org && holds(user, ...act.roles)
  return (
    <div style={{ display: 'flex', gap: 16, flexWrap: 'wrap', marginBottom: 10 }}>
      <div style={{ flex: '1 1 320px', minWidth: 0 }}>
        <Facts rows={[
          [t('depot.quantity'), <b key="q" style={{ fontSize: 18 }}><Qty value={l.quantity} unit={l.unit} exact /></b>], [t('depot.item'), name({ name: l.item_name, name_en: l.item_name_en })], [t('depot.nature'), names.nature(l.nature, l.nature_name)], [t('depot.owner'), names.owner(l.owner, l.owner_name)], [t('depot.grade'), names.grade(l.item, l.grade)],
          [t('depot.harvest'), l.harvest_year], [t('depot.origin'), l.origin && <Region key="o" code={l.origin} />], [t('depot.received'), l.received_on], [t('depot.judgement'), l.judgement && <span key="j" className={l.judgement === 'suitable' ? '' : 'amb'}>{l.judgement === 'suitable' ? '' : '▲ '}{word('judgement', l.judgement)}</span>], [t('depot.tested'), l.tested_on], [t('depot.value'), `¥ ${yuan(l.amount)}`], [t('depot.expires'), l.expires_on], [t('lot.hold'), l.held && <span key="h" className="tag amb">{l.held}</span>],
        ]} />
        <p style={{ margin: '8px 0 0' }} className="pick"><ProofBadge org={l.org} index={l.last_index} auto /> <span>{t('depot.lot')} <Link to="/lots/$lot" params={{ lot: l.lot }} className="code">{l.lot}</Link></span>{mayHold && <Button size="small" onClick={() => open(act, { lot: l.lot })}>{t(act.label)}</Button>}</p>
        {drawer}
      </div>
      <figure style={{ margin: 0, textAlign: 'center' }}><QRCode value={l.lot} size={104} bordered={false} bgColor="#fff" color="#000" /><figcaption className="dim code">{l.lot.slice(21)}</figcaption></figure>
    </div>
  )
}

function Overview({ p }: { p: Position }) {
  const { t, word } = useText()
  return (
    <Panel title={t('depot.overview')} hint={<><span className="code">{p.code}</span> · {word('form', p.form)} · {t('depot.keeper')} {p.keeper} · {t('depot.capacity', { q: decimal(p.capacity) })}</>}>
      {p.lots.map((l) => <LotAt key={l.lot} l={l} />)}
      {!p.lots.length && <span className="dim">{t('depot.empty')}</span>}
      {p.free_from && <p className="amb">▲ {t('depot.free_from')} {p.free_from}</p>}
    </Panel>
  )
}

/** What keepers saw here, newest first. */
function Rounds({ position }: { position: string }) {
  const { t } = useText()
  const tenths = (value: number | null | undefined, unit: string) => (value == null ? '' : `${decimal(value * 100, 1)} ${unit}`)
  const columns: Column<Round>[] = [
    { title: t('keeping.day'), show: (r) => <Link to="/books/$org/$index" params={{ org: r.org, index: String(r.index) }}>{r.day}</Link> },
    { title: t('keeping.layers'), show: (r) => r.highest != null && <span title={r.layers.map((l, i) => `${t('keeping.layer', { n: i + 1 })} ${t('keeping.highest')} ${decimal(l.highest * 100, 1)} ${t('keeping.mean')} ${decimal(l.mean * 100, 1)}`).join('；')}>{t('keeping.highest')} {tenths(r.highest, '℃')}，{t('keeping.mean')} {tenths(r.mean, '℃')}</span> },
    { title: t('keeping.headspace'), show: (r) => tenths(r.headspace, '℃'), num: true }, { title: t('keeping.air'), show: (r) => tenths(r.air, '℃'), num: true }, { title: t('keeping.moisture'), show: (r) => tenths(r.moisture, '%'), num: true },
    { title: t('keeping.density'), show: (r) => r.density, num: true }, { title: t('keeping.oxygen'), show: (r) => tenths(r.oxygen, '%'), num: true }, { title: t('keeping.phosphine'), show: (r) => r.phosphine != null && decimal(r.phosphine), num: true },
    { title: t('keeping.note'), show: (r) => r.note, wide: true }, { title: t('keeping.by'), show: (r) => r.by }, { title: t('table.proof'), show: (r) => <ProofBadge org={r.org} index={r.index} /> },
  ]
  return <List<Round> path="/rounds" query={{ position }} columns={columns} rowKey={(r) => String(r.index)} />
}

export default function PositionPage() {
  const { t } = useText()
  const { position: code } = useParams({ strict: false }) as { position: string }
  const { search, set } = useScope()
  const position = usePosition(code)
  const session = useSession()
  const user = session.data?.user
  const mine = user && code.startsWith(user.org)
  return (
    <>
      <Head title={position.data ? <><Link to="/depot/$site" params={{ site: position.data.site }}>{position.data.org_name}</Link> › {position.data.name}</> : code}>
        <span className="sp" />
        <Button href={fileUrl(`/positions/${code}/card.pdf`)} target="_blank">{t('depot.card')} PDF</Button>
        <Button href={fileUrl(`/positions/${code}/ledger.pdf`)} target="_blank">{t('cost.ledger')} PDF</Button>
      </Head>
      <div className="page">
        {mine && actsFor(user.roles, 'position').length > 0 && (
          <Panel title={t('depot.acts')}><div className="pick">{actsFor(user.roles, 'position').map((a) => <Link key={a.name} to="/act/$act" params={{ act: a.name }} search={{ position: code, ...(position.data?.lots[0] ? { lot: a.name === 'receive' ? undefined : position.data.lots[0].lot, holding: `${code}#${position.data.lots[0].lot}` } : {}) }}><Button>{t(a.label)}</Button></Link>)}</div></Panel>
        )}
        <Answer ask={position}>
          {(p) => (
            <>
              <Overview p={p} />
              <Panel title={t('keeping.rounds')} bare><Rounds position={code} /></Panel>
              <Panel title={t('ledger.title')} bare>
                <Five position={code} />
                <Tabs activeKey={search.tab ?? 'keeper'} onChange={(tab) => set({ tab })} tabBarStyle={{ padding: '0 14px', marginBottom: 0 }} items={KINDS.map((k) => ({ key: k, label: t(`ledger.${k}`), children: <Ledger position={code} kind={k} /> }))} />
              </Panel>
            </>
          )}
        </Answer>
      </div>
    </>
  )
}
