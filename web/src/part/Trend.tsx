/** In and out by day as bars about a zero line, stock as a line on the right axis. Plain SVG; a table of the same numbers for screen readers. */
import { useEffect, useRef, useState } from 'react'
import type { Day } from '../api/types'
import { scaled } from '../format'
import { useText } from '../i18n'

const H = 196
const [LEFT, RIGHT, TOP, BOTTOM] = [50, 58, 44, 22]

/** A round step so that about `count` steps span `range`. */
function step(range: number, count: number): number {
  const rough = Math.max(range / count, 1)
  const power = 10 ** Math.floor(Math.log10(rough))
  return [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= rough) ?? 10 * power
}

/** Width of an element, followed as it changes. */
function useWidth() {
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (!box.current) return
    const watch = new ResizeObserver(([e]) => setWidth(Math.floor(e.contentRect.width)))
    watch.observe(box.current)
    return () => watch.disconnect()
  }, [])
  return { box, width }
}

export function Trend(p: { days: Day[]; unit: string }) {
  const { t } = useText()
  const { box, width } = useWidth()
  return <div className="chart" ref={box}>{p.days.length ? width > 0 && <Plot {...p} W={width} /> : <div className="in dim">{t('app.none')}</div>}</div>
}

function Plot({ days, unit, W }: { days: Day[]; unit: string; W: number }) {
  const { t, lang } = useText()
  const [at, setAt] = useState<number | null>(null)
  const flow = Math.max(...days.map((d) => Math.max(d.in, d.out)), 1)
  const fs = step(flow, 2)
  const fmax = Math.ceil(flow / fs) * fs
  const lo = Math.min(...days.map((d) => d.stock))
  const hi = Math.max(...days.map((d) => d.stock))
  const ss = step(Math.max(hi - lo, 4), 4)
  const [smin, smax] = [Math.floor(lo / ss) * ss, Math.max(Math.ceil(hi / ss) * ss, Math.floor(lo / ss) * ss + ss * 4)]
  const slot = (W - LEFT - RIGHT) / days.length
  const x = (i: number) => LEFT + slot * (i + 0.5)
  const y = (v: number) => TOP + ((fmax - v) / (2 * fmax)) * (H - TOP - BOTTOM)
  const ys = (v: number) => TOP + ((smax - v) / (smax - smin)) * (H - TOP - BOTTOM)
  const label = (v: number) => { const s = scaled(Math.abs(v), unit, lang); return (v < 0 ? '−' : '') + s.text.replace(/\.0+$|(\.\d*?)0+$/, '$1') + (/^[万kM]/.exec(s.unit)?.[0] ?? '') }
  const bar = Math.min(9, slot * 0.6)
  const shown = days[at ?? days.length - 1]
  const say = (v: number) => { const s = scaled(v, unit, lang); return `${s.text} ${s.unit}` }
  return (
      <svg width={W} height={H} viewBox={`0 0 ${W} ${H}`} role="img" aria-label={`${t('cockpit.trend')} ${t('cockpit.trend_hint')}`} onMouseLeave={() => setAt(null)}>
        {[-fmax, -fs, 0, fs, fmax].filter((v, i, a) => a.indexOf(v) === i).map((v) => <g key={v}><line x1={LEFT} x2={W - RIGHT} y1={y(v)} y2={y(v)} stroke="var(--bd2)" /><text x={LEFT - 6} y={y(v) + 4} textAnchor="end">{label(v)}</text></g>)}
        {[smin, (smin + smax) / 2, smax].map((v) => <text key={v} x={W - RIGHT + 6} y={ys(v) + 4}>{label(v)}</text>)}
        {days.map((d, i) => (
          <g key={d.day} onMouseEnter={() => setAt(i)}>
            <rect x={x(i) - slot / 2} y={TOP} width={slot} height={H - TOP - BOTTOM} fill={at === i ? 'var(--bd2)' : 'transparent'} />
            <rect x={x(i) - bar / 2} width={bar} y={y(d.in)} height={y(0) - y(d.in)} fill="var(--fill)" />
            <rect x={x(i) - bar / 2} width={bar} y={y(0)} height={y(-d.out) - y(0)} fill="var(--fill2)" />
            {i % 5 === 0 && <text x={x(i)} y={H - 6} textAnchor="middle">{d.day.slice(5).replace('-', '/')}</text>}
          </g>
        ))}
        <polyline points={days.map((d, i) => `${x(i)},${ys(d.stock)}`).join(' ')} fill="none" stroke="var(--tx)" strokeWidth="1.6" />
        <g transform={`translate(14,16)`}>
          <rect width="10" height="8" y="-7" fill="var(--fill)" /><text x="14">{t('cockpit.in')}</text><rect x="56" width="10" height="8" y="-7" fill="var(--fill2)" /><text x="70">{t('cockpit.out')}</text>
          <line x1="112" x2="124" y1="-3" y2="-3" stroke="var(--tx)" strokeWidth="1.6" /><text x="128">{t('cockpit.stock')}</text>
          <text y="18" className="now">{`${shown.day.slice(5)}　+${say(shown.in)}　−${say(shown.out)}　= ${say(shown.stock)}`}</text>
        </g>
      </svg>
  )
}
