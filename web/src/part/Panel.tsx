/** A titled panel, and the three faces every question has: waiting, refused, answered. */
import { Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { Problem } from '../api/client'
import { useText } from '../i18n'

export function Panel(p: { title: ReactNode; hint?: ReactNode; extra?: ReactNode; children: ReactNode; className?: string; bare?: boolean }) {
  return (
    <section className={`p ${p.className ?? ''}`}>
      <div className="h"><h2>{p.title}</h2>{p.hint && <small>{p.hint}</small>}{p.extra && <span className="r">{p.extra}</span>}</div>
      {p.bare ? p.children : <div className="in">{p.children}</div>}
    </section>
  )
}

/** A refusal in the person's language, with what to do about it. */
export function Refusal({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t, say } = useText()
  const p = error instanceof Problem ? error : null
  const mend = p ? say(p.mend, p.mendEn) : ''
  return (
    <div role="alert" className="in">
      <strong className="red">{p ? say(p.title, p.titleEn) : t('app.failed')}</strong>
      {p && say(p.detail, p.detailEn) && <div>{say(p.detail, p.detailEn)}</div>}
      {mend && <div className="sec">{t('act.mend')}：{mend}</div>}
      {retry && <Button size="small" onClick={retry} style={{ marginTop: 8 }}>{t('app.retry')}</Button>}
    </div>
  )
}

type Asked<D> = { data: D | undefined; error: unknown; refetch: () => unknown }

/** Shows `children(data)` once there is data; a refusal or a skeleton until then. */
export function Answer<D>({ ask, children, lines = 3 }: { ask: Asked<D>; children: (data: D) => ReactNode; lines?: number }) {
  const { t } = useText()
  if (ask.data !== undefined) return <>{children(ask.data)}</>
  if (ask.error) return <Refusal error={ask.error} retry={() => void ask.refetch()} />
  return <div className="in" aria-busy="true" aria-label={t('app.loading')}><Skeleton active title={false} paragraph={{ rows: lines }} /></div>
}

/** Says that there is nothing, and where it could come from. */
export function Empty({ children }: { children?: ReactNode }) {
  const { t } = useText()
  return <div className="empty">{children ?? t('app.none')}</div>
}

/** Page heading bar with room for filters and actions. */
export function Head({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return <div className="sub"><h1>{title}</h1>{children}</div>
}

/** Label and value pairs. */
export function Facts({ rows }: { rows: [ReactNode, ReactNode][] }) {
  return <dl className="facts">{rows.filter(([, v]) => v !== null && v !== undefined && v !== '').map(([k, v], i) => <div key={i}><dt>{k}</dt><dd>{v}</dd></div>)}</dl>
}
