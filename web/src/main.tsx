import '@fontsource-variable/plus-jakarta-sans/wght.css'
import './styles.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createBrowserRouter } from 'react-router'
import { App } from './app/app'
import { startI18n } from './app/i18n'
import { routes } from './app/routes'
import { makeBrowserLive } from './live/browser'

startI18n()
const live = makeBrowserLive()
live.start()

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <App live={live} router={createBrowserRouter(routes)} />
  </StrictMode>,
)
