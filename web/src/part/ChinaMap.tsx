/** The national picture: provinces shaded by stock in at most five classes, sites as dim dots; a click or the list beside it sets the scope. */
import { useEffect, useRef, useState } from 'react'
import { scaled } from '../format'
import { useText } from '../i18n'
import { useMode } from '../theme'
import { drawChina, loadBase, type Base, type Drawn, type Picture } from './china'

/** Upper bounds of five classes by quantile of what is there; equal values share a class. */
export function classes(values: number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b)
  return [0.2, 0.4, 0.6, 0.8, 1].map((q) => sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? 0).filter((v, i, a) => a.indexOf(v) === i)
}

type Props = { values: Record<string, number>; unit: string; title: string; sites: Picture['sites']; selected?: string; onPick: (code: string) => void }

export function ChinaMap({ values, unit, title, sites, selected, onPick }: Props) {
  const { t, lang, zh } = useText()
  const mode = useMode()
  const canvas = useRef<HTMLCanvasElement>(null)
  const drawn = useRef<Drawn | null>(null)
  const [base, setBase] = useState<Base | null>(null)
  const bounds = classes(Object.values(values).filter((v) => v > 0))
  useEffect(() => { void loadBase().then(setBase) }, [])
  useEffect(() => {
    if (!base || !canvas.current) return
    const shade = (code: string) => { const v = values[code]; return v === undefined ? null : v <= 0 ? 1 : Math.min(5, bounds.findIndex((b) => v <= b) + 1 + (5 - bounds.length)) }
    const draw = () => {
      drawn.current = drawChina(canvas.current!, base, { shade, sites, selected, scs: t('cockpit.scs'), labels: canvas.current!.parentElement!.clientWidth > 520, zh }, mode === 'dark')
      document.body.dataset.mapReady = 'china'
    }
    draw()
    const watch = new ResizeObserver(draw)
    watch.observe(canvas.current.parentElement!)
    return () => watch.disconnect()
  })
  const text = (v: number) => { const s = scaled(v, unit, lang); return s.text.replace(/\.00$/, '') }
  const scale = scaled(bounds.at(-1) ?? 0, unit, lang).unit
  return (
    <div className="china">
      <div className="box"><canvas ref={canvas} role="img" aria-label={title} onClick={(e) => { const r = e.currentTarget.getBoundingClientRect(); const code = drawn.current?.hit(e.clientX - r.left, e.clientY - r.top); if (code) onPick(code) }} /></div>
      <div className="leg">
        <div>{t('cockpit.legend', { name: title, unit: scale })}</div>
        <div className="sw">
          {bounds.map((b, i) => <span key={b}><i style={{ background: `var(--c${i + 1 + 5 - bounds.length})` }} />≤{text(b)}</span>)}
          <span><i style={{ background: 'repeating-linear-gradient(45deg,var(--bd) 0 2px,transparent 2px 5px)' }} />{t('cockpit.nodata')}</span>
        </div>
      </div>
      <div className="src hide-s">{t('cockpit.source')}</div>
    </div>
  )
}
