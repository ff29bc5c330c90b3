// From the table of pages to routes: the frame around them, the guard in front of each, and the boundaries that catch errors.
import {
  matchRoutes,
  Outlet,
  redirect,
  ScrollRestoration,
  type LoaderFunctionArgs,
  type RouteObject,
} from 'react-router'
import { needs } from './access.ts'
import type { Config } from './config.ts'
import type { Traits } from './directory/directory.ts'
import { Problem } from './directory/problem.ts'
import { NotFound, PageProblem, RootProblem } from './pages/problem.tsx'
import { loader as shellLoader, Shell } from './pages/shell.tsx'
import { isScopeMissing, pages, type PageEntry } from './pages.tsx'
import { paths, scopeIn } from './paths.ts'
import { connection } from './platform.ts'
import { FrameSkeleton } from './ui/frame.tsx'
import { Toaster } from './ui/toast.tsx'

/** All routes. `started` settles when it is known who is signed in. */
export function routes(config: Config, started: Promise<unknown>): RouteObject[] {
  /**
   * Lets a loader go on only signed in and with the grants of every page on the way to the address, so that a forbidden page asks
   * the directory for nothing, not even for the list that it would lie over.
   */
  async function enter({ request }: LoaderFunctionArgs): Promise<void> {
    await started
    const open = connection()
    if (!open || open.session.state().status === 'signed-out')
      throw new Problem('signed-out', 'Nobody is signed in.')
    const { pathname, searchParams } = new URL(request.url)
    const scope = scopeIn(searchParams)
    const traits = open.directory?.traits ?? {}
    // Every route below was made of a page.
    const way = (matchRoutes(pageRoutes, pathname) ?? []).map(({ route }): PageEntry => route.handle)
    // What is not there at all is told first, whatever else had to be chosen or held for it.
    for (const { trait, edits } of way) {
      if (trait && !traits[trait]) throw new Problem('not-found', absent(open.platform.name, traits, trait))
      const { fixed } = (edits && traits[edits]) ?? {}
      if (fixed !== undefined) throw new Problem('not-found', fixed)
    }
    for (const { trait, grant } of way) {
      if (isScopeMissing(traits, trait, scope)) throw redirect(paths.projects())
      if (grant) await needs(grant, scope)
    }
  }

  /** One page. Its code travels while its guard asks; its loader runs after both. */
  function route(page: PageEntry): RouteObject {
    const shared = {
      handle: page,
      lazy: { Component: async () => (await page.load()).Component },
      async loader(args: LoaderFunctionArgs) {
        await enter(args)
        const { loader } = await page.load()
        return (await loader?.(args)) ?? null
      },
    }
    if (page.path === '') return { index: true, ...shared }
    return { path: page.path, ...shared, ...(page.children && { children: page.children.map(route) }) }
  }

  const pageRoutes = pages.map(route)

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
          loader: () => started.then(shellLoader),
          element: <Shell config={config} />,
          children: [
            {
              ErrorBoundary: PageProblem,
              children: [
                ...pageRoutes,
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

/** Why a directory has nothing to show on a page that needs the trait. */
function absent(platform: string, { lacks }: Traits, trait: keyof Traits): string {
  const why = new Map<string, string | undefined>(Object.entries(lacks ?? {})).get(trait)
  return why ?? `${platform} has no ${trait} that this console can administer.`
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
