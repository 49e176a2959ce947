/** Sends the acts that wait whenever there is hope: on entering, when the network comes back, and now and then. */
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { get, post } from '../api/client'
import type { ActAnswer, Session } from '../api/types'
import { boxOf, flush } from './outbox'

/** Milliseconds between two attempts while something waits. */
const EVERY = 20_000

/** Acts of this person are sent under this person's session only: another tab may have signed in somebody else since. */
async function isMine(user: string) {
  return (await get<Session>('/session')).user.id === user
}

/** Sends now what waits. */
export function useSend(user: string): () => Promise<void> {
  const client = useQueryClient()
  return useCallback(async () => {
    if (!boxOf(user).waiting.some((w) => !w.refused) || !(await isMine(user).catch(() => false))) return
    const done = await flush(user, (path, body, key) => post<ActAnswer>(path, body, key))
    if (done) void client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== 'proof' && q.queryKey[0] !== '/session' })
  }, [client, user])
}

/** Keeps trying while the console is open; used once, by the frame around every room. */
export function useSender(user: string) {
  const send = useSend(user)
  useEffect(() => {
    const now = () => void send()
    now()
    const timer = setInterval(now, EVERY)
    window.addEventListener('online', now)
    document.addEventListener('visibilitychange', now)
    return () => { clearInterval(timer); window.removeEventListener('online', now); document.removeEventListener('visibilitychange', now) }
  }, [send])
}
