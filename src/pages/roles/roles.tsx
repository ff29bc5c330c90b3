// The roles of the directory: found by search, and the ways to make, change and delete them. Read whole or page by page, as the
// directory allows.
import type { LoaderFunctionArgs } from 'react-router'
import { scopeIn } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { queryClient, rolePages, roles } from '../../queries.ts'
import { PagedRoles } from './paged-roles.tsx'
import { WholeRoles } from './whole-roles.tsx'

const paged = () => connected().directory?.traits.roles?.listed === 'paged'

export async function loader({ request }: LoaderFunctionArgs): Promise<null> {
  const query = new URL(request.url).searchParams
  if (paged()) await queryClient.infiniteQuery(rolePages(scopeIn(query), query.get('q') ?? ''))
  else await queryClient.query(roles(scopeIn(query)))
  return null
}

/** The list, with create, import and edit as dialogs over it. */
export function Component() {
  return paged() ? <PagedRoles /> : <WholeRoles />
}
