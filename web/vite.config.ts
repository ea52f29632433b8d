import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'
import { manifest } from './manifest.ts'

/** Where `npm run dev` finds the server. */
const server = process.env.PRAKTIK_SERVER ?? 'http://localhost:8080'

export default defineConfig({
  plugins: [
    react(),
    tailwindcss(),
    VitePWA({
      manifest,
      strategies: 'injectManifest',
      srcDir: 'src/worker',
      filename: 'sw.ts',
      // src/push/registration.ts registers it: when, and how an update comes, is the app's own business.
      injectRegister: false,
      // The icons are among the files below.
      includeManifestIcons: false,
      injectManifest: {
        // One classic script, which every browser takes for a worker.
        rollupFormat: 'iife',
        globPatterns: ['**/*.{html,js,css,svg,png,woff2,wav,webmanifest}'],
        // Shown by app stores and installers, never by the app.
        globIgnores: ['screenshots/**'],
      },
    }),
  ],
  build: {
    outDir: '../build/web',
    emptyOutDir: true,
    // Nothing becomes a data: URI, so that the content security policy can stay 'self'.
    assetsInlineLimit: 0,
    // One bundle on purpose: no screen may fail to open because a chunk cannot be fetched while the phone rings.
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: { '/api': { target: server, ws: true } } },
  test: {
    // Tests run on virtual clocks; a loaded machine may still take long over one.
    testTimeout: 20_000,
    restoreMocks: true,
    unstubGlobals: true,
    projects: [
      { extends: true, test: { name: 'logic', include: ['src/**/*.test.ts'], environment: 'node' } },
      {
        extends: true,
        test: {
          name: 'screens',
          include: ['src/**/*.test.tsx'],
          environment: 'jsdom',
          setupFiles: ['src/test-setup.ts'],
        },
      },
    ],
  },
})
