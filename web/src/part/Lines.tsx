/** Lines over time with bands behind single instants. Plain SVG; the caller's table holds the same numbers. */
import { useEffect, useRef, useState } from 'react'
import { useText } from '../i18n'

const H = 220
const [LEFT, RIGHT, TOP, BOTTOM] = [48, 12, 10, 24]
type Line = { name: string; color: string; values: (number | null)[] }
type Props = { labels: string[]; lines: Line[]; bands?: (string | null)[]; unit: string; at?: number; choose?: (index: number) => void }

export function Lines(p: Props) {
  const { t } = useText()
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (!box.current) return
    const watch = new ResizeObserver(([e]) => setWidth(Math.floor(e.contentRect.width)))
    watch.observe(box.current)
    return () => watch.disconnect()
  }, [])
  return <div className="chart" ref={box}>{p.labels.length ? width > 0 && <Plot {...p} W={width} /> : <div className="in dim">{t('app.none')}</div>}</div>
}

function Plot({ labels, lines, bands, unit, at, choose, W }: Props & { W: number }) {
  const known = lines.flatMap((l) => l.values).filter((v): v is number => v !== null)
  const [least, most] = [Math.min(...known), Math.max(...known)]
  const room = Math.max((most - least) * 0.08, 0.5)
  const [low, high] = [least - room, most + room]
  const slot = (W - LEFT - RIGHT) / labels.length
  const x = (i: number) => LEFT + slot * (i + 0.5)
  const y = (v: number) => TOP + ((high - v) / (high - low)) * (H - TOP - BOTTOM)
  // A missing value breaks the line.
  const pieces = (values: (number | null)[]) => values.reduce<string[][]>((all, v, i) => {
    if (v === null) all.push([])
    else all[all.length - 1].push(`${x(i)},${y(v)}`)
    return all
  }, [[]]).filter((piece) => piece.length)
  const every = Math.max(Math.ceil(labels.length / Math.max(Math.floor((W - LEFT) / 90), 1)), 1)
  return (
    <svg width={W} height={H} viewBox={`0 0 ${W} ${H}`} role="img" aria-label={lines.map((l) => l.name).join('、')}>
      {bands?.map((color, i) => color && <rect key={i} x={x(i) - slot / 2} width={Math.max(slot, 1)} y={TOP} height={H - TOP - BOTTOM} fill={color} />)}
      {[low + room, (low + high) / 2, high - room].map((v) => <g key={v}><line x1={LEFT} x2={W - RIGHT} y1={y(v)} y2={y(v)} stroke="var(--bd2)" /><text x={LEFT - 6} y={y(v) + 4} textAnchor="end">{v.toFixed(most - least < 20 ? 1 : 0)}</text></g>)}
      {labels.map((label, i) => i % every === 0 && <text key={i} x={x(i)} y={H - 6} textAnchor="middle">{label}</text>)}
      {lines.map((line) => pieces(line.values).map((piece, i) => piece.length > 1 ? <polyline key={`${line.name}${i}`} points={piece.join(' ')} fill="none" stroke={line.color} strokeWidth="1.6" /> : <circle key={`${line.name}${i}`} cx={piece[0].split(',')[0]} cy={piece[0].split(',')[1]} r="2.5" fill={line.color} />))}
      {at !== undefined && <line x1={x(at)} x2={x(at)} y1={TOP} y2={H - BOTTOM} stroke="var(--tx3)" strokeDasharray="3 3" />}
      {choose && <rect x={LEFT} y={TOP} width={W - LEFT - RIGHT} height={H - TOP - BOTTOM} fill="transparent" onClick={(e) => { const box = e.currentTarget.getBoundingClientRect(); choose(Math.min(Math.max(Math.floor(((e.clientX - box.left) / box.width) * labels.length), 0), labels.length - 1)) }} />}
      <text x={LEFT} y={TOP + 2} className="now">{unit}</text>
    </svg>
  )
}
