/** One book: its signed heads, verified here, optionally by rehashing every entry; and its facts. */
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { get, logText } from '../api/client'
import type { Book, Fact } from '../api/types'
import { instant } from '../format'
import { useText } from '../i18n'
import { List } from '../part/ListPage'
import { Answer, Facts, Head, Panel } from '../part/Panel'
import { ProofBadge, VerdictBadge } from '../part/ProofBadge'
import { keysOf } from '../part/proofs'
import { brief } from '../part/reading'
import type { Verdict } from '../proof/verify'

function Verify({ book }: { book: Book }) {
  const { t } = useText()
  const [verdict, setVerdict] = useState<Verdict>()
  const [busy, setBusy] = useState(false)
  const [open, setOpen] = useState(false)
  const [progress, setProgress] = useState<[number, number]>()
  const run = async (rehash: boolean) => {
    setBusy(true)
    const [{ verifyBook, verdict: close }, { httpFetch }, { pinOrigin }] = await Promise.all([import('../proof/verify'), import('../proof/tiles'), import('../proof/keys')])
    try {
      if (!pinOrigin(book.org, book.origin, localStorage)) return setVerdict(close([{ name: 'origin', ok: false, detail: book.origin }]))
      const [sha256, sm3, { keys, changed }] = await Promise.all([logText(book.org, 'checkpoint'), logText(book.org, 'gm/checkpoint'), keysOf(book.org)])
      setVerdict(await verifyBook(book.origin, { sha256: sha256 ?? undefined, sm3: sm3 ?? undefined }, keys, changed, httpFetch(book.org), localStorage, rehash ? (a, b) => setProgress([a, b]) : null))
    } catch (error) {
      setVerdict(close([{ name: 'fetch', ok: null, detail: String(error) }]))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="pick" style={{ alignItems: 'center', marginTop: 10 }}>
      <Button type="primary" loading={busy} onClick={() => void run(false)}>{t('book.verify')}</Button>
      <Button loading={busy} title={t('book.rehash_hint')} onClick={() => void run(true)}>{t('book.rehash')}</Button>
      {progress && <span aria-live="polite">{t('book.progress', { a: progress[0], b: progress[1] })}</span>}
      <VerdictBadge verdict={verdict} busy={busy} open={open} onOpen={() => setOpen(true)} onClose={() => setOpen(false)} />
    </div>
  )
}

function Checkpoints({ org }: { org: string }) {
  const notes = useQuery({ queryKey: ['/books', org, 'checkpoints'], queryFn: async () => Promise.all([logText(org, 'checkpoint'), logText(org, 'gm/checkpoint')]) })
  return <Answer ask={notes}>{([sha, gm]) => <>{[sha, gm].map((n, i) => n && <pre key={i} className="mono" style={{ whiteSpace: 'pre-wrap', margin: '0 0 10px' }}>{n}</pre>)}</>}</Answer>
}

export default function BookPage() {
  const { t, word } = useText()
  const { org } = useParams({ strict: false }) as { org: string }
  const book = useQuery({ queryKey: [`/books/${org}`], queryFn: () => get<Book>(`/books/${org}`) })
  const [from, setFrom] = useState<string>()
  return (
    <>
      <Head title={book.data?.org_name ?? org} />
      <div className="page">
        <Answer ask={book}>
          {(b) => (
            <Panel title={<span className="mono">{b.origin}</span>}>
              <Facts rows={[[t('book.size'), b.size], [t('book.signed'), b.signed_size], [t('book.at'), b.at && instant(b.at)]]} />
              <Verify book={b} />
            </Panel>
          )}
        </Answer>
        <Panel title={t('book.checkpoint')}><Checkpoints org={org} /></Panel>
        <Panel title={t('book.facts')} extra={<Input.Search placeholder={t('book.from')} aria-label={t('book.from')} inputMode="numeric" onSearch={(v) => setFrom(/^\d+$/.test(v) ? v : undefined)} style={{ width: 150 }} />} bare>
          <List<Fact> path={`/books/${org}/facts`} query={{ from }} rowKey={(f) => String(f.index)} columns={[
            { title: t('book.index'), show: (f) => <Link to="/books/$org/$index" params={{ org, index: String(f.index) }}>#{f.index}</Link>, num: true }, { title: t('book.when'), show: (f) => instant(f.at) }, { title: t('book.act'), show: (f) => word('fact', f.act) },
            { title: t('book.summary'), show: (f) => <span className="code">{brief(f.entry)}</span>, wide: true, width: 420 }, { title: t('book.by'), show: (f) => f.by.user }, { title: t('act.why'), show: (f) => f.why }, { title: t('table.proof'), show: (f) => <ProofBadge org={org} index={f.index} /> },
          ]} />
        </Panel>
      </div>
    </>
  )
}
