/** Photographs in a form: taken by the phone or chosen, made smaller here, kept under the digest the server answers. The value is the digests. */
import { Button } from 'antd'
import { useRef, useState } from 'react'
import { upload } from '../api/client'
import { useText } from '../i18n'
import { Refusal } from '../part/Panel'

/** Longest side in pixels: enough to read a serial number, small enough for a phone's upload. */
const SIDE_MAX = 1600

async function smaller(file: File): Promise<Blob> {
  if (!file.type.startsWith('image/')) return file
  const picture = await createImageBitmap(file)
  const scale = Math.min(1, SIDE_MAX / Math.max(picture.width, picture.height))
  if (scale === 1 && file.size < 1_000_000) return file
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return new Promise((done) => canvas.toBlob((blob) => done(blob ?? file), 'image/jpeg', 0.85))
}

export const photoUrl = (hash: string) => `/api/v1/content/${hash}`

export function Photos({ id, value, onChange, most }: { id?: string; value?: string[]; onChange?: (hashes: string[] | undefined) => void; most: number }) {
  const { t } = useText()
  const input = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const hashes = value ?? []
  const add = async (files: FileList | null) => {
    setBusy(true)
    setError(null)
    try {
      const fresh: string[] = []
      for (const file of Array.from(files ?? []).slice(0, most)) fresh.push((await upload(await smaller(file))).hash)
      onChange?.([...new Set([...hashes, ...fresh])].slice(-most))
    } catch (e) {
      setError(e)
    } finally {
      setBusy(false)
      if (input.current) input.current.value = ''
    }
  }
  return (
    <div className="pick">
      {hashes.map((h) => <button key={h} type="button" className="thumb" title="×" onClick={() => onChange?.(hashes.filter((x) => x !== h))}><img src={photoUrl(h)} alt={h.slice(0, 8)} /></button>)}
      <Button loading={busy} onClick={() => input.current?.click()}>{t('property.photo_add')}</Button>
      <input ref={input} id={id} type="file" accept="image/jpeg,image/png,image/webp" capture="environment" multiple={most > 1} hidden onChange={(e) => void add(e.target.files)} />
      {error !== null && <Refusal error={error} />}
    </div>
  )
}
