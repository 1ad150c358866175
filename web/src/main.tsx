// Starts the dashboard: the query cache, the router, and what happens when a session ends.
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiError } from './api/client'
import { keys } from './queries/keys'
import { makeRouter } from './router'
import './styles.css'

const cache: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (error instanceof ApiError && error.status === 401) cache.setQueryData(keys.session, null)
    },
  }),
  defaultOptions: {
    queries: {
      // What was refused will be refused again; only silence and server faults are worth a retry.
      retry: (count, error) =>
        count < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
    },
  },
})
const router = makeRouter(cache)

// Whoever learns that the session has ended writes null; the guards then lead to the sign-in page.
let signedIn = false
cache.getQueryCache().subscribe(({ query }) => {
  const [name] = query.queryKey as unknown[]
  if (name !== keys.session[0]) return
  const ended = signedIn && query.state.data === null
  signedIn = Boolean(query.state.data)
  if (ended) void router.invalidate()
})

const element = document.getElementById('root')
if (!element) throw new Error('index.html has no element with the id root')
createRoot(element).render(
  <StrictMode>
    <QueryClientProvider client={cache}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
