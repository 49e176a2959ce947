/** Importing spreadsheets: a template for each kind, a file tried first, its mistakes by row and column, then imported whole or not at all. */
import { useQuery } from '@tanstack/react-query'
import { Button, Progress, Select } from 'antd'
import { useRef, useState } from 'react'
import { fileUrl, get, send } from '../api/client'
import { useSession } from '../api/hooks'
import type { ImportJob, ImportMistake } from '../api/types'
import { useText, type Key } from '../i18n'
import { holds } from '../menu'
import { Head, Panel, Refusal } from '../part/Panel'
import { OrgFilter } from '../part/filters'
import { Rows } from '../part/ListPage'
import { useScope } from '../scope'

/** What may be imported here and by whom; the server decides. */
const KINDS: readonly { kind: string; roles: readonly string[] }[] = [
  { kind: 'organisations', roles: ['bureau_officer'] }, { kind: 'sites', roles: ['bureau_officer', 'depot_manager'] }, { kind: 'warehouses', roles: ['bureau_officer', 'depot_manager'] }, { kind: 'bays', roles: ['bureau_officer', 'depot_manager'] },
  { kind: 'positions', roles: ['bureau_officer', 'depot_manager'] }, { kind: 'lots', roles: ['statistician', 'depot_manager'] }, { kind: 'tests', roles: ['tester'] }, { kind: 'plans', roles: ['bureau_officer', 'depot_manager'] }, { kind: 'assets', roles: ['keeper'] },
]

export default function ImportPage() {
  const { t, word, say } = useText()
  const { search, set } = useScope()
  const user = useSession().data?.user
  const input = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<File | null>(null)
  const [begun, setBegun] = useState<ImportJob | null>(null)
  const [error, setError] = useState<unknown>(null)
  const kinds = KINDS.filter((k) => user && holds(user, ...k.roles)).map((k) => k.kind)
  const kind = search.tab && kinds.includes(search.tab) ? search.tab : kinds[0]
  const asked = useQuery({ queryKey: ['/import-jobs', begun?.id], queryFn: () => get<ImportJob>(`/import-jobs/${begun?.id}`), enabled: !!begun, refetchInterval: (q) => (q.state.data && q.state.data.state !== 'running' ? false : 500) })
  const job = begun && (asked.data ?? begun)
  const running = job?.state === 'running'
  const choose = (next: File | null) => { setFile(next); setBegun(null); setError(null) }
  const start = async (dryRun: boolean) => {
    setError(null)
    try {
      setBegun(await send<ImportJob>(`/imports/${kind}`, { org: search.org, name: file?.name, dry_run: String(dryRun) }, file as Blob))
    } catch (e) {
      setBegun(null)
      setError(e)
    }
  }
  return (
    <>
      <Head title={t('menu.import')}><OrgFilter /></Head>
      <div className="page">
        <Panel title={t('import.what')}>
          <p className="sec">{t('import.how')}</p>
          <div className="pick">
            <Select value={kind} aria-label={t('import.kind')} onChange={(tab) => { set({ tab }); choose(null) }} options={kinds.map((k) => ({ value: k, label: t(`import.${k}` as Key) }))} style={{ minWidth: 180 }} />
            <Button href={fileUrl(`/imports/${kind}/template.xlsx`)}>{t('import.template')}</Button>
            <Button onClick={() => input.current?.click()} disabled={running}>{file ? file.name : t('import.file')}</Button>
            <input ref={input} type="file" accept=".xlsx,.csv" hidden aria-label={t('import.file')} onChange={(e) => { choose(e.target.files?.[0] ?? null); e.target.value = '' }} />
            <Button type="primary" disabled={!file || running} onClick={() => void start(true)}>{t('import.try')}</Button>
            <Button disabled={!file || running || job?.state !== 'done' || !job.dry_run} onClick={() => void start(false)}>{t('import.do')}</Button>
          </div>
          <p className="l2">{t('import.items')}</p>
        </Panel>
        {error !== null && <Refusal error={error} />}
        {job && (
          <Panel title={`${t(`import.${job.kind}` as Key)} · ${job.name}`} hint={job.dry_run ? t('import.tried') : t('import.done_for_good')}>
            <div aria-live="polite">
              {running && <Progress percent={job.rows ? Math.floor((job.done / job.rows) * 100) : 0} format={() => `${job.done} / ${job.rows || '…'}`} />}
              {job.state === 'failed' && <p className="red">▲ {say(job.failed ?? '', job.failed_en)}</p>}
              {job.state === 'done' && <p><span className="tag ok">✓ {job.repeated ? t('import.repeated') : job.dry_run ? t('import.sound') : t('import.written')}</span> {t('import.rows', { n: job.rows })} {Object.entries(job.facts).map(([act, n]) => `${word('act', act)} ${n}`).join(' · ')}</p>}
              {job.state === 'wrong' && <p><span className="red">▲ {t('import.wrong', { n: job.mistakes_total, rows: job.rows })}</span> <Button size="small" href={fileUrl(`/import-jobs/${job.id}/errors.xlsx`)}>{t('import.errors')}</Button></p>}
            </div>
            {job.state === 'wrong' && <Rows<ImportMistake> rows={job.mistakes} rowKey={(m) => `${m.row}${m.column}${m.what}`} columns={[
              { title: t('import.cell'), show: (m) => <strong>{m.column}{m.row}</strong> }, { title: t('import.header'), show: (m) => m.header }, { title: t('import.value'), show: (m) => m.value }, { title: t('import.mistake'), show: (m) => say(m.what, m.what_en) }, { title: t('import.mend'), show: (m) => say(m.mend, m.mend_en) },
            ]} />}
          </Panel>
        )}
      </div>
    </>
  )
}
