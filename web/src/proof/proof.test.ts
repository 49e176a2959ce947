// @vitest-environment node
/** Published vectors, agreement with a naive tree, and forgeries that must be refused. */
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { describe, expect, it } from 'vitest'
import { base64, concat, equal, fromHex, hex, utf8 } from './bytes'
import { acceptKey, pinKeys, pinnedHead } from './keys'
import { parseNote, parseTlogProof, parseVkey, signersOf, type Vkey } from './note'
import { sm2Verify } from './sm2'
import { sm3 } from './sm3'
import { splitBundle, tileNumber, tilePath, type Fetch } from './tiles'
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

/** RFC 6962 section 2.1, written as the text has it. */
const split = (n: number) => { let k = 1; while (k * 2 < n) k *= 2; return k }
function naive(suite: Suite, l: Uint8Array[]): Uint8Array {
  if (l.length === 1) return leafHash(suite, l[0])
  const k = split(l.length)
  return nodeHash(suite, naive(suite, l.slice(0, k)), naive(suite, l.slice(k)))
}
function path(suite: Suite, m: number, l: Uint8Array[]): Uint8Array[] {
  if (l.length === 1) return []
  const k = split(l.length)
  return m < k ? [...path(suite, m, l.slice(0, k)), naive(suite, l.slice(k))] : [...path(suite, m - k, l.slice(k)), naive(suite, l.slice(0, k))]
}

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

/** A book with Ed25519 only on one side and the SM2 side taken from a fixed key is not possible here (no SM2 signer), so SM3 checks run without a key. */
const SECRET = new Uint8Array(32).fill(7)
const ORIGIN = 'test/book/A'
function makeBook(entries: Uint8Array[]) {
  const pub = ed25519.getPublicKey(SECRET)
  const body = concat(new Uint8Array([1]), pub)
  const id = sha256(concat(utf8(ORIGIN + '\n'), body)).subarray(0, 4)
  const vkey = `${ORIGIN}+${hex(id)}+${base64(body)}`
  const checkpoint = (size: number) => {
    const text = `${ORIGIN}\n${size}\n${base64(naive('sha256', entries.slice(0, size)))}\n`
    return `${text}\n— ${ORIGIN} ${base64(concat(id, ed25519.sign(utf8(text), SECRET)))}\n`
  }
  const proof = (n: number, size: number) => ['c2sp.org/tlog-proof@v1', `index ${n}`, ...path('sha256', n, entries.slice(0, size)).map(base64), '', checkpoint(size)].join('\n')
  const fetch: Fetch = async (p) => {
    const [, level, n] = /^(?:gm\/)?tile\/(\w+)\/(\d+)/.exec(p)!
    const part = entries.slice(Number(n) * 256, Number(n) * 256 + 256)
    if (level === 'entries') return concat(...part.map((e) => concat(new Uint8Array([e.length >> 8, e.length & 255]), e)))
    return concat(...part.map((e) => leafHash(p.startsWith('gm') ? 'sm3' : 'sha256', e)))
  }
  return { vkey, checkpoint, proof, fetch }
}
const facts = (n: number, first = '') => Array.from({ length: n }, (_, i) => utf8(JSON.stringify({ v: 1, book: ORIGIN, n: i, why: i === 0 ? first : null })))
function pinsOf(): Map<string, string> & { getItem(k: string): string | null; setItem(k: string, v: string): void; removeItem(k: string): void } {
  const m = new Map<string, string>()
  return Object.assign(m, { getItem: (k: string) => m.get(k) ?? null, setItem: (k: string, v: string) => void m.set(k, v), removeItem: (k: string) => void m.delete(k) })
}
const evidence = (e: Uint8Array[], index: number, size: number, keys: Vkey[]): Evidence => ({ origin: ORIGIN, index, entry: e[index], proofs: { sha256: makeBook(e).proof(index, size) }, keys, changed: [] })

describe('a fact in its book', () => {
  const e = facts(9)
  const book = makeBook(e)
  const sha = (steps: { suite?: Suite; ok: boolean | null; name: string }[]) => steps.filter((s) => s.suite !== 'sm3')

  it('is complete but for the missing SM3 suite, which leaves the verdict incomplete', async () => {
    const v = await verifyFact(evidence(e, 3, 9, [parseVkey(book.vkey)]), book.fetch, pinsOf())
    expect(sha(v.steps).every((s) => s.ok)).toBe(true)
    expect(v.state).toBe('incomplete')
  })
  it('is refused when the entry, the index, the origin or the key differs', async () => {
    const keys = [parseVkey(book.vkey)]
    const good = evidence(e, 3, 9, keys)
    const cases: Partial<Evidence>[] = [
      { entry: utf8(new TextDecoder().decode(e[3]).replace('null', '"x"')) }, { index: 4 }, { origin: 'test/book/B' },
      { proofs: { sha256: good.proofs.sha256!.replace('index 3', 'index 2') } }, { proofs: { sha256: 'garbage' } },
      { changed: pinKeys([makeBook(e).vkey], Object.assign(pinsOf(), { getItem: () => 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW' })).changed },
    ]
    for (const c of cases) expect((await verifyFact({ ...good, ...c }, book.fetch, pinsOf())).state).toBe('mismatch')
  })
  it('is refused after a consistent forgery, because the head was seen before', async () => {
    const pins = pinsOf()
    const { keys } = pinKeys([book.vkey], pins)
    await verifyBook(ORIGIN, { sha256: book.checkpoint(5) }, keys, [], book.fetch, pins, null)
    expect(pinnedHead(ORIGIN, pins)).toBeNull() // incomplete is not remembered
    pins.setItem(`inrs.head.${ORIGIN}`, `5 ${base64(naive('sha256', e.slice(0, 5)))}`)
    const forged = makeBook(facts(9, 'forged'))
    const honest = await verifyBook(ORIGIN, { sha256: book.checkpoint(9) }, keys, [], book.fetch, pins, () => {})
    expect(sha(honest.steps).every((s) => s.ok)).toBe(true)
    const caught = await verifyBook(ORIGIN, { sha256: forged.checkpoint(9) }, keys, [], forged.fetch, pins, null)
    expect(caught.state).toBe('mismatch')
    expect(caught.steps.find((s) => s.name === 'history')?.ok).toBe(false)
  })
  it('is refused when entries served differ from the signed root', async () => {
    const other = makeBook(facts(9, 'forged'))
    const v = await verifyBook(ORIGIN, { sha256: book.checkpoint(9) }, [parseVkey(book.vkey)], [], other.fetch, pinsOf(), () => {})
    expect(v.steps.find((s) => s.name === 'entries')?.ok).toBe(false)
  })
  it('reads its own proof file', () => {
    const p = parseTlogProof(book.proof(3, 9))
    expect([p.index, p.checkpoint.size, p.path.length]).toEqual([3, 9, 4])
    expect(equal(p.checkpoint.root, naive('sha256', e))).toBe(true)
  })
})

describe('pinned keys', () => {
  it('shouts when a key changes and verifies with the old one until a person accepts', () => {
    const pins = pinsOf()
    const mine = makeBook(facts(1)).vkey
    expect(pinKeys([mine], pins).fresh).toEqual([ORIGIN])
    const pub = ed25519.getPublicKey(new Uint8Array(32).fill(9))
    const body = concat(new Uint8Array([1]), pub)
    const other = `${ORIGIN}+${hex(sha256(concat(utf8(ORIGIN + '\n'), body)).subarray(0, 4))}+${base64(body)}`
    const { changed, keys } = pinKeys([other], pins)
    expect(changed).toEqual([{ origin: ORIGIN, pinned: mine, offered: other }])
    expect(keys[0].text).toBe(mine)
    acceptKey(changed[0], pins)
    expect(pinKeys([other], pins).changed).toEqual([])
  })
})
