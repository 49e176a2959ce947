/** Names behind codes in the language of the screen. The node names things in Chinese; packs, this console and one file of romanised divisions know the rest. */
import { useQuery } from '@tanstack/react-query'
import { useText } from '../i18n'
import { regionChain } from '../scope'
import { useItems, useNatures } from './hooks'

const NATION = '000000'

/** Each takes the code and the Chinese name that came with it. */
export function useNames() {
  const { zh, t, word } = useText()
  const items = useItems()
  const natures = useNatures()
  const regions = useQuery({ queryKey: ['/geo/region-en.json'], queryFn: async () => (await fetch('/geo/region-en.json')).json() as Promise<Record<string, string>>, enabled: !zh, staleTime: Infinity })
  const region = (code: string | null | undefined, chinese?: string | null) => {
    if (zh || !code) return chinese ?? code ?? ''
    if (code === NATION) return t('scope.nation')
    return regionChain(code).flatMap((c) => regions.data?.[c] ?? []).reverse().join(', ') || (chinese ?? code)
  }
  return {
    item: (code: string, chinese: string) => (zh ? chinese : (items.data?.items.find((i) => i.code === code)?.name_en || chinese)),
    nature: (code: string, chinese: string) => (zh ? chinese : (natures.data?.items.find((n) => n.code === code)?.name_en || chinese)),
    owner: (code: string, chinese?: string) => (zh && chinese ? chinese : word('owner', code)),
    grade: (item: string, code?: string | null) => {
      const found = items.data?.items.find((i) => i.code === item)?.grades.find((g) => g.code === code)
      return found ? (zh ? found.name : found.name_en) : code
    },
    /** A division with those above it. */
    region,
    /** A division by its own name, as in a list of divisions. */
    division: (code: string, chinese: string) => (zh ? chinese : (regions.data?.[code] ?? chinese)),
  }
}
