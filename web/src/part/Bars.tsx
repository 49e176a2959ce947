/** Small bars: stock against plan with goods on the way, and progress. Shape and number together, never colour alone. */
export function Bullet({ value, target, onWay = 0, top: scale = 0 }: { value: number; target: number | null; onWay?: number; top?: number }) {
  const top = Math.max((target ?? 0) * 1.12, (value + onWay) * (target ? 1.02 : 1), scale, 1)
  const share = (x: number) => `${Math.min(100, (x / top) * 100)}%`
  const low = target !== null && value < target * 0.9
  return (
    <div className="bul" aria-hidden>
      <i style={{ width: share(value + onWay), background: 'var(--fill2)' }} />
      <i style={{ width: share(value), background: low ? 'var(--amb)' : 'var(--fill)' }} />
      {target !== null && <em style={{ left: share(target) }} />}
    </div>
  )
}

export function Progress({ part, whole }: { part: number; whole: number }) {
  const percent = whole > 0 ? Math.min(100, Math.floor((part / whole) * 100)) : 0
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      <span aria-hidden style={{ display: 'inline-block', width: 72, height: 6, background: 'var(--bar)', borderRadius: 3, verticalAlign: 2, marginRight: 8, overflow: 'hidden' }}><i style={{ display: 'block', height: 6, width: `${percent}%`, background: 'var(--fill)' }} /></span>
      {percent}%
    </span>
  )
}
