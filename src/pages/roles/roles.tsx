// The roles of the directory: found by search, and the ways to make, change and delete them. Read whole or page by page, as the
// directory allows.
import { lazy } from 'react'
import type { LoaderFunctionArgs } from 'react-router'
import { scopeIn } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { queryClient, rolePages, roles } from '../../queries.ts'

// A directory needs one of the two; the loader fetches it beside the data.
const wholeRoles = () => import('./whole-roles.tsx')
const pagedRoles = () => import('./paged-roles.tsx')
const WholeRoles = lazy(async () => ({ default: (await wholeRoles()).WholeRoles }))
const PagedRoles = lazy(async () => ({ default: (await pagedRoles()).PagedRoles }))

const paged = () => connected().directory?.traits.roles?.listed === 'paged'

export async function loader({ request }: LoaderFunctionArgs): Promise<null> {
  const query = new URL(request.url).searchParams
  const scope = scopeIn(query)
  if (paged())
    await Promise.all([pagedRoles(), queryClient.infiniteQuery(rolePages(scope, query.get('q') ?? ''))])
  else await Promise.all([wholeRoles(), queryClient.query(roles(scope))])
  return null
}

/** The list, with create, import and edit as dialogs over it. */
export function Component() {
  return paged() ? <PagedRoles /> : <WholeRoles />
}
