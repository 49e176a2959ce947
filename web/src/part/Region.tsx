/** The name of a division by its code alone, with the province before it. */
import { useQueries } from '@tanstack/react-query'
import { get } from '../api/client'
import { useNames } from '../api/names'
import type { Page, Region as Row } from '../api/types'
import { useText } from '../i18n'
import { regionChain } from '../scope'

export function Region({ code }: { code: string }) {
  const { zh } = useText()
  const names = useNames()
  const isCode = /^\d{6}$/.test(code)
  const chain = zh && isCode ? regionChain(code) : []
  const asked = useQueries({ queries: chain.map((c) => ({ queryKey: ['/regions', 'name', c], queryFn: () => get<Page<Row>>('/regions', { q: c, limit: 1 }), staleTime: Infinity })) })
  if (!isCode) return code
  return zh ? (asked.map((a) => a.data?.items[0]?.name).filter(Boolean).join(' ') || code) : names.region(code)
}
