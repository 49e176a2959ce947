/** Questions the pages ask, one line each, as react-query hooks; and the live stream that tells them to ask again. */
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { get, Problem, type Query } from './client'
import { learnUnit } from '../format'
import type * as T from './types'

const one = <D>(path: string, query?: Query, enabled = true) => ({ queryKey: [path, query ?? {}], queryFn: ({ signal }: { signal: AbortSignal }) => get<D>(path, query, signal), enabled })

export const useSession = () => useQuery({ ...one<T.Session>('/session'), staleTime: 60_000, retry: (n, e) => !(e instanceof Problem && e.status) && n < 3 })
export const useSituation = (region?: string) => useQuery(one<T.Situation>('/situation', { region }))
export const useMap = (region?: string) => useQuery({ ...one<T.MapAnswer>('/map', { region }), staleTime: 60_000 })
export const useTable = (q: Query) => useQuery({ ...one<T.TableAnswer>('/table', q), placeholderData: (before) => before })
export const useSite = (code?: string) => useQuery(one<T.SiteAnswer>(`/sites/${code}`, undefined, !!code))
export const usePosition = (code?: string) => useQuery(one<T.Position>(`/positions/${code}`, undefined, !!code))
export const useAgreement = (code: string) => useQuery(one<T.Page<T.Agreement>>(`/positions/${code}/agreement`))
export const useCheck = (code: string) => useQuery(one<T.Check>(`/checks/${code}`))
export const useFinding = (code: string) => useQuery(one<T.Finding>(`/findings/${code}`))
export const useLot = (code?: string) => useQuery(one<T.Lot>(`/lots/${code}`, undefined, !!code))
export const useTrace = (code?: string) => useQuery(one<T.Trace>(`/lots/${code}/trace`, undefined, !!code))
export const useFact = (org?: string, index?: number) => useQuery({ ...one<T.Fact>(`/books/${org}/facts/${index}`, undefined, !!org && index !== undefined), staleTime: Infinity })
export const useDirective = (code?: string) => useQuery(one<T.Directive>(`/directives/${code}`, undefined, !!code))
export const useAsset = (code?: string) => useQuery(one<T.Asset>(`/assets/${code}`, undefined, !!code))
export const useTrip = (code: string) => useQuery(one<T.TripDetail>(`/trips/${code}`))
export const useLoan = (code?: string) => useQuery(one<T.Loan>(`/loans/${code}`, undefined, !!code))
export const usePurchase = (code?: string) => useQuery(one<T.Purchase>(`/purchases/${code}`, undefined, !!code))
export const useCustody = (asset?: string) => useQuery(one<T.Custody>(`/custody/${asset}`, undefined, !!asset))
export const useDisposal = (code?: string) => useQuery(one<T.Disposal>(`/disposals/${code}`, undefined, !!code))
export const useInventory = (code?: string) => useQuery(one<T.Inventory>(`/inventories/${code}`, undefined, !!code))
export const useRotationPlan = (code?: string) => useQuery(one<T.RotationPlanDetail>(`/rotation/plans/${code}`, undefined, !!code))
export const useLineage = (lot: string) => useQuery(one<T.Lineage>(`/relief/lineage/${lot}`))
export const useAllocation = (q: Query, enabled: boolean) => useQuery(one<T.Page<T.Leaving>>('/relief/allocation', q, enabled))
/** Seconds of searching: asked on demand, kept until the stock is asked anew. */
export const useProposal = (q: Query, enabled: boolean) => useQuery({ ...one<T.RotationProposal>('/rotation/proposal', q, enabled), staleTime: 600_000 })
export const useMonthly = (q: Query) => useQuery({ ...one<T.MonthlyReturn>('/returns/monthly', q), placeholderData: (before) => before })
export const useCosts = (q: Query) => useQuery({ ...one<T.CostTable>('/costs', q), placeholderData: (before) => before })
export const useAlert = (id: string) => useQuery(one<T.Alert>(`/alerts/${id}`))
export const useLayouts = (scope: string) => useQuery(one<T.Page<T.LayoutAnswer>>('/layouts', { scope }))
export const useFrames = (position: string, q: Query) => useQuery({ ...one<T.Page<T.FrameHead>>(`/positions/${position}/frames`, q), placeholderData: (before) => before })
export const useFrame = (position: string, q: Query) => useQuery({ ...one<T.FrameAnswer>(`/positions/${position}/frame`, q), placeholderData: (before) => before })
export const useSeriesList = (org?: string) => useQuery(one<T.Page<T.SeriesHead>>('/series', { org }))
export const useSeries = (code?: string, org?: string) => useQuery(one<T.SeriesAnswer>(`/series/${code}`, { org }, !!code))
export const useEmergency = (q: Query, enabled: boolean) => useQuery({ ...one<T.EmergencyAdvice>('/emergency/quake', q, enabled), staleTime: 60_000 })
export const useCount = (id?: string) => useQuery(one<T.Count>(`/counts/${id}`, undefined, !!id))

/** Small code tables, asked once. */
const codes = <D>(path: string, query?: Query) => ({ ...one<T.Page<D>>(path, query), staleTime: 600_000 })
export const useRegions = (parent?: string) => useQuery(codes<T.Region>('/regions', { parent: parent ?? '000000', limit: 500 }))
export const useItems = () => useQuery({
  ...codes<T.Item>('/items', { limit: 500 }),
  select: (page: T.Page<T.Item>) => { page.items.forEach((i) => learnUnit(i.unit, i.unit_name)); return page },
})
export const useNatures = () => useQuery(codes<T.Nature>('/natures', { limit: 500 }))
export const usePacks = () => useQuery(codes<T.Pack>('/packs'))

/** A list, page after page. */
export const useList = <D>(path: string, query: Query = {}, enabled = true) => useInfiniteQuery({
  queryKey: [path, 'list', query],
  queryFn: ({ pageParam, signal }) => get<T.Page<D>>(path, { limit: 50, ...query, cursor: pageParam }, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next ?? undefined,
  enabled,
})

const LIVE = ['/alerts', '/layouts', '/devices', '/situation', '/table', '/books', '/directives', '/positions', '/consignments', '/statements', '/catalogue', '/assets', '/loans', '/purchases', '/custody', '/disposals', '/occasions', '/inventories', '/trips', '/notices', '/samples', '/duties', '/rounds', '/jobs', '/rotation/plans', '/rotation/gaps', '/rotation/findings', '/costs', '/returns/monthly', '/checks', '/findings', '/comparison', '/violations', '/relief/goods', '/relief/inspections', '/relief/kits', '/relief/lineage', '/relief/allocation']

/** Listens to the node's change stream, which says that something happened and not what, and asks affected questions again, at most once a second. */
export function useStream() {
  const client = useQueryClient()
  useEffect(() => {
    const source = new EventSource('/api/v1/stream')
    let timer: ReturnType<typeof setTimeout> | undefined
    const again = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        void client.invalidateQueries({ predicate: (q) => LIVE.some((path) => String(q.queryKey[0]).startsWith(path)) })
      }, 1000)
    }
    for (const kind of ['fact', 'checkpoint', 'statement', 'reload']) source.addEventListener(kind, again)
    return () => { clearTimeout(timer); source.close() }
  }, [client])
}
