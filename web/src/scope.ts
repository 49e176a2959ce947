/** The one scope every room shares, kept in the address: region › item › nature › owner level. */
import { useNavigate, useSearch } from '@tanstack/react-router'

export const SCOPE_FIELDS = ['region', 'item', 'nature', 'owner'] as const
export type Scope = Partial<Record<(typeof SCOPE_FIELDS)[number], string>>

/** Search parameters kept by every page: the scope, plus what single pages add as plain text. */
export type Search = Scope & { by?: string; org?: string; lot?: string; site?: string; position?: string; holding?: string; q?: string; tab?: string; directive?: string; consignment?: string; count?: string }

export function readSearch(raw: Record<string, unknown>): Search {
  const out: Record<string, string> = {}
  for (const [k, v] of Object.entries(raw)) if (typeof v === 'string' || typeof v === 'number') out[k] = String(v)
  return out
}

export function useScope() {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const scope: Scope = Object.fromEntries(SCOPE_FIELDS.map((f) => [f, search[f]]))
  const set = (change: Partial<Search>) => void navigate({ to: '.', search: ((before: Search) => prune({ ...before, ...change })) as never, replace: true })
  return { scope, search, set }
}

const prune = (s: Search): Search => Object.fromEntries(Object.entries(s).filter(([, v]) => v !== undefined && v !== ''))

/** GB/T 2260: the chain of codes from the province down to `code`. */
export function regionChain(code: string | undefined): string[] {
  if (!code) return []
  const chain = [code.slice(0, 2) + '0000', code.slice(0, 4) + '00', code]
  return chain.filter((c, i) => chain.indexOf(c) === i)
}
