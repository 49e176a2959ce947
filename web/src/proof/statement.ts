/** Statements and sum proofs (`docs/spec/statement.md`): reads the files, follows every step to the signed root. Believes only pinned keys. */
import { equal, fromBase64, utf8 } from './bytes'
import { parseCheckpoint, parseTlogProof, signersOf, type Checkpoint, type Vkey } from './note'
import { climb, sumLeaf, type SumNode } from './sum'
import { includes, leafHash, Range, type Suite } from './tree'
import { verdict, type Step, type Verdict } from './verify'

export type Total = { key: string; quantity: bigint; holdings: bigint; books: bigint; sha256: Uint8Array; sm3: Uint8Array; line: string }
export type StatementFile = { node: string; at: string; books: number; totals: Total[]; lines: string[]; heads: Record<Suite, string> }

const number = (text: string | undefined): bigint => {
  if (!text || !/^(0|[1-9]\d{0,18})$/.test(text)) throw new Error('malformed number')
  return BigInt(text)
}
const hash = (text: string | undefined) => {
  const b = fromBase64(text ?? '')
  if (b.length !== 32) throw new Error('malformed hash')
  return b
}

function readTotal(line: string): Total {
  const [word, key, quantity, holdings, books, sha256, sm3, ...rest] = line.split(' ')
  if (word !== 'total' || !key || rest.length) throw new Error('malformed total')
  return { key, quantity: number(quantity), holdings: number(holdings), books: number(books), sha256: hash(sha256), sm3: hash(sm3), line }
}

/** Reads a `.statement` file; says nothing about its truth. */
export function parseStatement(file: string): StatementFile {
  const parts = file.split('\n\n')
  if (parts.length !== 5) throw new Error('not a statement file')
  const [first, ...lines] = parts[0].split('\n')
  const [name, version, node, at, books, totals, ...rest] = (lines[0] ?? '').split(' ')
  if (first !== 'inrs/statement@v1' || name !== 'inrs-statement' || version !== 'v1' || rest.length) throw new Error('not a statement file')
  const n = Number(number(books))
  if (lines.length !== 1 + n + Number(number(totals)) || !lines.slice(1, 1 + n).every((l) => l.startsWith('book '))) throw new Error('statement lines do not match its head')
  return { node, at: String(number(at)), books: n, totals: lines.slice(1 + n).map(readTotal), lines, heads: { sha256: `${parts[1]}\n\n${parts[2]}\n`, sm3: `${parts[3]}\n\n${parts[4]}` } }
}

const keyName = (node: string, suite: Suite) => `${node}/statement${suite === 'sm3' ? '/gm' : ''}`

/** Origin and signature of a statement's head in one suite. */
function checkHead(head: Checkpoint, origin: string, name: string, suite: Suite, keys: Vkey[]): Step[] {
  const own = keys.filter((k) => k.name === name && k.kind === (suite === 'sm3' ? 'sm2' : 'ed25519'))
  const steps: Step[] = [{ name: 'origin', suite, ok: head.origin === origin, detail: head.origin }]
  if (!own.length) return [...steps, { name: 'signature', suite, ok: null, detail: 'no key' }]
  try {
    return [...steps, { name: 'signature', suite, ok: signersOf(head.note, own).length > 0, detail: name }]
  } catch (e) {
    return [...steps, { name: 'signature', suite, ok: false, detail: String(e) }]
  }
}

/** Both signatures are good and both roots follow from the lines. */
export function verifyStatement(file: string, keys: Vkey[]): Verdict {
  try {
    const s = parseStatement(file)
    const steps = (['sha256', 'sm3'] as const).flatMap((suite): Step[] => {
      const head = parseCheckpoint(s.heads[suite])
      const range = new Range(suite)
      s.lines.forEach((line) => range.push(leafHash(suite, utf8(line))))
      const name = keyName(s.node, suite)
      return [...checkHead(head, `${name}/${s.at}`, name, suite, keys), { name: 'entries', suite, ok: head.size === s.lines.length && equal(head.root, range.root()), detail: `${s.lines.length}` }]
    })
    return verdict(steps)
  } catch (e) {
    return verdict([{ name: 'parse', ok: false, detail: String(e) }])
  }
}

type Way = { index: bigint; size: bigint; path: SumNode[] }
export type SumProof = { suite: Suite; data: string; quantity: bigint; origin: string; book: Way; group: Way; total: Total; receipt: string }

/** Reads an `inrs/sum-proof@v1` file. */
export function parseSumProof(file: string): SumProof {
  const cut = file.indexOf('\n\n')
  const lines = file.slice(0, cut).split('\n')
  const [name, suite] = (lines.shift() ?? '').split(' ')
  if (cut < 0 || name !== 'inrs/sum-proof@v1' || (suite !== 'sha256' && suite !== 'sm3')) throw new Error('not a sum proof')
  const [, quantity, data] = /^holding (\d+) (.+)$/.exec(lines.shift() ?? '') ?? []
  const path = (): SumNode[] => {
    const out: SumNode[] = []
    while (/^\d/.test(lines[0] ?? '')) { const [sum, h] = lines.shift()!.split(' '); out.push({ sum: number(sum), hash: hash(h) }) }
    return out
  }
  const [word, origin, bi, bs] = (lines.shift() ?? '').split(' ')
  const book = { index: number(bi), size: number(bs), path: path() }
  const [group, gi, gs] = (lines.shift() ?? '').split(' ')
  const way = { index: number(gi), size: number(gs), path: path() }
  if (word !== 'book' || group !== 'group' || !data || lines.length !== 1) throw new Error('malformed sum proof')
  return { suite, data, quantity: number(quantity), origin, book, group: way, total: readTotal(lines[0]), receipt: file.slice(cut + 2) }
}

/** Whether the holding is inside the signed total: holding → book → group → total line → signed head. */
export function verifySumProof(file: string, keys: Vkey[]): Verdict & { proof?: SumProof } {
  try {
    const p = parseSumProof(file)
    const { suite, total } = p
    const root = climb(suite, sumLeaf(suite, utf8(p.data), p.quantity), p.book.index, p.book.size, p.book.path)
    const line = `${p.origin} ${p.book.size} ${btoa(String.fromCharCode(...root.hash))}`
    const top = climb(suite, sumLeaf(suite, utf8(line), root.sum), p.group.index, p.group.size, p.group.path)
    const sums = equal(top.hash, total[suite]) && top.sum === total.quantity && p.group.size === total.books && total.holdings >= p.book.size
    const receipt = parseTlogProof(p.receipt, suite)
    const head = receipt.checkpoint
    const [, name, node] = /^((.+)\/statement(?:\/gm)?)\/\d+$/.exec(head.origin) ?? []
    const steps: Step[] = [
      { name: 'sum', suite, ok: sums, detail: `${p.quantity} ⊂ ${top.sum}` },
      ...checkHead(head, head.origin, name === keyName(node ?? '', suite) ? name : '', suite, keys),
      { name: 'inclusion', suite, ok: includes(suite, head, receipt.index, leafHash(suite, utf8(total.line)), receipt.path), detail: total.key },
    ]
    return { ...verdict(steps), proof: p }
  } catch (e) {
    return verdict([{ name: 'parse', ok: false, detail: String(e) }])
  }
}
