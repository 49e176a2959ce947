/// <reference types="vitest/config" />
// Build and test settings. The development server forwards the API and the logs to a local `inrs serve`.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const node = process.env.INRS_NODE ?? 'http://127.0.0.1:7878'

export default defineConfig({
  plugins: [react()],
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
