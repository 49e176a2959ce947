// @vitest-environment node
/** Published vectors, agreement with a naive tree, and forgeries that must be refused. */
import { makeBook, naive, path, signer } from '../../dev/book'
import { describe, expect, it } from 'vitest'
import { base64, fromHex, hex, utf8 } from './bytes'
import { acceptKey, pinKeys, pinnedHead, pinOrigin } from './keys'
import { parseNote, parseVkey, signersOf, type Vkey } from './note'
import { sm2Verify } from './sm2'
import { sm3 } from './sm3'
import { verifyStatement, verifySumProof } from './statement'
import { sumJoin, sumLeaf } from './sum'
import { splitBundle, tileNumber, tilePath } from './tiles'
import { consistencyRanges, extendsHead, includes, leafHash, nodeHash, Range, type Suite } from './tree'
import { verifyBook, verifyFact, type Evidence } from './verify'

describe('digests', () => {
  it('SM3 gives the values of GB/T 32905 appendix A', () => {
    expect(hex(sm3(utf8('abc')))).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0')
    expect(hex(sm3(utf8('abcd'.repeat(16))))).toBe('debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732')
    expect(hex(sm3(utf8('')))).toBe('1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b')
  })
  it('SM3 pads right at every length around a block', () => {
    const seen = new Set(Array.from({ length: 130 }, (_, n) => hex(sm3(new Uint8Array(n)))))
    expect(seen.size).toBe(130)
  })
  it('SM2 verifies the example of GB/T 32918.5 and nothing near it', () => {
    const key = fromHex('0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13')
    const sig = fromHex('f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa')
    expect(sm2Verify(sig, utf8('message digest'), key)).toBe(true)
    expect(sm2Verify(sig, utf8('message digesu'), key)).toBe(false)
    for (const i of [0, 31, 32, 63]) {
      const bad = Uint8Array.from(sig)
      bad[i] ^= 1
      expect(sm2Verify(bad, utf8('message digest'), key)).toBe(false)
    }
    expect(sm2Verify(new Uint8Array(64), utf8('message digest'), key)).toBe(false)
    expect(sm2Verify(sig, utf8('message digest'), new Uint8Array(65))).toBe(false)
  })
})

const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(fromHex)
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

describe('tree', () => {
  it('reproduces the roots of the certificate transparency test tree', () => {
    const range = new Range('sha256')
    LEAVES.forEach((leaf, i) => {
      range.push(leafHash('sha256', leaf))
      expect(hex(range.root())).toBe(ROOTS[i])
    })
    expect(hex(new Range('sha256').root())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })
  it('accepts every honest inclusion proof up to 20 entries and refuses any change of it', () => {
    const all = Array.from({ length: 20 }, (_, i) => utf8(`entry ${i}`))
    for (let n = 1; n <= 20; n++) for (let m = 0; m < n; m++) {
      const l = all.slice(0, n)
      const head = { size: n, root: naive('sha256', l) }
      const p = path('sha256', m, l)
      const leaf = leafHash('sha256', l[m])
      expect(includes('sha256', head, m, leaf, p)).toBe(true)
      expect(includes('sha256', head, m, leafHash('sha256', utf8('other')), p)).toBe(false)
      expect(includes('sha256', head, m, leaf, [...p, leaf])).toBe(false)
      if (p.length) expect(includes('sha256', head, m, leaf, p.slice(1))).toBe(false)
      for (let other = 0; other < n; other++) if (other !== m) expect(includes('sha256', head, other, leaf, p)).toBe(false)
    }
  })
  it('draws consistency proofs that hold between all sizes up to 20, and not from another history', () => {
    const all = Array.from({ length: 20 }, (_, i) => utf8(`entry ${i}`))
    const forged = all.map((x, i) => (i === 0 ? utf8('forged') : x))
    const draw = (l: Uint8Array[], m: number, n: number) => consistencyRanges(m, n).map((range) => range
      .map((node) => naive('sm3', l.slice(node.index * 2 ** node.level, (node.index + 1) * 2 ** node.level)))
      .reduceRight((right, left) => nodeHash('sm3', left, right)))
    for (let n = 1; n <= 20; n++) for (let m = 1; m <= n; m++) {
      const [older, newer] = [m, n].map((size) => ({ size, root: naive('sm3', all.slice(0, size)) }))
      expect(extendsHead('sm3', older, newer, draw(all, m, n))).toBe(true)
      expect(extendsHead('sm3', { size: m, root: naive('sm3', forged.slice(0, m)) }, newer, draw(all, m, n))).toBe(false)
      if (m < n) expect(extendsHead('sm3', older, newer, [])).toBe(false)
    }
  })
})

describe('notes and tiles', () => {
  it('verifies the note of the signed-note specification and refuses another text', () => {
    const key = parseVkey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')
    const raw = 'If you think cryptography is the answer to your problem,\nthen you don\'t know what your problem is.\n\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'
    expect(signersOf(parseNote(raw), [key])).toEqual([key])
    expect(() => signersOf(parseNote(raw.replace('the answer', 'an answer')), [key])).toThrow(/bad signature/)
    expect(() => parseVkey('PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')).toThrow(/id/)
  })
  it('names tiles as C2SP does', () => {
    expect(tileNumber(1234067)).toBe('x001/x234/067')
    expect(tilePath(0, 273, 70000)).toBe('tile/0/273.p/112')
    expect(tilePath(1, 1, 70000)).toBe('tile/1/001.p/17')
    expect(tilePath('entries', 0, 70000)).toBe('tile/entries/000')
  })
  it('refuses a bundle that is cut short', () => {
    expect(splitBundle(new Uint8Array([0, 1, 7, 0, 0])).map((x) => x.length)).toEqual([1, 0])
    expect(() => splitBundle(new Uint8Array([0, 2, 7]))).toThrow()
  })
})

const ORIGIN = 'test/book/A'
const facts = (n: number, first = '') => Array.from({ length: n }, (_, i) => utf8(JSON.stringify({ v: 1, book: ORIGIN, n: i, why: i === 0 ? first : null })))
function pinsOf(): Map<string, string> & { getItem(k: string): string | null; setItem(k: string, v: string): void; removeItem(k: string): void } {
  const m = new Map<string, string>()
  return Object.assign(m, { getItem: (k: string) => m.get(k) ?? null, setItem: (k: string, v: string) => void m.set(k, v), removeItem: (k: string) => void m.delete(k) })
}
const evidence = (e: Uint8Array[], index: number, size: number, keys: Vkey[]): Evidence => {
  const b = makeBook(ORIGIN, e)
  return { origin: ORIGIN, index, entry: e[index], proofs: { sha256: b.proof('sha256', index, size), sm3: b.proof('sm3', index, size) }, keys, changed: [] }
}

describe('a fact in its book', () => {
  const e = facts(9)
  const book = makeBook(ORIGIN, e)
  const keys = book.vkeys.map(parseVkey)
  const raws = (b: typeof book, n: number) => ({ sha256: b.checkpoint('sha256', n), sm3: b.checkpoint('sm3', n) })

  it('is verified in both suites, and the heads are remembered', async () => {
    const pins = pinsOf()
    expect((await verifyFact(evidence(e, 3, 9, keys), book.fetch, pins)).state).toBe('verified')
    expect(pinnedHead(ORIGIN, pins)?.size).toBe(9)
    expect(pinnedHead(ORIGIN + '/gm', pins)?.size).toBe(9)
  })
  it('is incomplete when a suite, a key or an older head cannot be had', async () => {
    const good = evidence(e, 3, 9, keys)
    expect((await verifyFact({ ...good, proofs: { sha256: good.proofs.sha256 } }, book.fetch, pinsOf())).state).toBe('incomplete')
    expect((await verifyFact({ ...good, keys: keys.slice(0, 1) }, book.fetch, pinsOf())).state).toBe('incomplete')
    const pins = pinsOf()
    pins.setItem(`inrs.head.${ORIGIN}`, `5 ${base64(naive('sha256', e.slice(0, 5)))}`)
    expect((await verifyFact(good, () => Promise.reject(new Error('offline')), pins)).state).toBe('incomplete')
  })
  it('is refused when the entry, the index, the origin, a proof or a key differs', async () => {
    const good = evidence(e, 3, 9, keys)
    const p = good.proofs
    const cases: Partial<Evidence>[] = [
      { entry: utf8(new TextDecoder().decode(e[3]).replace('null', '"x"')) }, { index: 4 }, { origin: 'test/book/B' },
      { proofs: { ...p, sha256: p.sha256!.replace('index 3', 'index 2') } }, { proofs: { ...p, sm3: p.sm3!.replace('index 3', 'index 2') } },
      { proofs: { ...p, sm3: p.sha256 } }, { proofs: { ...p, sha256: 'garbage' } },
      { proofs: evidence(facts(9, 'forged'), 3, 9, keys).proofs, keys: makeBook(ORIGIN, e, 8).vkeys.map(parseVkey), changed: [{ origin: ORIGIN, pinned: 'a', offered: 'b' }] },
    ]
    for (const c of cases) expect((await verifyFact({ ...good, ...c }, book.fetch, pinsOf())).state).toBe('mismatch')
  })
  it('is refused after a consistent forgery, signed with the right keys, because the head was seen before', async () => {
    const pins = pinsOf()
    expect((await verifyBook(ORIGIN, raws(book, 5), keys, [], book.fetch, pins, null)).state).toBe('verified')
    expect((await verifyBook(ORIGIN, raws(book, 9), keys, [], book.fetch, pins, () => {})).state).toBe('verified')
    const forged = makeBook(ORIGIN, facts(9, 'forged'))
    for (const size of [5, 8, 9]) {
      const caught = await verifyBook(ORIGIN, raws(forged, size), keys, [], forged.fetch, pins, null)
      expect(caught.state).toBe('mismatch')
      expect(caught.steps.find((s) => s.name === 'history')?.ok).toBe(false)
    }
    const fact = await verifyFact(evidence(facts(9, 'forged'), 0, 9, keys), forged.fetch, pins)
    expect(fact.state).toBe('mismatch')
  })
  it('is refused when entries served differ from the signed root', async () => {
    const other = makeBook(ORIGIN, facts(9, 'forged'))
    const v = await verifyBook(ORIGIN, raws(book, 9), keys, [], other.fetch, pinsOf(), () => {})
    expect(v.steps.filter((s) => s.name === 'entries').map((s) => s.ok)).toEqual([false, false])
  })
  it('takes the full tile where a partial one is gone', async () => {
    const long = facts(300)
    const b = makeBook(ORIGIN, long)
    const pins = pinsOf()
    const full = (p: string) => (/\/000\.p\//.test(p) ? Promise.reject(new Error('gone')) : b.fetch(p))
    expect((await verifyBook(ORIGIN, raws(b, 200), keys, [], b.fetch, pins, null)).state).toBe('verified')
    expect((await verifyFact(evidence(long, 3, 100, keys), full, pins)).state).toBe('verified')
    expect((await verifyBook(ORIGIN, raws(b, 200), keys, [], full, pins, () => {})).state).toBe('verified')
  })
  it('follows a history across many tiles', async () => {
    const long = facts(700)
    const b = makeBook(ORIGIN, long)
    const pins = pinsOf()
    for (const size of [1, 255, 256, 257, 512, 700]) expect((await verifyBook(ORIGIN, raws(b, size), keys, [], b.fetch, pins, size === 700 ? () => {} : null)).state, `${size}`).toBe('verified')
  })
})

describe('pinned keys', () => {
  it('shouts when a key changes and verifies with the old one until a person accepts', () => {
    const pins = pinsOf()
    const [mine] = makeBook(ORIGIN, facts(1)).vkeys
    expect(pinKeys([mine], pins).fresh).toEqual([ORIGIN])
    const [other] = makeBook(ORIGIN, facts(1), 9).vkeys
    const { changed, keys } = pinKeys([other], pins)
    expect(changed).toEqual([{ origin: ORIGIN, pinned: mine, offered: other }])
    expect(keys[0].text).toBe(mine)
    acceptKey(changed[0], pins)
    expect(pinKeys([other], pins).changed).toEqual([])
  })
  it('keeps one book name for each organisation', () => {
    const pins = pinsOf()
    expect([pinOrigin('A', 'n/book/A', pins), pinOrigin('A', 'n/book/A', pins), pinOrigin('A', 'm/book/A', pins), pinOrigin('B', 'n/book/A', pins)]).toEqual([true, true, false, false])
  })
})

describe('a statement', () => {
  /** One group, two books, three holdings, built by the words of the specification. */
  function make(suite: Suite, cheat = 0n) {
    const leaf = (d: string, q: bigint) => sumLeaf(suite, utf8(d), q)
    const [a1, a2, b1] = [leaf('P1 L1', 5n), leaf('P2 L2', 7n), leaf('P9 L9', 30n)]
    const a = sumJoin(suite, a1, a2)
    const line = (o: string, n: number, h: Uint8Array) => `${o} ${n} ${base64(h)}`
    const [la, lb] = [leaf(line('n/book/A', 2, a.hash), a.sum), leaf(line('n/book/B', 1, b1.hash), b1.sum)]
    const top = sumJoin(suite, la, lb)
    return { a2, lb, top: { ...top, sum: top.sum + cheat } }
  }
  function files(cheat = 0n) {
    const both = { sha256: make('sha256', cheat), sm3: make('sm3', cheat) }
    const lines = ['inrs-statement v1 n 1000 0 1', `total wheat ${both.sha256.top.sum} 3 2 ${base64(both.sha256.top.hash)} ${base64(both.sm3.top.hash)}`]
    const keys = { sha256: signer('n/statement', 'sha256', 3), sm3: signer('n/statement/gm', 'sm3', 3) }
    const leaves = lines.map(utf8)
    const head = (s: Suite) => keys[s].sign(`n/statement${s === 'sm3' ? '/gm' : ''}/1000\n2\n${base64(naive(s, leaves))}\n`)
    const proof = (s: Suite) => {
      const { a2, lb } = both[s]
      return [`inrs/sum-proof@v1 ${s}`, 'holding 5 P1 L1', 'book n/book/A 0 2', `7 ${base64(a2.hash)}`, 'group 0 2', `30 ${base64(lb.hash)}`, lines[1], '', s === 'sm3' ? 'inrs/gm-proof@v1' : 'c2sp.org/tlog-proof@v1', 'index 1', ...path(s, 1, leaves).map(base64), '', head(s)].join('\n')
    }
    return { file: `inrs/statement@v1\n${lines.join('\n')}\n\n${head('sha256')}\n${head('sm3')}`, proof, keys: [keys.sha256.vkey, keys.sm3.vkey].map(parseVkey) }
  }
  it('is verified in both suites, and so is a holding inside it', () => {
    const s = files()
    expect(verifyStatement(s.file, s.keys).state).toBe('verified')
    for (const suite of ['sha256', 'sm3'] as const) {
      const v = verifySumProof(s.proof(suite), s.keys)
      expect([v.state, v.proof?.quantity, v.proof?.total.quantity]).toEqual(['verified', 5n, 42n])
    }
  })
  it('is refused when the total is not the sum of what is below it, even if it is signed', () => {
    const s = files(1n)
    expect(verifyStatement(s.file, s.keys).state).toBe('verified') // the file alone cannot show it
    expect(verifySumProof(s.proof('sha256'), s.keys).state).toBe('mismatch') // a holder's proof does
  })
  it('is refused when a line, a quantity, a sibling or the signer differs', () => {
    const s = files()
    expect(verifyStatement(s.file.replace('wheat 42', 'wheat 43'), s.keys).state).toBe('mismatch')
    for (const [from, to] of [['holding 5', 'holding 6'], ['P1 L1', 'P1 L2'], ['\n7 ', '\n8 '], ['book n/book/A 0', 'book n/book/A 1'], ['group 0', 'group 1'], ['wheat', 'maize']]) expect(verifySumProof(s.proof('sha256').replace(from, to), s.keys).state, from).toBe('mismatch')
    expect(verifyStatement(s.file, [signer('n/statement', 'sha256', 4).vkey].map(parseVkey)).state).toBe('mismatch')
    expect(verifyStatement(s.file, []).state).toBe('incomplete')
  })
})
