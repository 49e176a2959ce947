/** One storage position: what lies there, what may be done, and the five ledgers that must agree. */
import { Link, useParams } from '@tanstack/react-router'
import { Button, QRCode, Tabs } from 'antd'
import { actsFor } from '../act/acts'
import { fileUrl } from '../api/client'
import { useList, usePosition, useSession } from '../api/hooks'
import type { Held, LedgerKind, LedgerLine, Position } from '../api/types'
import { decimal, yuan } from '../format'
import { useText } from '../i18n'
import { Answer, Facts, Head, Panel } from '../part/Panel'
import { List, type Column } from '../part/ListPage'
import { ProofBadge } from '../part/ProofBadge'
import { Qty } from '../part/Qty'
import { useScope } from '../scope'

const KINDS: LedgerKind[] = ['keeper', 'card', 'statistical', 'accounting', 'lot']

function Ledger({ position, kind }: { position: string; kind: LedgerKind }) {
  const { t, word } = useText()
  const columns: Column<LedgerLine>[] = [
    { title: t('ledger.day'), show: (l) => <Link to="/books/$org/$index" params={{ org: l.org, index: String(l.index) }}>{l.day}</Link> },
    { title: t('ledger.act'), show: (l) => word('fact', l.act) },
    { title: t('ledger.note'), show: (l) => l.summary, wide: true },
    { title: t('ledger.in'), show: (l) => (l.in === null ? '' : decimal(l.in)), num: true },
    { title: t('ledger.out'), show: (l) => (l.out === null ? '' : decimal(l.out)), num: true },
    { title: t('ledger.balance'), show: (l) => <b>{decimal(l.balance)}</b>, num: true },
    ...(kind === 'accounting' ? [{ title: t('ledger.amount'), show: (l: LedgerLine) => (l.amount == null ? '' : yuan(l.amount)), num: true }] : []),
    { title: t('ledger.order'), show: (l) => l.order && <Link to="/directives/$directive" params={{ directive: l.order }} className="code">{l.order.slice(18)}</Link> },
    { title: t('ledger.by'), show: (l) => l.by },
    { title: t('depot.voucher'), show: (l) => <a href={fileUrl(`/vouchers/${l.org}/${l.index}.pdf`)} target="_blank" rel="noreferrer">PDF</a> },
    { title: t('table.proof'), show: (l) => <ProofBadge org={l.org} index={l.index} /> },
  ]
  return <List<LedgerLine> path={`/positions/${position}/ledgers`} query={{ book: kind }} columns={columns} rowKey={(l) => `${l.org}-${l.index}`} />
}

/** Latest balance of each of the five ledgers, side by side: the invariant 账账相符 in view. */
function Agreement({ position }: { position: Position }) {
  const { t } = useText()
  const last = KINDS.map((kind) => useList<LedgerLine>(`/positions/${position.code}/ledgers`, { book: kind })) // KINDS never changes, so neither does the order of hooks
  if (last.some((l) => !l.data)) return null
  const held = position.lots.reduce((n, l) => n + l.quantity, 0)
  const balances = last.map((l) => l.data!.pages[0].items[0]?.balance ?? 0)
  return balances.every((b) => b === held)
    ? <span className="tag ok">✓ {t('ledger.agree', { q: `${decimal(held)} ${position.lots[0]?.unit ?? ''}` })}</span>
    : <span className="tag red">✕ {t('ledger.differ', { list: KINDS.map((k, i) => `${t(`ledger.${k}`)} ${decimal(balances[i])}`).join('，') })}</span>
}

function LotAt({ l }: { l: Held }) {
  const { t, word, name } = useText()
  return (
    <div style={{ display: 'flex', gap: 16, flexWrap: 'wrap', marginBottom: 10 }}>
      <div style={{ flex: '1 1 320px', minWidth: 0 }}>
        <Facts rows={[
          [t('depot.quantity'), <b key="q" style={{ fontSize: 18 }}><Qty value={l.quantity} unit={l.unit} exact /></b>], [t('depot.item'), name({ name: l.item_name, name_en: l.item_name_en })], [t('depot.nature'), l.nature_name], [t('depot.owner'), word('owner', l.owner_level)], [t('depot.grade'), l.grade],
          [t('depot.harvest'), l.harvest_year], [t('depot.origin'), l.origin], [t('depot.received'), l.received_on], [t('depot.judgement'), word('judgement', l.storage_quality)],
        ]} />
        <p style={{ margin: '8px 0 0' }}>{t('depot.lot')} <Link to="/lots/$lot" params={{ lot: l.lot }} className="code">{l.lot}</Link></p>
      </div>
      <figure style={{ margin: 0, textAlign: 'center' }}><QRCode value={l.lot} size={104} bordered={false} bgColor="#fff" color="#000" /><figcaption className="dim code">{l.lot.slice(21)}</figcaption></figure>
    </div>
  )
}

function Overview({ p }: { p: Position }) {
  const { t } = useText()
  return (
    <Panel title={t('depot.overview')} hint={<><span className="code">{p.code}</span>{p.keeper && ` · ${t('depot.keeper')} ${p.keeper}`}{p.capacity !== null && <> · {t('depot.capacity', { q: decimal(p.capacity) })}</>}</>} extra={p.last_fact && <ProofBadge org={p.last_fact.org} index={p.last_fact.index} auto />}>
      {p.lots.map((l) => <LotAt key={l.lot} l={l} />)}
      {!p.lots.length && <span className="dim">{t('depot.empty')}</span>}
    </Panel>
  )
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
      <Head title={position.data ? <><Link to="/depot/$site" params={{ site: position.data.site }}>{position.data.site_name}</Link> › {position.data.name}</> : code}>
        <span className="sp" />
        <Button href={fileUrl(`/positions/${code}/card.pdf`)} target="_blank">{t('depot.card')} PDF</Button>
      </Head>
      <div className="page">
        {mine && actsFor(user.roles, 'position').length > 0 && (
          <Panel title={t('depot.acts')}><div className="pick">{actsFor(user.roles, 'position').map((a) => <Link key={a.name} to="/act/$act" params={{ act: a.name }} search={{ position: code, ...(position.data?.lots[0] ? { lot: a.name === 'receive' ? undefined : position.data.lots[0].lot, holding: `${code}#${position.data.lots[0].lot}` } : {}) }}><Button>{t(a.label)}</Button></Link>)}</div></Panel>
        )}
        <Answer ask={position}>
          {(p) => (
            <>
              <Overview p={p} />
              <Panel title={t('ledger.title')} extra={<Agreement position={p} />} bare>
                <Tabs activeKey={search.tab ?? 'keeper'} onChange={(tab) => set({ tab })} tabBarStyle={{ padding: '0 14px', marginBottom: 0 }} items={KINDS.map((k) => ({ key: k, label: t(`ledger.${k}`), children: <Ledger position={code} kind={k} /> }))} />
              </Panel>
            </>
          )}
        </Answer>
      </div>
    </>
  )
}
