import type { ManifestOptions } from 'vite-plugin-pwa'

/**
 * How the app looks when it is installed (W3C Web Application Manifest). One language only: browsers do not choose among
 * several manifests, and the app itself speaks the viewer's.
 */
export const manifest: Partial<ManifestOptions> = {
  id: '/',
  name: 'Praktik',
  short_name: 'Praktik',
  description: 'Online consultations with your own doctor: take a number, wait where you like, answer the ring.',
  lang: 'en',
  dir: 'ltr',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  orientation: 'any',
  theme_color: '#0b6b5e',
  background_color: '#f5f4ee',
  categories: ['medical', 'health'],
  icons: [
    { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: '/icons/maskable-192.png', sizes: '192x192', type: 'image/png', purpose: 'maskable' },
    { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
  shortcuts: [
    {
      name: 'My numbers',
      url: '/patient',
      icons: [{ src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' }],
    },
    {
      name: 'My practice',
      url: '/doctor',
      icons: [{ src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' }],
    },
  ],
}
