/** The badge that says whether a fact stands in its book, verified in this browser, and the plain words behind it. */
import { Drawer, Spin } from 'antd'
import { useEffect, useState } from 'react'
import { fileUrl } from '../api/client'
import { useText } from '../i18n'
import type { State, Verdict } from '../proof/verify'
import { useProof } from './proofs'

export const MARK: Record<State, string> = { verified: '✓', incomplete: '◐', mismatch: '✕', unchecked: '○' }

export function Steps({ verdict }: { verdict: Verdict }) {
  const { t } = useText()
  return (
    <ul className="steps">
      {verdict.steps.map((s, i) => (
        <li key={i}>
          <span className={s.ok ? 'ok' : s.ok === null ? 'amb' : 'red'} aria-hidden>{s.ok ? '✓' : s.ok === null ? '◐' : '✕'}</span>
          <span>{t(`proof.step.${s.name}`)}{s.suite && <span className="dim">　{s.suite === 'sm3' ? 'SM3 / SM2' : 'SHA-256 / Ed25519'}</span>}</span>
          <small className="mono">{s.detail}</small>
        </li>
      ))}
    </ul>
  )
}

/** Badge for any verdict; `children` open below the plain words. */
export function VerdictBadge({ verdict, busy, onOpen, open, onClose, more }: { verdict?: Verdict; busy?: boolean; onOpen: () => void; open: boolean; onClose: () => void; more?: React.ReactNode }) {
  const { t } = useText()
  const state = verdict?.state ?? 'unchecked'
  return (
    <>
      <button type="button" className={`badge ${state}`} data-state={busy ? 'running' : state} onClick={onOpen} title={t('proof.open')}>
        {busy ? <><Spin size="small" /> {t('proof.running')}</> : <><span aria-hidden>{MARK[state]}</span> {t(`proof.${state}`)}</>}
      </button>
      <Drawer open={open} onClose={onClose} title={`${MARK[state]} ${t(`proof.${state}`)}`} size={480}>
        <p>{t(`proof.say_${state}`)}</p>
        {verdict && <Steps verdict={verdict} />}
        {more}
        <p className="dim">{t('proof.trust')}</p>
      </Drawer>
    </>
  )
}

export function ProofBadge({ org, index, auto = false, onVerdict }: { org: string; index: number; auto?: boolean; onVerdict?: (v: Verdict) => void }) {
  const { t } = useText()
  const [open, setOpen] = useState(false)
  const proof = useProof(org, index, auto || open)
  useEffect(() => { if (proof.data) onVerdict?.(proof.data) }, [proof.data, onVerdict])
  const more = (
    <p>
      <span className="mono">{org} #{index}</span><br />
      <a href={fileUrl(`/books/${org}/facts/${index}/proof`)} download={`${org}-${index}.tlog-proof.json`}>{t('proof.download')}</a>
    </p>
  )
  return <VerdictBadge verdict={proof.data} busy={proof.isFetching} open={open} onOpen={() => setOpen(true)} onClose={() => setOpen(false)} more={more} />
}
