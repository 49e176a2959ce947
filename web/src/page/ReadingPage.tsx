/** A store by its readings: every layer as a grid of figures on a colour scale, a slider through time, the history of a point. */
import { Link, useParams } from '@tanstack/react-router'
import { Slider } from 'antd'
import { useState } from 'react'
import { useFrame, useFrames, useLayouts } from '../api/hooks'
import type { FrameAnswer } from '../api/types'
import { instant, moment } from '../format'
import { useText } from '../i18n'
import { heat } from '../part/heat'
import { Lines } from '../part/Lines'
import { Answer, Empty, Facts, Head, Panel } from '../part/Panel'
import { useScope } from '../scope'

type Show = (steps: number | null | undefined) => string

/** One layer, seen from above; a point that is not believed has a broken frame and says why. */
function Layer({ frame, layer, show, chosen, choose }: { frame: FrameAnswer; layer: number; show: Show; chosen?: number; choose: (point: number) => void }) {
  const { t, word } = useText()
  const marks = new Map(frame.marks.map((m) => [m.point, m.mark]))
  const size = frame.rows * frame.columns
  const edge = layer === 0 ? t('sense.top') : layer === frame.layers - 1 ? t('sense.bottom') : ''
  return (
    <figure className="layer">
      <figcaption>{t('sense.layer', { n: layer + 1 })} {edge}</figcaption>
      <div className="grid" style={{ gridTemplateColumns: `repeat(${frame.rows}, minmax(34px, 1fr))` }}>
        {Array.from({ length: size }, (_, i) => {
          // Rows run along the length of the stack, drawn from left to right.
          const [column, row] = [Math.floor(i / frame.rows), i % frame.rows]
          const point = layer * size + row * frame.columns + column
          const [value, mark] = [frame.values[point], marks.get(point)]
          const colours = value === null || value === undefined ? {} : heat(value, frame.low, frame.high)
          const told = `${t('sense.point', { row: row + 1, column: column + 1, layer: layer + 1 })} ${show(value)}${mark ? ` ${word('mark', mark)}` : ''}`
          return <button type="button" key={point} className={`${mark ? 'marked' : ''} ${chosen === point ? 'chosen' : ''}`} style={colours} title={told} aria-label={told} onClick={() => choose(point)}>{value === null || value === undefined ? '×' : show(value)}</button>
        })}
      </div>
    </figure>
  )
}

export default function ReadingPage() {
  const { t, say } = useText()
  const { position } = useParams({ strict: false }) as { position: string }
  const { search } = useScope()
  const kind = search.tab ?? 'grain_temperature'
  const layouts = useLayouts(position)
  const layout = layouts.data?.items.find((l) => l.kind === kind)
  const [at, setAt] = useState<number>()
  const [point, setPoint] = useState<number>()
  const frames = useFrames(position, { kind, point })
  const heads = frames.data?.items ?? []
  const index = at === undefined ? heads.length - 1 : heads.findIndex((f) => f.at === at)
  const frame = useFrame(position, { kind, at })
  const scale = 10 ** (layout?.decimals ?? 1)
  const show: Show = (steps) => (steps === null || steps === undefined ? '—' : (steps / scale).toFixed(layout?.decimals ?? 1))
  const pair = (a: number | null | undefined, b: number | null | undefined) => (a === null && b === null ? null : `${show(a)} °C / ${show(b)} %`)
  const value = (v: number | null | undefined) => (v === null || v === undefined ? null : v / scale)
  const place = layout && point !== undefined ? { row: Math.floor(point / layout.columns) % layout.rows + 1, column: point % layout.columns + 1, layer: Math.floor(point / (layout.rows * layout.columns)) + 1 } : undefined
  const lines = point === undefined
    ? [{ name: t('sense.low'), color: 'var(--k1)', values: heads.map((f) => value(f.low)) }, { name: t('sense.mean'), color: 'var(--tx)', values: heads.map((f) => value(f.mean)) }, { name: t('sense.high'), color: 'var(--k3)', values: heads.map((f) => value(f.high)) }]
    : [{ name: t('sense.history'), color: 'var(--pri)', values: heads.map((f) => value(f.value)) }]
  return (
    <>
      <Head title={<><Link to="/position/$position" params={{ position }} className="code">{position.slice(18)}</Link> {layout && say(layout.kind_zh, layout.kind_en)}</>} />
      <div className="page">
        <Answer ask={frames}>
          {() => heads.length === 0 ? <section className="p"><Empty>{t('sense.no_frames')}</Empty></section> : (
            <>
              <Panel title={t('sense.time')} hint={instant(heads[Math.max(index, 0)].at)}>
                <Slider min={0} max={heads.length - 1} value={Math.max(index, 0)} onChange={(i: number) => setAt(heads[i].at)} tooltip={{ formatter: (i) => moment(heads[i ?? 0]?.at) }} ariaLabelForHandle={t('sense.time')} />
              </Panel>
              <Answer ask={frame}>
                {(f) => (
                  <Panel title={t('sense.layers')} hint={`${show(f.low)} … ${show(f.high)} ${layout?.unit ?? ''}`}>
                    <Facts rows={[[t('sense.low'), show(f.low)], [t('sense.mean'), show(f.mean)], [t('sense.high'), show(f.high)], [t('sense.missing'), f.values.filter((v) => v === null).length || null], [t('sense.outside'), pair(f.air[0], f.air[1])], [t('sense.headspace'), pair(f.air[2], f.air[3])]]} />
                    {Array.from({ length: f.layers }, (_, layer) => <Layer key={layer} frame={f} layer={layer} show={show} chosen={point} choose={(p) => setPoint(p === point ? undefined : p)} />)}
                  </Panel>
                )}
              </Answer>
              <Panel title={t('sense.history')} hint={place ? t('sense.point', place) : t('sense.all')}>
                <Lines labels={heads.map((f) => moment(f.at).slice(0, 5))} lines={lines} unit={layout?.unit ?? ''} at={Math.max(index, 0)} choose={(i) => setAt(heads[i].at)} />
              </Panel>
            </>
          )}
        </Answer>
      </div>
    </>
  )
}
