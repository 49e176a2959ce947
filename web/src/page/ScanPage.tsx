/** Scan the code on a position, a lot or a voucher and land on its page; a photograph or typing does as well where there is no camera. */
import { useNavigate } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useCallback, useRef, useState } from 'react'
import { useText } from '../i18n'
import { useCamera } from '../part/camera'
import { placeOf } from '../part/codes'
import { Head, Panel } from '../part/Panel'
import { qrReader } from '../part/scan'

export default function ScanPage() {
  const { t } = useText()
  const navigate = useNavigate()
  const [strange, setStrange] = useState<string>()
  const photo = useRef<HTMLInputElement>(null)
  const go = useCallback((text: string) => {
    const place = placeOf(text)
    if (!place) return setStrange(text)
    void navigate({ to: place.to, params: place.params as never })
  }, [navigate])
  const { video, eye, wanted, start, stop } = useCamera(go)
  const fromPhoto = async (file?: File) => {
    if (!file) return
    const text = await (await qrReader())(await createImageBitmap(file))
    if (text) go(text)
    else setStrange('')
  }
  return (
    <>
      <Head title={t('menu.scan')} />
      <div className="page scan">
        <Panel title={t('scan.camera')} hint={t('scan.lead')}>
          <div className={`eye ${eye === 'on' ? 'on' : ''}`}><video ref={video} muted playsInline aria-label={t('scan.camera')} />{eye !== 'on' && <span>{wanted ? t('app.loading') : eye === 'none' ? t('scan.none') : eye === 'refused' ? t('scan.refused') : t('scan.off')}</span>}</div>
          <div className="pick" style={{ marginTop: 12 }}>
            {eye !== 'none' && <Button type="primary" size="large" onClick={wanted ? stop : start}>{t(wanted ? 'scan.stop' : 'scan.start')}</Button>}
            <Button size="large" onClick={() => photo.current?.click()}>{t('scan.photo')}</Button>
            <input ref={photo} type="file" accept="image/*" capture="environment" hidden data-testid="photo" onChange={(e) => { void fromPhoto(e.target.files?.[0]); e.target.value = '' }} />
          </div>
          {strange !== undefined && <p role="alert" className="amb">{strange ? t('scan.strange', { text: strange.slice(0, 80) }) : t('scan.unread')}</p>}
        </Panel>
        <Panel title={t('scan.type')} hint={t('scan.type_hint')}>
          <Input.Search size="large" aria-label={t('scan.type')} enterButton={t('scan.open')} autoComplete="off" autoCapitalize="characters" maxLength={200} onSearch={(v) => { if (v.trim()) go(v) }} />
        </Panel>
      </div>
    </>
  )
}
