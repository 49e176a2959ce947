/** Puts the pieces together: is this fact in its book, and is the book the one seen before. Believes only bytes, pinned keys and arithmetic. */
import { equal, hex } from './bytes'
import { forked, pinHead, pinnedHead, type KeyChange, type Pins } from './keys'
import { parseCheckpoint, parseTlogProof, signersOf, type Checkpoint, type Vkey } from './note'
import { consistent, recompute, type Fetch } from './tiles'
import { includes, leafHash, type Suite } from './tree'

/** ✓ all suites hold · ◐ something could not be had · ✕ something contradicts · ○ not looked at yet. */
export type State = 'verified' | 'incomplete' | 'mismatch' | 'unchecked'
export type StepName = 'fetch' | 'keys' | 'parse' | 'signature' | 'origin' | 'position' | 'inclusion' | 'history' | 'entries' | 'sum'
/** One thing that was checked. `ok: null` means it could not be checked. */
export type Step = { name: StepName; suite?: Suite; ok: boolean | null; detail: string }
export type Verdict = { state: State; steps: Step[] }

/** Any contradiction is a mismatch; anything missing leaves it incomplete. */
export function verdict(steps: Step[]): Verdict {
  if (steps.some((s) => s.ok === false)) return { state: 'mismatch', steps }
  return { state: steps.length && steps.every((s) => s.ok) ? 'verified' : 'incomplete', steps }
}

/** What the server handed over about one fact; nothing in it is believed. */
export type Evidence = { origin: string; index: number; entry: Uint8Array; proofs: Partial<Record<Suite, string>>; keys: Vkey[]; changed: KeyChange[] }

const originOf = (origin: string, suite: Suite) => (suite === 'sm3' ? origin + '/gm' : origin)

function checkSigned(head: Checkpoint, origin: string, suite: Suite, keys: Vkey[]): Step[] {
  const kind = suite === 'sm3' ? 'sm2' : 'ed25519'
  const own = keys.filter((k) => k.kind === kind && k.name === origin)
  const steps: Step[] = [{ name: 'origin', suite, ok: head.origin === origin, detail: head.origin }]
  if (!own.length) return [...steps, { name: 'signature', suite, ok: null, detail: 'no key' }]
  try {
    const good = signersOf(head.note, own)
    return [...steps, { name: 'signature', suite, ok: good.length > 0, detail: good[0]?.text.slice(0, origin.length + 9) ?? 'not signed by the book' }]
  } catch (e) {
    return [...steps, { name: 'signature', suite, ok: false, detail: String(e) }]
  }
}

function checkSuite(e: Evidence, suite: Suite): { steps: Step[]; head?: Checkpoint } {
  const raw = e.proofs[suite]
  if (!raw) return { steps: [{ name: 'fetch', suite, ok: null, detail: 'no proof' }] }
  try {
    const proof = parseTlogProof(raw, suite)
    const head = proof.checkpoint
    const leaf = leafHash(suite, e.entry)
    const steps: Step[] = [
      { name: 'position', suite, ok: proof.index === e.index, detail: `${proof.index} / ${head.size}` },
      ...checkSigned(head, originOf(e.origin, suite), suite, e.keys),
      { name: 'inclusion', suite, ok: includes(suite, head, proof.index, leaf, proof.path), detail: hex(leaf) },
    ]
    return { steps, head }
  } catch (error) {
    return { steps: [{ name: 'parse', suite, ok: false, detail: String(error) }] }
  }
}

/** The fact's own claim of where it stands must match where it was proved to stand. */
function checkClaim(e: Evidence): Step {
  try {
    const fact = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(e.entry)) as { book?: string; n?: number }
    return { name: 'entries', ok: fact.book === e.origin && fact.n === e.index, detail: `${fact.book} #${fact.n}` }
  } catch (error) {
    return { name: 'entries', ok: false, detail: String(error) }
  }
}

/** Verifies one fact in both suites, then that its tree heads extend the heads this browser remembers. Remembers them if all holds. */
export async function verifyFact(e: Evidence, fetch: Fetch, pins: Pins): Promise<Verdict> {
  const steps: Step[] = e.changed.map((c) => ({ name: 'keys', ok: false, detail: `${c.origin}: ${c.pinned} → ${c.offered}` }))
  steps.push(checkClaim(e))
  const heads: Checkpoint[] = []
  for (const suite of ['sha256', 'sm3'] as const) {
    const one = checkSuite(e, suite)
    steps.push(...one.steps)
    if (!one.head || one.steps.some((s) => !s.ok)) continue
    heads.push(one.head)
    steps.push(await checkHistory(one.head, suite, fetch, pins))
  }
  const result = verdict(steps)
  if (result.state === 'verified') heads.forEach((h) => pinHead(h, pins))
  return result
}

/** Whether a verified head and the remembered one belong to one history. */
export async function checkHistory(head: Checkpoint, suite: Suite, fetch: Fetch, pins: Pins): Promise<Step> {
  const before = pinnedHead(head.origin, pins)
  const step = (ok: boolean | null, detail: string): Step => ({ name: 'history', suite, ok, detail })
  if (!before) return step(true, `first seen at ${head.size}`)
  if (forked(before, head)) return step(false, `two roots at ${head.size}`)
  if (before.size === head.size) return step(true, `same as seen at ${head.size}`)
  try {
    const [older, newer] = before.size < head.size ? [before, head] : [head, before]
    return step(await consistent(fetch, suite, older, newer), `${older.size} → ${newer.size}`)
  } catch (error) {
    return step(null, String(error))
  }
}

/** Verifies the newest checkpoints of a book and, on request, rehashes every entry. */
export async function verifyBook(
  origin: string, raws: Partial<Record<Suite, string>>, keys: Vkey[], changed: KeyChange[], fetch: Fetch, pins: Pins,
  rehash: ((done: number, size: number) => void) | null,
): Promise<Verdict> {
  const steps: Step[] = changed.map((c) => ({ name: 'keys', ok: false, detail: `${c.origin}: ${c.pinned} → ${c.offered}` }))
  const heads: [Suite, Checkpoint][] = []
  for (const suite of ['sha256', 'sm3'] as const) {
    const raw = raws[suite]
    if (!raw) { steps.push({ name: 'fetch', suite, ok: null, detail: 'no checkpoint' }); continue }
    const head = parseCheckpoint(raw)
    const signed = checkSigned(head, originOf(origin, suite), suite, keys)
    steps.push(...signed)
    if (signed.some((s) => !s.ok)) continue
    heads.push([suite, head])
    steps.push(await checkHistory(head, suite, fetch, pins))
  }
  if (rehash && heads.length) {
    const size = Math.max(...heads.map(([, h]) => h.size))
    const found = await recompute(fetch, size, heads.map(([, h]) => h.size), (done) => rehash(done, size))
    for (const [suite, head] of heads) {
      const mine = found.get(`${suite}@${head.size}`)
      steps.push({ name: 'entries', suite, ok: !!mine && equal(mine.root, head.root), detail: `${head.size}` })
    }
  }
  const result = verdict(steps)
  if (result.state === 'verified') heads.forEach(([, h]) => pinHead(h, pins))
  return result
}
