// The table of contents: every address, which grant it needs, and the module that draws it.
import type { ComponentType } from 'react'
import {
  Outlet,
  redirect,
  ScrollRestoration,
  type LoaderFunction,
  type LoaderFunctionArgs,
  type RouteObject,
} from 'react-router'
import { needs } from './access.ts'
import type { Config } from './config.ts'
import type { Grant } from './directory/grants.ts'
import { Problem } from './directory/problem.ts'
import { NotFound, PageProblem, RootProblem } from './pages/problem.tsx'
import { Shell } from './pages/shell.tsx'
import { paths } from './paths.ts'
import { connection } from './platform.ts'
import { FrameSkeleton } from './ui/frame.tsx'
import { Toaster } from './ui/toast.tsx'

type PageModule = { Component: ComponentType; loader?: LoaderFunction }

/** All routes. `started` settles when it is known who is signed in. */
export function routes(config: Config, started: Promise<unknown>): RouteObject[] {
  /** Lets a loader go on only signed in and with the grant, so that a forbidden page asks the directory for nothing. */
  async function enter(grant?: Grant): Promise<void> {
    await started
    const state = connection()?.session.state()
    if (!state || state.status === 'signed-out') throw new Problem('signed-out', 'Nobody is signed in.')
    if (grant) await needs(grant)
  }

  /** One page. Its code travels while its guard asks; its loader runs after both. */
  function page(
    path: string,
    load: () => Promise<PageModule>,
    grant?: Grant,
    children?: RouteObject[],
  ): RouteObject {
    const rest = {
      lazy: { Component: async () => (await load()).Component },
      async loader(args: LoaderFunctionArgs) {
        await enter(grant)
        const { loader } = await load()
        return (await loader?.(args)) ?? null
      },
    }
    if (path === '') return { index: true, ...rest }
    return { path, ...rest, ...(children && { children }) }
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
                page('', () => import('./pages/home.tsx')),
                page('session', () => import('./pages/session/session.tsx')),
                page('roles', () => import('./pages/roles/roles.tsx'), 'read roles', [
                  page('new', () => import('./pages/roles/new-role.tsx'), 'edit roles'),
                  page(':id/edit', () => import('./pages/roles/edit-role.tsx'), 'edit roles'),
                ]),
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
