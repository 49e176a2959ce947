/// <reference types="vitest/config" />
// Build and test settings. The development server forwards the API and the logs to a local `inrs serve`.
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const node = process.env.INRS_NODE ?? 'http://127.0.0.1:7878'

/** Lists the files a depot needs without a network, for `public/sw.js`: all but the map's. */
const offline: Plugin = {
  name: 'offline',
  apply: 'build',
  generateBundle(_, bundle) {
    const files = Object.keys(bundle).filter((f) => /\.(js|css)$/.test(f) && !/maplibre|SiteMap|MapPage/.test(f)).sort()
    this.emitFile({ type: 'asset', fileName: 'offline.json', source: JSON.stringify(files.map((f) => `/${f}`)) })
  },
}

export default defineConfig({
  plugins: [react(), offline],
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 30 },
            { name: 'maplibre', test: /node_modules[\\/]maplibre-gl/, priority: 20 },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  server: { proxy: { '/api/': { target: node }, '/log/': { target: node } } },
  test: { environment: 'jsdom', setupFiles: ['dev/setup.ts'], include: ['src/**/*.test.{ts,tsx}'], testTimeout: 20000 },
})
