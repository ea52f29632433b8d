import '@fontsource-variable/plus-jakarta-sans/wght.css'
import './styles.css'
import i18next from 'i18next'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createBrowserRouter } from 'react-router'
import { App } from './app/app'
import { startI18n } from './app/i18n'
import { routes } from './app/routes'
import { rememberLanguage } from './domain/worker-language'
import { makeBrowserLive } from './live/browser'
import { makeBrowserPush } from './push/browser'

startI18n()
// Notifications speak the language of the app.
const tellWorkerLanguage = (language: string) => void rememberLanguage(globalThis.caches, language)
tellWorkerLanguage(i18next.language)
i18next.on('languageChanged', tellWorkerLanguage)

const push = makeBrowserPush()
// The development server has no service worker: it would keep old files.
if (import.meta.env.PROD) void push.worker.start()
const live = makeBrowserLive()
live.start()

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <App live={live} push={push} router={createBrowserRouter(routes)} />
  </StrictMode>,
)
