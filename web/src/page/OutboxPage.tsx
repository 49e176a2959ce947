/** What waits on this device to be sent, what was sent lately, and forms begun: nothing a keeper entered is out of sight. */
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { actOf } from '../act/acts'
import { drafts, newKey, saveDraft } from '../act/draft'
import { again, discard, useBox, type Waiting } from '../act/outbox'
import { useSend } from '../act/useSender'
import { useSession } from '../api/hooks'
import { instant, moment } from '../format'
import { useText } from '../i18n'
import { Empty, Facts, Head, Panel } from '../part/Panel'
import { ProofBadge } from '../part/ProofBadge'

const micros = (ms: number) => ms * 1000

function Item({ w, user, onSend }: { w: Waiting; user: string; onSend: () => Promise<void> }) {
  const { t, say } = useText()
  const navigate = useNavigate()
  const [ask, setAsk] = useState(false)
  const [busy, setBusy] = useState(false)
  const send = async () => { setBusy(true); again(user, w.key); await onSend().finally(() => setBusy(false)) }
  // Another content is another act, and needs another key: only where it is certain that this one was not recorded.
  const mayChange = actOf(w.act) && !w.unsure
  const edit = () => {
    saveDraft({ user, act: w.act, about: '' }, { key: newKey(), values: w.values, sent: false })
    discard(user, w.key)
    void navigate({ to: '/act/$act', params: { act: w.act } })
  }
  return (
    <li className="wait" data-testid="waiting">
      <div className="l1"><b>{t(w.label)}</b><span className={`tag ${w.refused ? 'red' : 'amb'}`}>{w.refused ? `✕ ${t('outbox.refused')}` : `◔ ${t('outbox.waits')}`}</span><span className="dim" style={{ marginLeft: 'auto' }}>{moment(micros(w.at))}</span></div>
      <Facts rows={w.shown.map(([k, v]) => [t(k), v])} />
      {w.refused && <p role="alert" className="red">{say(w.refused.title, w.refused.titleEn)} {say(w.refused.detail, w.refused.detailEn)}{w.refused.mend && <span className="sec"> {t('act.mend')}：{say(w.refused.mend, w.refused.mendEn)}</span>}</p>}
      {!w.refused && <p className="sec">{t('outbox.tried', { n: w.tries })}{w.unsure && ` ${t('outbox.unsure')}`}</p>}
      <div className="pick">
        <Button type="primary" loading={busy} onClick={() => void send()}>{t('outbox.send')}</Button>
        {mayChange && <Button onClick={edit}>{t('outbox.edit')}</Button>}
        <Button danger onClick={() => setAsk(true)}>{t('outbox.discard')}</Button>
      </div>
      <Modal open={ask} title={t('outbox.discard')} onCancel={() => setAsk(false)} onOk={() => discard(user, w.key)} okText={t('outbox.discard')} cancelText={t('app.cancel')} okButtonProps={{ danger: true }}>
        <p>{t(w.unsure ? 'outbox.discard_unsure' : 'outbox.discard_sure')}</p>
      </Modal>
    </li>
  )
}

export default function OutboxPage() {
  const { t } = useText()
  const user = useSession().data!.user.id
  const box = useBox(user)
  const send = useSend(user)
  const begun = drafts(user).filter((d) => actOf(d.act))
  return (
    <>
      <Head title={t('outbox.title')}><span className="sp" />{box.waiting.length > 1 && <Button type="primary" onClick={() => void send()}>{t('outbox.send_all')}</Button>}</Head>
      <div className="page">
        <Panel title={t('outbox.title')} hint={t('outbox.lead')} bare>
          {box.waiting.length ? <ul className="waits">{box.waiting.map((w) => <Item key={w.key} w={w} user={user} onSend={send} />)}</ul> : <Empty>{t('outbox.none')}</Empty>}
        </Panel>
        {begun.length > 0 && (
          <Panel title={t('outbox.drafts')} hint={t('outbox.drafts_hint')} bare>
            {begun.map((d) => <div className="kv" key={d.act + d.about}><Link to="/act/$act" params={{ act: d.act }} search={d.preset as never}>{t(actOf(d.act)!.label)}</Link><span className="dim code">{d.about.slice(-24)}</span></div>)}
          </Panel>
        )}
        {box.sent.length > 0 && (
          <Panel title={t('outbox.sent')} bare>
            {box.sent.map((s) => (
              <div className="kv" key={s.key} data-testid="sent"><span><Link to="/books/$org/$index" params={{ org: s.org, index: String(s.index) }}>{t(s.label)} #{s.index}</Link></span><ProofBadge org={s.org} index={s.index} /><small>{instant(micros(s.at))} · {s.shown.map(([, v]) => v).join(' · ')}</small></div>
            ))}
          </Panel>
        )}
      </div>
    </>
  )
}
