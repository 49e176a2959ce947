/** One statement: its totals and roots, the file verified here, and whether a position of one's own is inside. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { fileUrl, get, getText } from '../api/client'
import type { HoldingProof, Page, Statement, StatementTotal } from '../api/types'
import { decimal, instant } from '../format'
import { useText } from '../i18n'
import { Rows } from '../part/ListPage'
import { Answer, Facts, Head, Panel } from '../part/Panel'
import { VerdictBadge } from '../part/ProofBadge'
import { statementKeys } from '../part/proofs'
import { Qty } from '../part/Qty'
import type { Step, Verdict } from '../proof/verify'

/** Runs a verification and keeps its verdict; what cannot be had leaves it incomplete. */
function useCheck() {
  const [verdict, setVerdict] = useState<Verdict>()
  const [busy, setBusy] = useState(false)
  const [open, setOpen] = useState(false)
  const run = async (work: () => Promise<Verdict>) => {
    setBusy(true)
    try {
      setVerdict(await work())
    } catch (error) {
      setVerdict({ state: 'incomplete', steps: [{ name: 'fetch', ok: null, detail: String(error) }] })
    } finally {
      setBusy(false)
    }
  }
  return { run, busy, badge: <VerdictBadge verdict={verdict} busy={busy} open={open} onOpen={() => setOpen(true)} onClose={() => setOpen(false)} /> }
}

function CheckFile({ id }: { id: string }) {
  const { t } = useText()
  const { run, busy, badge } = useCheck()
  const check = () => run(async () => {
    const { verifyStatement } = await import('../proof/statement')
    const [file, found] = await Promise.all([getText(`/statements/${id}/file`), statementKeys()])
    return verifyStatement(file, found.keys)
  })
  return <div className="pick"><Button type="primary" loading={busy} onClick={() => void check()}>{t('statement.check')}</Button>{badge}</div>
}

/** Whether what lies at a position is inside the totals, in both suites. */
function CheckPosition({ id }: { id: string }) {
  const { t } = useText()
  const { run, busy, badge } = useCheck()
  const [found, setFound] = useState<HoldingProof[]>([])
  const check = (position: string) => run(async () => {
    const [{ verifySumProof }, { verdict }] = await Promise.all([import('../proof/statement'), import('../proof/verify')])
    const [proofs, keys] = await Promise.all([get<Page<HoldingProof>>(`/statements/${id}/proof`, { position }), statementKeys()])
    setFound(proofs.items)
    const steps = proofs.items.flatMap((h) => [h.sha256, h.sm3].flatMap((file): Step[] => {
      const v = verifySumProof(file, keys.keys)
      const own = v.proof?.data === `${position} ${h.lot}` && v.proof.quantity === BigInt(h.quantity)
      return [...v.steps, { name: 'position', suite: v.proof?.suite, ok: own, detail: `${position} ${h.lot} ${decimal(h.quantity)}` }]
    }))
    return verdict(steps)
  })
  return (
    <>
      <div className="pick"><Input.Search aria-label={t('statement.position')} placeholder={t('statement.position')} loading={busy} enterButton={t('statement.check')} maxLength={30} style={{ width: 420, maxWidth: '100%' }} onSearch={(v) => { if (v.trim()) void check(v.trim().toUpperCase()) }} />{badge}</div>
      {found.map((h) => <div key={h.lot} className="code">{h.lot} {decimal(h.quantity)}</div>)}
    </>
  )
}

export default function StatementPage() {
  const { t } = useText()
  const { id } = useParams({ strict: false }) as { id: string }
  const statement = useQuery({ queryKey: [`/statements/${id}`], queryFn: () => get<Statement>(`/statements/${id}`) })
  return (
    <>
      <Head title={statement.data ? `${t('statement.title')} ${statement.data.day}` : t('statement.title')}><span className="sp" /><Button href={fileUrl(`/statements/${id}/statement.pdf`)} target="_blank">{t('statement.title')} PDF</Button><Button href={fileUrl(`/statements/${id}/file`)}>{t('statement.file')}</Button></Head>
      <div className="page">
        <Answer ask={statement}>
          {(s) => (
            <>
              <Panel title={t('statement.check')}>
                <Facts rows={[[t('statement.made'), instant(s.made_at)], [t('statement.node'), s.node], [t('statement.books'), s.books], [t('statement.positions'), s.positions], [`${t('statement.root')} SHA-256`, <span key="a" className="mono">{s.root_sha256}</span>], [`${t('statement.root')} SM3`, <span key="b" className="mono">{s.root_sm3}</span>]]} />
                <div style={{ marginTop: 10 }}><CheckFile id={id} /></div>
              </Panel>
              <Panel title={t('statement.inside')}><CheckPosition id={id} /></Panel>
              <Panel title={t('statement.totals')} hint={s.groups} bare>
                <Rows<StatementTotal> rowKey={(x) => x.key} rows={s.totals} page={100} columns={[
                  { title: t('depot.item'), show: (x) => x.name }, { title: t('depot.nature'), show: (x) => x.nature_name }, { title: t('depot.owner'), show: (x) => x.owner_name }, { title: t('depot.region'), show: (x) => x.region_name },
                  { title: t('depot.quantity'), show: (x) => <Qty value={x.quantity} unit={x.unit} exact />, num: true }, { title: t('statement.positions'), show: (x) => x.positions, num: true }, { title: t('statement.books'), show: (x) => x.books, num: true },
                ]} />
              </Panel>
            </>
          )}
        </Answer>
      </div>
    </>
  )
}
