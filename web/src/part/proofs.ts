/** Gathers evidence about a fact from the node and has it verified here. Loaded only when a proof is asked for. */
import { useQuery } from '@tanstack/react-query'
import { get } from '../api/client'
import type { Fact, FactProof, Key, Page } from '../api/types'
import { raise } from '../proof/alarm'
import type { Verdict } from '../proof/verify'

/** The keys a node offers for one book, pinned on first sight. */
export async function keysOf(org: string) {
  const { pinKeys } = await import('../proof/keys')
  const offered = await get<Page<Key>>('/keys', { org })
  const found = pinKeys(offered.items.map((k) => k.vkey), localStorage)
  raise(found.changed)
  return found
}

/** The keys that sign this node's statements, pinned like those of books. */
export async function statementKeys() {
  const { pinKeys } = await import('../proof/keys')
  const offered = await get<Page<Key>>('/keys')
  const found = pinKeys(offered.items.map((k) => k.vkey), localStorage)
  raise(found.changed)
  return found
}

async function prove(org: string, index: number): Promise<Verdict> {
  const [{ verifyFact, verdict }, { httpFetch }, { pinOrigin }] = await Promise.all([import('../proof/verify'), import('../proof/tiles'), import('../proof/keys')])
  try {
    const [fact, proofs, { keys, changed }] = await Promise.all([get<Fact>(`/books/${org}/facts/${index}`), get<FactProof>(`/books/${org}/facts/${index}/proof`), keysOf(org)])
    if (!pinOrigin(org, fact.origin, localStorage)) return verdict([{ name: 'origin', ok: false, detail: fact.origin }])
    return await verifyFact(
      { origin: fact.origin, index, entry: new TextEncoder().encode(fact.entry), proofs: { sha256: proofs.sha256 ?? undefined, sm3: proofs.sm3 ?? undefined }, keys, changed },
      httpFetch(org), localStorage,
    )
  } catch (error) {
    return verdict([{ name: 'fetch', ok: null, detail: String(error) }])
  }
}

/** Questions a proof asks, about, and how many questions a second a person may ask without being held back by the server. */
const [QUESTIONS, RATE] = [4, 40]
let next = 0
/** Waits for this proof's turn, so that a long trace proves step by step instead of running into the server's gate. */
const turn = () => {
  const now = Date.now()
  const at = Math.max(next, now - 1_000)
  next = at + (1_000 * QUESTIONS) / RATE
  return new Promise((done) => setTimeout(done, Math.max(0, at - now)))
}

/** The verdict on one fact; verified at once if `now`, otherwise when `refetch` is called. */
export const useProof = (org: string, index: number, now: boolean) =>
  useQuery({
    queryKey: ['proof', org, index], queryFn: () => turn().then(() => prove(org, index)), enabled: now, staleTime: Infinity,
    // A fresh fact waits up to a second for the next signed checkpoint.
    refetchInterval: (q) => (q.state.data?.state === 'incomplete' && q.state.dataUpdateCount < 6 ? 1500 : false),
  })
