/** One stock-take of assets: scan labels one after another, see what is missing, misplaced or unexpected, settle each difference, close. */
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useCallback, useState } from 'react'
import { useActDrawer } from '../act/ActDrawer'
import { INVENTORY_CLOSE, INVENTORY_EXPLAIN, INVENTORY_SCAN } from '../act/disposal'
import { useInventory, useSession } from '../api/hooks'
import type { InventoryThing } from '../api/types'
import { moment } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { useCamera } from '../part/camera'
import { placeOf } from '../part/codes'
import { Answer, Facts, Head, Panel } from '../part/Panel'
import { Rows } from '../part/ListPage'
import { accuracy, InventoryState } from './InventoryListPage'

/** Codes one act takes. */
const SCANS_MAX = 200
const read = (slot: string): string[] => { try { const kept: unknown = JSON.parse(localStorage.getItem(slot) ?? '[]'); return Array.isArray(kept) ? kept.map(String) : [] } catch { return [] } }

export default function InventoryPage() {
  const { t, word } = useText()
  const { inventory: code } = useParams({ strict: false }) as { inventory: string }
  const inventory = useInventory(code)
  const user = useSession().data?.user
  const { open, drawer } = useActDrawer()
  const slot = `inrs.scans.${user?.id ?? ''}.${code}`
  const [codes, setCodes] = useState<string[]>(() => read(slot))
  const found = useCallback((text: string) => {
    const asset = placeOf(text)?.params.asset
    if (!asset) return
    setCodes((before) => {
      if (before.includes(asset)) return before
      const next = [asset, ...before]
      localStorage.setItem(slot, JSON.stringify(next))
      navigator.vibrate?.(60)
      return next
    })
  }, [slot])
  const { video, eye, wanted, start, stop } = useCamera(found)
  // What the book has is sent; the rest stays on this device until it is.
  const sent = new Set(inventory.data?.lines.filter((l) => l.scanned_by).map((l) => l.asset))
  const left = codes.filter((c) => !sent.has(c))
  const submit = () => open(INVENTORY_SCAN, { inventory: code, assets: left.slice(0, SCANS_MAX).join('\n') })
  const head = inventory.data?.head
  const scans = head && !head.closed_on && user && holds(user, ...INVENTORY_SCAN.roles)
  const settles = head && !head.closed_on && user && holds(user, ...INVENTORY_EXPLAIN.roles)
  return (
    <>
      <Head title={`${t('inventory.code')} ${code.slice(18)}`}>{head && <InventoryState inventory={head} />}<span className="sp" />{settles && <Button type="primary" onClick={() => open(INVENTORY_CLOSE, { inventory: code })}>{t(INVENTORY_CLOSE.label)}</Button>}</Head>
      <div className="page">
        {drawer}
        {scans && (
          <Panel title={t('inventory.scan')} hint={t('inventory.scan_hint')}>
            {wanted && <div className={`eye ${eye === 'on' ? 'on' : ''}`}><video ref={video} muted playsInline aria-label={t('scan.camera')} /></div>}
            <div className="pick" aria-live="polite">
              {eye !== 'none' && <Button size="large" onClick={wanted ? stop : start}>{t(wanted ? 'scan.stop' : 'scan.start')}</Button>}
              <Button size="large" type="primary" onClick={submit}>{t(INVENTORY_SCAN.label)}</Button>
              <span>{t('inventory.count', { n: left.length })}</span>
              {left[0] && <span className="code">{t('inventory.last')} {left[0].slice(18)}</span>}
            </div>
          </Panel>
        )}
        <Answer ask={inventory}>
          {({ head: h, lines }) => (
            <>
              <Panel title={t('property.pool')} hint={<span className="code">{h.pool}</span>}>
                <Facts rows={[[t('inventory.opened'), `${h.opened_on} ${h.opened_by}`], [t('inventory.expected'), h.expected], [t('inventory.found'), lines.filter((l) => !l.difference && l.scanned_by).length], [t('inventory.closed'), h.closed_on && `${h.closed_on} ${h.closed_by ?? ''}`], [t('inventory.accuracy'), accuracy(h)], [t('property.last'), <Link key="n" to="/books/$org/$index" params={{ org: h.org, index: String(h.index) }}>#{h.index}</Link>]]} />
              </Panel>
              <Panel title={t('inventory.lines')}>
                <Rows<InventoryThing> rows={lines} page={100} rowKey={(l) => l.asset} columns={[
                  { title: t('property.code'), show: (l) => <Link to="/assets/$asset" params={{ asset: l.asset }} className="code">{l.asset.slice(18)}</Link> }, { title: t('inventory.difference'), show: (l) => l.difference ? <span className={`tag ${l.verdict ? '' : 'red'}`}>{!l.verdict && '▲ '}{word('difference', l.difference)}</span> : l.scanned_by && <span className="tag ok">✓ {t('inventory.found')}</span> }, { title: t('property.name'), show: (l) => l.name }, { title: t('property.place'), show: (l) => l.place },
                  { title: t('inventory.scan'), show: (l) => l.scanned_at && `${moment(l.scanned_at)} ${l.scanned_by ?? ''}`, less: true }, { title: t('inventory.verdict'), show: (l) => l.verdict ? `${word('verdict', l.verdict)} · ${l.reason ?? ''} · ${l.decided_by ?? ''}` : l.difference && settles && <Button size="small" onClick={() => open(INVENTORY_EXPLAIN, { inventory: code, assets: l.asset })}>{t(INVENTORY_EXPLAIN.label)}</Button> },
                ]} />
              </Panel>
            </>
          )}
        </Answer>
      </div>
    </>
  )
}
