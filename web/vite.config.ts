// How the dashboard is built, served while developing, and tried out as the gateway serves it.
import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { mockBackend } from './mock/plugin.ts'

// The policy the gateway sends. `npm run preview` sends the same, so a breach shows here first.
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "style-src 'self'",
  "script-src 'self'",
  "connect-src 'self' ws: wss:",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

// With EMS_GATEWAY=http://localhost:… the pages talk to a running gateway, without it to the mock.
const gateway = process.env.EMS_GATEWAY

/** Sonner writes its style sheet into the page at run time, which the policy forbids; styles.css imports it as a file instead. */
function sonnerWithoutStyleTag(): Plugin {
  return {
    name: 'sonner-without-style-tag',
    apply: 'build',
    transform(code, id) {
      if (!id.includes('/sonner/dist/')) return null
      const without = code.replace(/^__insertCSS\(".*"\);?$/m, '')
      if (without === code) throw new Error('sonner no longer injects its styles by __insertCSS')
      return { code: without, map: null }
    },
  }
}

export default defineConfig({
  plugins: [
    react(),
    tailwindcss(),
    sonnerWithoutStyleTag(),
    ...(gateway || process.env.VITEST ? [] : [mockBackend()]),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: { assetsInlineLimit: 0, target: 'baseline-widely-available' },
  server: gateway
    ? {
        proxy: {
          '/api': gateway,
          '/openapi.json': gateway,
          '/ws': { target: gateway, ws: true },
        },
      }
    : {},
  preview: {
    host: '127.0.0.1',
    headers: {
      'Content-Security-Policy': CONTENT_SECURITY_POLICY,
      'X-Content-Type-Options': 'nosniff',
    },
  },
  test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}'] },
})
