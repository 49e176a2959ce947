/** Lets `INRS_MOCK=1 npm run dev` answer from the made-up node instead of a running one. Development only: a build never contains it. */
import type { Plugin } from 'vite'
import { handle, log } from './mock'

export const mock = (): Plugin => ({
  name: 'inrs-mock',
  apply: 'serve',
  configureServer(server) {
    server.middlewares.use((req, res, next) => {
      const url = new URL(req.url ?? '/', 'http://local')
      if (url.pathname === '/api/v1/stream') { res.writeHead(200, { 'content-type': 'text/event-stream' }); return }
      if (url.pathname.startsWith('/log/')) { void log(url.pathname).then((f) => { res.statusCode = f === null ? 404 : 200; res.end(f ?? '') }); return }
      if (!url.pathname.startsWith('/api/v1/')) { next(); return }
      let text = ''
      req.on('data', (c: Buffer) => { text += String(c) })
      req.on('end', () => void handle(req.method ?? 'GET', url.pathname.slice(7), url.searchParams, text ? JSON.parse(text) : {}).then((a) => {
        res.writeHead(a.status, { 'content-type': a.status < 400 ? 'application/json' : 'application/problem+json' })
        res.end(JSON.stringify(a.body ?? null))
      }))
    })
  },
})
