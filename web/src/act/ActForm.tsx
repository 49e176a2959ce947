/** The one form for acts: the draft survives a reload, a retry never records twice, refusals land on their field, a receipt with its proof ends it.
 *  What cannot be sent goes to the box of acts that wait, where the act allows it. */
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { post, Problem } from '../api/client'
import type { ActAnswer } from '../api/types'
import { parseThousandths } from '../format'
import { useText, type Key } from '../i18n'
import { Facts, Refusal } from '../part/Panel'
import type { Act, Field } from './acts'
import { bodyOf, wire } from './body'
import { aboutOf, dropDraft, loadDraft, newDraft, newKey, saveDraft, type Values } from './draft'
import { Control } from './fields'
import { isUnsure, keep as keepForLater } from './outbox'
import { ReceiptView } from './ReceiptView'

/** Fields the server named, as far as the form has them. */
const fieldErrors = (p: Problem, fields: readonly Field[], say: (zh: string, en?: string) => string) =>
  p.fields.map((e) => ({ name: e.field.replace(/^\/?(body\.)?/, '').split(/[./]/)[0], errors: [say(e.detail, e.detail_en)] })).filter((e) => fields.some((f) => f.name === e.name))

/** What was entered, field by field, as a person reads it. */
export function entered(act: Act, values: Values): [Key, string][] {
  const text = (v: unknown) => (Array.isArray(v) ? v.join('、') : v && typeof v === 'object' ? Object.values(v).join('、') : String(v ?? ''))
  return act.fields.filter((f) => !f.when || f.when(values)).map((f): [Key, string] => [f.label, text(values[f.name]).replace('#', ' #')]).filter(([, v]) => v)
}

/** The act waits on this device: where to look after it. */
function Kept({ onAgain }: { onAgain: () => void }) {
  const { t } = useText()
  return (
    <div className="in" role="status" data-testid="kept">
      <strong className="amb">◔ {t('outbox.kept')}</strong>
      <p>{t('outbox.kept_lead')}</p>
      <p className="pick"><Link to="/outbox"><Button type="primary">{t('outbox.title')}</Button></Link><Button onClick={onAgain}>{t('act.again')}</Button></p>
    </div>
  )
}

function Confirm({ act, values, onYes, onNo }: { act: Act; values: Values; onYes: () => void; onNo: () => void }) {
  const { t } = useText()
  const [typed, setTyped] = useState('')
  const want = String(values[act.retype!] ?? '')
  const same = parseThousandths(typed) !== null && parseThousandths(typed) === parseThousandths(want)
  return (
    <Modal open title={`${t('act.confirm')}：${t(act.label)}`} onCancel={onNo} onOk={onYes} okText={t('act.submit')} cancelText={t('app.cancel')} okButtonProps={{ disabled: !same, danger: true }}>
      <Facts rows={entered(act, values).map(([k, v]) => [t(k), v])} />
      <p>{t('act.will')}</p>
      <label htmlFor="retype">{t('act.confirm_type', { q: want })}</label>
      <Input id="retype" value={typed} inputMode="decimal" autoComplete="off" onChange={(e) => setTyped(e.target.value)} status={typed && !same ? 'error' : undefined} />
      {typed && !same && <div className="red">{t('act.confirm_differs')}</div>}
    </Modal>
  )
}

export function ActForm({ act, user, preset = {}, onDone }: { act: Act; user: string; preset?: Values; onDone?: (a: ActAnswer) => void }) {
  const { t, say } = useText()
  const client = useQueryClient()
  const [form] = Form.useForm<Values>()
  const slot = { user, act: act.name, about: aboutOf(preset) }
  const [draft, setDraft] = useState(() => loadDraft(slot))
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [ask, setAsk] = useState(false)
  const [answer, setAnswer] = useState<ActAnswer | null>(null)
  const [waits, setWaits] = useState(false)
  const fixed = act.fields.filter((f) => f.fixed && preset[f.name] !== undefined)
  const values = { ...preset, ...draft.values, ...Object.fromEntries(fixed.map((f) => [f.name, preset[f.name]])) }

  const keep = (next: typeof draft) => { setDraft(next); saveDraft(slot, { ...next, preset }) }
  /** A changed form is another act: it gets another key, unless nothing has been sent with the old one. */
  const change = (all: Values) => keep({ key: draft.sent ? newKey() : draft.key, values: all, sent: false })
  const discard = () => { dropDraft(slot); setDraft(newDraft()); setError(null); setAnswer(null); setWaits(false); form.setFieldsValue(Object.fromEntries(act.fields.map((f) => [f.name, preset[f.name]]))) }

  const send = async () => {
    setAsk(false)
    setBusy(true)
    setError(null)
    keep({ ...draft, sent: true })
    const all = form.getFieldsValue(true) as Values
    const body = bodyOf(act, all)
    try {
      const done = await post<ActAnswer>(act.path, body, draft.key)
      dropDraft(slot)
      setAnswer(done)
      onDone?.(done)
      void client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== 'proof' && q.queryKey[0] !== '/session' })
    } catch (e) {
      if (act.offline && e instanceof Problem && e.status === 0 && keepForLater(user, { key: draft.key, act: act.name, label: act.label, path: act.path, body, values: all, shown: entered(act, all), at: Date.now(), tries: 1, unsure: isUnsure(e) })) {
        dropDraft(slot)
        setWaits(true)
        return
      }
      setError(e)
      if (e instanceof Problem) form.setFields(fieldErrors(e, act.fields, say))
    } finally {
      setBusy(false)
    }
  }

  if (answer) return <ReceiptView answer={answer} onAgain={discard} />
  if (waits) return <Kept onAgain={discard} />
  return (
    <Form form={form} name="act" layout="vertical" initialValues={values} onValuesChange={(_, all) => change(all)} onFinish={() => (act.retype ? setAsk(true) : void send())} scrollToFirstError className="form" disabled={busy}>
      {fixed.length > 0 && <div className="fixed"><Facts rows={fixed.map((f) => [t(f.label), <span key={f.name} className="code">{String(preset[f.name])}</span>])} /></div>}
      {act.fields.filter((f) => !fixed.includes(f) && (!f.when || f.when(values))).map((f) => (
        <Form.Item key={f.name} name={f.name} label={f.title ?? t(f.label)} extra={f.hint && t(f.hint)} required={!f.optional}
          rules={[{ validator: (_, v) => (v === undefined || v === '' || v === null ? (f.optional ? Promise.resolve() : Promise.reject(new Error(t('act.required')))) : wire(f, v) === undefined ? Promise.reject(new Error(t('act.bad_number'))) : Promise.resolve()) }]}>
          <Control field={f} values={values} />
        </Form.Item>
      ))}
      {error !== null && <Refusal error={error} />}
      {error instanceof Problem && error.status === 0 && <p className="amb">{t('act.unsure')}</p>}
      <div className="foot">
        <Button type="primary" htmlType="submit" loading={busy}>{t('act.submit')}</Button>
        <Button onClick={discard}>{t('act.discard')}</Button>
        <span className="dim hide-s">{Object.keys(draft.values).length > 0 && t('act.draft')}</span>
      </div>
      {ask && <Confirm act={act} values={form.getFieldsValue(true)} onYes={() => void send()} onNo={() => setAsk(false)} />}
    </Form>
  )
}
