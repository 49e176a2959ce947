/** Starts the console: language, theme, questions, rooms. */
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App, ConfigProvider } from 'antd'
import en from 'antd/locale/en_US'
import zh from 'antd/locale/zh_CN'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Problem } from './api/client'
import { useText } from './i18n'
import { keepShell } from './offline'
import { router } from './router'
import './style.css'
import { antdTheme, useMode } from './theme'

const client: QueryClient = new QueryClient({
  // A session that ended anywhere ends everywhere: the gate asks again and leads to sign-in.
  queryCache: new QueryCache({ onError: (e, q) => { if (e instanceof Problem && e.status === 401 && q.queryKey[0] !== '/session') void client.invalidateQueries({ queryKey: ['/session'] }) } }),
  defaultOptions: { queries: { staleTime: 5_000, refetchOnWindowFocus: false, retry: (n, e) => !(e instanceof Problem && e.status > 0 && e.status < 500) && n < 2 } },
})

function Console() {
  const mode = useMode()
  const { zh: chinese } = useText()
  return (
    <ConfigProvider theme={antdTheme(mode)} locale={chinese ? zh : en} button={{ autoInsertSpace: false }}>
      <App component={false}>
        <QueryClientProvider client={client}><RouterProvider router={router} /></QueryClientProvider>
      </App>
    </ConfigProvider>
  )
}

keepShell()
createRoot(document.getElementById('root')!).render(<StrictMode><Console /></StrictMode>)
