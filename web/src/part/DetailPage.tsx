/** The one detail page: heading with its state and what may be done, then panels over the answer. Acts open in a drawer over the page. */
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useActDrawer } from '../act/ActDrawer'
import type { Act } from '../act/acts'
import type { Values } from '../act/draft'
import { useSession } from '../api/hooks'
import { useText } from '../i18n'
import { holds } from '../menu'
import { Answer, Head } from './Panel'
import { State } from './State'

/** An act on what the page shows; what the form is opened on is given, not asked. The first offered is the primary one. */
export type Offer = { act: Act; preset: Values; hint?: string }
type Props<D> = { title: ReactNode; state?: string | null; ask: { data: D | undefined; error: unknown; refetch: () => unknown }; offers?: (data: D) => Offer[]; tools?: ReactNode; lines?: number; children: (data: D) => ReactNode }

/** Offers are shown to those whose role may do them; the server decides. */
export function DetailPage<D>({ title, state, ask, offers, tools, lines, children }: Props<D>) {
  const { t } = useText()
  const user = useSession().data?.user
  const { open, drawer } = useActDrawer()
  const shown = ask.data !== undefined && user ? (offers?.(ask.data) ?? []).filter((o) => holds(user, ...o.act.roles)) : []
  return (
    <>
      <Head title={title}>
        <State code={state} />
        <span className="sp" />
        {tools}
        {shown.map((o, i) => <Button key={o.act.name} type={i ? 'default' : 'primary'} title={o.hint} onClick={() => open(o.act, o.preset)}>{t(o.act.label)}</Button>)}
      </Head>
      <div className="page">
        {drawer}
        <Answer ask={ask} lines={lines}>{children}</Answer>
      </div>
    </>
  )
}
