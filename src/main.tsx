// Boot: take the callback out of the address, read the configuration, connect the platform, show the console.
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { createBrowserRouter, RouterProvider } from 'react-router'
import { choosePlatform, missingAbility, takeCallback } from './arrival.ts'
import { parseConfig, type Config } from './config.ts'
import { Heading, headingOf } from './heading.ts'
import { Unusable } from './pages/problem.tsx'
import { paths } from './paths.ts'
import { connect, type Connection } from './platform.ts'
import { queryClient, readAccessAgain } from './queries.ts'
import { routes } from './routes.tsx'
import { FrameSkeleton } from './ui/frame.tsx'
import { anyMark } from './session/tabs.ts'
import { applyTheme } from './ui/theme.ts'
import './ui/base.css'

const element = document.getElementById('root')
if (!element) throw new Error('index.html has no element with the id root')
const root = createRoot(element)
const show = (content: ReactNode) => root.render(<StrictMode>{content}</StrictMode>)

async function readConfig(): Promise<Config> {
  const response = await fetch('/config.json', { credentials: 'same-origin', cache: 'no-cache' })
  if (!response.ok) throw new Error(`config.json: the server answered ${response.status}.`)
  return parseConfig(await response.json())
}

/** Ends of a session reach everything that holds data; a session that comes back wakes everything that waits. */
function followSession({ session }: Connection, wake: () => void) {
  let before = session.state().status
  let until = 0
  session.subscribe(() => {
    const state = session.state()
    if (state.status === 'signed-in' && state.until !== until) {
      // Another token may carry other rights: the screen must follow it.
      if (until !== 0) readAccessAgain()
      until = state.until
    }
    if (state.status === 'signed-out') {
      queryClient.clear()
      const { why } = state
      if (why === 'elsewhere' || why === 'changed')
        void session.revoked().then(() => location.replace(paths.signedOut(why)))
    } else if (before === 'ended' && state.status === 'signed-in') wake()
    before = state.status
  })
  window.addEventListener('pageshow', ({ persisted }) => {
    // Back from the back/forward cache after a sign-out: nothing here is current any more.
    if (persisted && session.state().status === 'signed-out') location.reload()
  })
}

async function boot() {
  applyTheme()
  const lacking = missingAbility()
  if (lacking !== null) return show(<Unusable title="Gatehouse cannot run here" text={lacking} />)
  show(<FrameSkeleton />)
  // Without a session the sign-in page comes next; its code need not wait for the configuration.
  if (!anyMark()) void import('./pages/sign-in.tsx')
  const callback = takeCallback()
  const config = await readConfig()
  const platform = choosePlatform(config, callback)
  const connection = platform ? connect(platform) : Promise.resolve(null)
  const started = connection.then((made) =>
    made?.session.start(callback, location.pathname + location.search),
  )
  // The route that shows a failure awaits it too; this keeps the browser from calling it unhandled before that.
  started.catch(() => undefined)
  // The router is made before the session is: a page's code travels while the session is being found.
  const router = createBrowserRouter(routes(config, started))
  const heading = () => headingOf(router)
  const made = await connection
  if (made) followSession(made, () => void queryClient.invalidateQueries().then(() => router.revalidate()))
  const Around = made?.Around ?? (({ children }: { children: ReactNode }) => children)
  show(
    <QueryClientProvider client={queryClient}>
      <Around>
        <Heading value={heading}>
          <RouterProvider router={router} />
        </Heading>
      </Around>
    </QueryClientProvider>,
  )
}

boot().catch((error: unknown) => {
  const text = error instanceof Error ? error.message : 'Something went wrong while starting.'
  show(<Unusable title="Gatehouse could not start" text={text} />)
})
