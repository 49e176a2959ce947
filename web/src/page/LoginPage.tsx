/** Sign-in with a second factor when asked for, forced change of the initial password, enrolment of the second factor. */
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Form, Input, QRCode } from 'antd'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { post, Problem } from '../api/client'
import type { Enrolled, Session } from '../api/types'
import { useText } from '../i18n'
import { forget } from '../offline'
import { Refusal } from '../part/Panel'
import { TopTools } from '../part/Shell'

function Narrow({ title, lead, children }: { title: ReactNode; lead: ReactNode; children: ReactNode }) {
  return (
    <main className="gate">
      <section className="p"><h1>{title}</h1><p>{lead}</p>{children}<div className="tools"><TopTools /></div></section>
    </main>
  )
}

/** Runs `work`, keeps its refusal to show. */
function useWork() {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const run = async (work: () => Promise<void>) => {
    setBusy(true)
    setError(null)
    try { await work() } catch (e) { setError(e) } finally { setBusy(false) }
  }
  return { busy, error, setError, run }
}

export function LoginPage() {
  const { t } = useText()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { busy, error, setError, run } = useWork()
  const [second, setSecond] = useState(false)
  const enter = (v: { username: string; password: string; code?: string }) => run(async () => {
    try {
      const session = await post<Session>('/session', v)
      await forget()
      client.clear()
      client.setQueryData(['/session', {}], session)
    } catch (e) {
      if (!(e instanceof Problem) || e.code !== 'second_factor_required') throw e
      setSecond(true)
      return
    }
    await navigate({ to: '/' })
  })
  return (
    <Narrow title={t('app.name')} lead={t('login.lead')}>
      <Form layout="vertical" size="large" requiredMark={false} onFinish={(v) => void enter(v)} onValuesChange={() => setError(null)}>
        <Form.Item name="username" label={t('login.username')} rules={[{ required: true, message: t('act.required') }]}><Input autoComplete="username" autoFocus /></Form.Item>
        <Form.Item name="password" label={t('login.password')} rules={[{ required: true, message: t('act.required') }]}><Input.Password autoComplete="current-password" /></Form.Item>
        {second && <Form.Item name="code" label={t('login.code')} help={t('login.code_hint')} rules={[{ required: true, pattern: /^\d{6}$/, message: t('login.code_hint') }]}><Input autoComplete="one-time-code" inputMode="numeric" maxLength={6} autoFocus /></Form.Item>}
        {error !== null && <Refusal error={error} />}
        <Button type="primary" htmlType="submit" block loading={busy}>{t('login.title')}</Button>
      </Form>
    </Narrow>
  )
}

export function PasswordForm({ onDone }: { onDone: () => void }) {
  const { t } = useText()
  const { busy, error, run } = useWork()
  const need = { required: true, message: t('act.required') }
  return (
    <Form layout="vertical" requiredMark={false} onFinish={(v: { old: string; next: string }) => void run(async () => { await post('/session/password', { old_password: v.old, new_password: v.next }); onDone() })}>
      <Form.Item name="old" label={t('login.old')} rules={[need]}><Input.Password autoComplete="current-password" /></Form.Item>
      <Form.Item name="next" label={t('login.new')} rules={[need]}><Input.Password autoComplete="new-password" /></Form.Item>
      <Form.Item name="again" label={t('login.again')} dependencies={['next']} rules={[need, ({ getFieldValue }) => ({ validator: (_, v) => (v === getFieldValue('next') ? Promise.resolve() : Promise.reject(new Error(t('login.differ')))) })]}><Input.Password autoComplete="new-password" /></Form.Item>
      {error !== null && <Refusal error={error} />}
      <Button type="primary" htmlType="submit" loading={busy}>{t('login.change')}</Button>
    </Form>
  )
}

export function TotpForm({ onDone }: { onDone: () => void }) {
  const { t } = useText()
  const { busy, error, run } = useWork()
  const [url, setUrl] = useState<string>()
  const asked = useRef(false)
  useEffect(() => {
    if (asked.current) return // every call makes another secret
    asked.current = true
    void run(async () => setUrl((await post<Enrolled>('/session/totp', {})).otpauth ?? undefined))
  })
  const secret = url ? new URL(url).searchParams.get('secret') : ''
  return (
    <Form layout="vertical" requiredMark={false} onFinish={(v: { code: string }) => void run(async () => { await post('/session/totp', { code: v.code }); onDone() })}>
      {url && <><QRCode value={url} bgColor="#fff" color="#000" size={176} style={{ margin: '0 auto 10px' }} /><div className="sec">{t('login.secret')}</div><p className="mono" data-testid="totp-secret">{secret}</p></>}
      <Form.Item name="code" label={t('login.code')} rules={[{ required: true, pattern: /^\d{6}$/, message: t('login.code_hint') }]}><Input autoComplete="one-time-code" inputMode="numeric" maxLength={6} /></Form.Item>
      {error !== null && <Refusal error={error} />}
      <Button type="primary" htmlType="submit" loading={busy}>{t('login.confirm')}</Button>
    </Form>
  )
}

export function ChangePassword({ forced }: { forced: boolean }) {
  const { t } = useText()
  const client = useQueryClient()
  return <Narrow title={t('login.change')} lead={forced ? t('login.change_lead') : ''}><PasswordForm onDone={() => void client.invalidateQueries({ queryKey: ['/session'] })} /></Narrow>
}

export function EnrolTotp({ forced }: { forced: boolean }) {
  const { t } = useText()
  const client = useQueryClient()
  return <Narrow title={t('login.enrol')} lead={forced ? t('login.enrol_lead') : ''}><TotpForm onDone={() => void client.invalidateQueries({ queryKey: ['/session'] })} /></Narrow>
}
