// From the table of pages to routes: the frame around them, the guard in front of each, and the boundaries that catch errors.
import { Outlet, redirect, ScrollRestoration, type LoaderFunctionArgs, type RouteObject } from 'react-router'
import { needs } from './access.ts'
import type { Config } from './config.ts'
import { Problem } from './directory/problem.ts'
import { NotFound, PageProblem, RootProblem } from './pages/problem.tsx'
import { Shell } from './pages/shell.tsx'
import { pages, type PageEntry } from './pages.tsx'
import { paths } from './paths.ts'
import { connection } from './platform.ts'
import { FrameSkeleton } from './ui/frame.tsx'
import { Toaster } from './ui/toast.tsx'

/** All routes. `started` settles when it is known who is signed in. */
export function routes(config: Config, started: Promise<unknown>): RouteObject[] {
  /** Lets a loader go on only signed in and with the grant, so that a forbidden page asks the directory for nothing. */
  async function enter({ grant, trait }: PageEntry): Promise<void> {
    await started
    const open = connection()
    if (!open || open.session.state().status === 'signed-out')
      throw new Problem('signed-out', 'Nobody is signed in.')
    if (trait && !open.directory?.traits[trait])
      throw new Problem(
        'not-found',
        `${open.platform.name} has no ${trait} that this console can administer.`,
      )
    if (grant) await needs(grant)
  }

  /** One page. Its code travels while its guard asks; its loader runs after both. */
  function route(page: PageEntry): RouteObject {
    const shared = {
      lazy: { Component: async () => (await page.load()).Component },
      async loader(args: LoaderFunctionArgs) {
        await enter(page)
        const { loader } = await page.load()
        return (await loader?.(args)) ?? null
      },
    }
    if (page.path === '') return { index: true, ...shared }
    return { path: page.path, ...shared, ...(page.children && { children: page.children.map(route) }) }
  }

  return [
    {
      Component: Root,
      HydrateFallback: FrameSkeleton,
      ErrorBoundary: RootProblem,
      loader: () => started.then(() => null),
      children: [
        {
          path: 'signed-out',
          lazy: {
            async Component() {
              const { SignedOut } = await import('./pages/signed-out.tsx')
              return () => <SignedOut config={config} />
            },
          },
        },
        {
          element: <Shell config={config} />,
          children: [
            {
              ErrorBoundary: PageProblem,
              children: [
                ...pages.map(route),
                { path: 'auth/callback/:platform', loader: () => redirect(paths.home()) },
                { path: '*', Component: NotFound },
              ],
            },
          ],
        },
      ],
    },
  ]
}

function Root() {
  return (
    <>
      <Outlet />
      <ScrollRestoration />
      <Toaster />
    </>
  )
}
