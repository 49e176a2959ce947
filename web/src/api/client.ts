/** The only module that speaks HTTP to the node's API: session cookie, CSRF header, RFC 9457 problems, idempotency keys. */
import createClient from 'openapi-fetch'
import { heard } from './connection'
import type { paths } from './schema'

/** A refusal or fault as the server words it, in both languages. */
export class Problem extends Error {
  constructor(
    readonly status: number, readonly code: string, readonly title: string, readonly titleEn: string, readonly detail: string, readonly detailEn: string,
    readonly mend: string, readonly mendEn: string, readonly fields: { field: string; detail: string; detail_en?: string }[],
  ) {
    super(title)
  }
}

type Body = Partial<Record<'code' | 'title' | 'title_en' | 'detail' | 'detail_en' | 'mend' | 'mend_en', string>> & { errors?: { field: string; detail: string; detail_en?: string }[] }

const problem = (status: number, b: Body) =>
  new Problem(status, b.code ?? `http_${status}`, b.title ?? `HTTP ${status}`, b.title_en ?? b.title ?? `HTTP ${status}`, b.detail ?? '', b.detail_en ?? b.detail ?? '', b.mend ?? '', b.mend_en ?? b.mend ?? '', b.errors ?? [])

const cookie = (name: string) => document.cookie.split('; ').find((c) => c.startsWith(name + '='))?.slice(name.length + 1) ?? ''

const http = createClient<paths>({ baseUrl: location.origin, credentials: 'same-origin', fetch: (r) => fetch(r) })
http.use({
  onRequest({ request }) {
    if (request.method !== 'GET') request.headers.set('X-INRS-CSRF', cookie('inrs_csrf'))
    return request
  },
})

async function answer<T>(call: Promise<{ data?: unknown; error?: unknown; response: Response }>): Promise<T> {
  let done
  try {
    done = await call
  } catch (e) {
    if (e instanceof DOMException && e.name === 'AbortError') throw e // the page no longer wants it
    heard()
    throw new Problem(0, 'offline', '连不上服务器', 'The server cannot be reached', '', '', '检查网络后重试；已填写的内容保存在本机', 'Check the network and try again; what you entered is kept on this device', [])
  }
  heard(done.response)
  if (!done.response.ok) throw problem(done.response.status, (typeof done.error === 'object' && done.error ? done.error : {}) as Body)
  return done.data as T
}

export type Query = Record<string, string | number | undefined | null>
const clean = (q: Query = {}) => Object.fromEntries(Object.entries(q).filter(([, v]) => v !== undefined && v !== null && v !== ''))

export const get = <T>(path: string, query?: Query, signal?: AbortSignal) => answer<T>(http.GET(`/api/v1${path}` as never, { params: { query: clean(query) }, signal } as never))
export const getText = (path: string, query?: Query) => answer<string>(http.GET(`/api/v1${path}` as never, { params: { query: clean(query) }, parseAs: 'text' } as never))
/** Milliseconds after which an act counts as lost: longer than the node takes for any. */
const LOST_AFTER = 45_000
export const post = <T>(path: string, body: unknown, key?: string) => answer<T>(http.POST(`/api/v1${path}` as never, { body, headers: key ? { 'Idempotency-Key': key } : {}, signal: AbortSignal.timeout(LOST_AFTER) } as never))
/** Keeps a file in the content store; the answer's hash names it in acts. */
export const upload = (file: Blob) => answer<{ hash: string; kind: string; bytes: number }>(http.POST('/api/v1/content' as never, { body: file, bodySerializer: (b: unknown) => b, headers: { 'Content-Type': 'application/octet-stream' } } as never))
/** Sends a file as it is; what comes back says what became of it. */
export const send = <T>(path: string, query: Query, file: Blob) => answer<T>(http.POST(`/api/v1${path}` as never, { params: { query: clean(query) }, body: file, bodySerializer: (b: unknown) => b, headers: { 'Content-Type': 'application/octet-stream' } } as never))
export const remove = (path: string) => answer<void>(http.DELETE(`/api/v1${path}` as never, {} as never))

/** Address of a file the browser downloads by itself (xlsx, pdf, statement). */
export const fileUrl = (path: string, query?: Query) => {
  const q = new URLSearchParams(clean(query) as Record<string, string>).toString()
  return `/api/v1${path}${q ? '?' + q : ''}`
}

/** Raw text below `/log/<org>/`, or null if there is none. */
export async function logText(org: string, path: string): Promise<string | null> {
  const a = await fetch(`/log/${encodeURIComponent(org)}/${path}`, { credentials: 'same-origin', cache: 'no-store' })
  return a.ok ? a.text() : null
}
