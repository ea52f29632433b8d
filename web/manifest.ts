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
  // Of real screens, with the demo data.
  screenshots: [
    {
      src: '/screenshots/waiting-room.png',
      sizes: '585x1266',
      type: 'image/png',
      form_factor: 'narrow',
      label: 'The waiting room: your number, your place, and how you can be rung',
    },
    {
      src: '/screenshots/incoming-call.png',
      sizes: '585x1266',
      type: 'image/png',
      form_factor: 'narrow',
      label: 'Your doctor is calling',
    },
    {
      src: '/screenshots/practice-room.png',
      sizes: '1280x800',
      type: 'image/png',
      form_factor: 'wide',
      label: 'The practice room: the queue in order, and whom to call next',
    },
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
