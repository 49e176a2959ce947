/** The frame around every room: top bar, menu by role, language and theme, and the alarm about changed keys. */
import { useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { Button, Modal } from 'antd'
import { useEffect, useState } from 'react'
import { useBox } from '../act/outbox'
import { useSender } from '../act/useSender'
import { remove } from '../api/client'
import { useConnection } from '../api/connection'
import type { Session } from '../api/types'
import { setLanguage, useText } from '../i18n'
import { moment } from '../format'
import { menuFor, tabsFor } from '../menu'
import { forget } from '../offline'
import { settle, useKeyChanges } from '../proof/alarm'
import type { KeyChange } from '../proof/keys'
import { setMode, useMode } from '../theme'

function KeyAlarm() {
  const { t } = useText()
  const changes = useKeyChanges()
  const [shown, show] = useState<KeyChange | null>(null)
  if (!changes.length) return null
  const accept = async (change: KeyChange) => {
    const { acceptKey } = await import('../proof/keys')
    acceptKey(change, localStorage)
    settle(change)
    show(null)
  }
  return (
    <div className="shout" role="alert">
      {changes.map((c) => <div key={c.origin + c.offered}>✕ {t('proof.keychanged', { origin: c.origin })} <button type="button" onClick={() => show(c)}>{t('proof.compare')}</button></div>)}
      <Modal open={!!shown} title={t('proof.compare')} onCancel={() => show(null)} footer={shown && <Button danger onClick={() => void accept(shown)}>{t('proof.accept')}</Button>}>
        {shown && <><div className="dim">{t('proof.pinned')}</div><p className="mono">{shown.pinned}</p><div className="dim">{t('proof.offered')}</div><p className="mono">{shown.offered}</p></>}
      </Modal>
    </div>
  )
}

/** Without the node: what is shown, how old it is, and what waits to be sent. */
function Offline() {
  const { t } = useText()
  const { up, kept } = useConnection()
  if (up) return null
  return <div className="offline" role="status">◔ {kept ? t('app.offline_kept', { at: moment(kept * 1000) }) : t('app.offline')}</div>
}

export function TopTools() {
  const { t, zh } = useText()
  const mode = useMode()
  return (
    <>
      <button type="button" onClick={() => setMode(mode === 'dark' ? 'light' : 'dark')}>{mode === 'dark' ? t('app.light') : t('app.dark')}</button>
      <button type="button" lang={zh ? 'en' : 'zh'} onClick={() => setLanguage(zh ? 'en' : 'zh')}>{t('app.lang')}</button>
    </>
  )
}

export function Shell({ session }: { session: Session }) {
  const { t, word } = useText()
  const [open, setOpen] = useState(false)
  const path = useRouterState({ select: (s) => s.location.pathname })
  const navigate = useNavigate()
  const client = useQueryClient()
  useEffect(() => setOpen(false), [path])
  const leave = async () => {
    await remove('/session').catch(() => undefined)
    await forget()
    client.clear()
    await navigate({ to: '/login' })
  }
  const on = (to: string) => (to === '/' ? path === '/' : path === to || path.startsWith(to + '/'))
  const { user } = session
  const waiting = useBox(user.id).waiting.length
  useSender(user.id)
  return (
    <>
      <a className="skip" href="#main">{t('app.skip')}</a>
      <header className="top">
        <button type="button" className="show-s" aria-expanded={open} onClick={() => setOpen(!open)}>☰ {t('app.menu')}</button>
        <b>{t('app.name')}</b>
        <span className="sp" />
        {waiting > 0 && <Link to="/outbox" className="waiting">{t('outbox.title')} {waiting}</Link>}
        {session.synthetic && <span className="demo">{t('app.demo')}</span>}
        <TopTools />
        <Link to="/account" className="who" title={t('app.account')}>{user.org_name} · {user.name}（{user.roles.map((r) => word('role', r)).join('、')}）</Link>
        <button type="button" onClick={() => void leave()}>{t('app.logout')}</button>
      </header>
      <KeyAlarm />
      <Offline />
      <div className="frame">
        <nav className={`side ${open ? 'open' : ''}`} aria-label={t('app.menu')}>
          {menuFor(user).map((g) => (
            <div key={g.key}>
              <h6>{t(g.key)}</h6>
              {g.rooms.map((r) => <Link key={r.to} to={r.to} search={((s: object) => s) as never} className={on(r.to) ? 'on' : ''} aria-current={on(r.to) ? 'page' : undefined}>{t(r.key)}{r.to === '/outbox' && waiting > 0 && <span className="count">{waiting}</span>}</Link>)}
            </div>
          ))}
          <div className="show-s"><h6>{user.org_name}</h6><Link to="/account">{user.name}</Link></div>
        </nav>
        <main className="body" id="main" tabIndex={-1}><Outlet /></main>
      </div>
      <nav className="tabs show-s" aria-label={t('app.quick')}>
        {tabsFor(user).map((r) => <Link key={r.to} to={r.to} className={on(r.to) ? 'on' : ''} aria-current={on(r.to) ? 'page' : undefined}>{t(r.key)}{r.to === '/outbox' && waiting > 0 && <span className="count">{waiting}</span>}</Link>)}
        <Link to="/account" className={on('/account') ? 'on' : ''}>{t('menu.me')}</Link>
      </nav>
    </>
  )
}
