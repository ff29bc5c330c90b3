// The id of a scope, as it stands in addresses: `organization.<id>`, `project.<id>`, `resource.<project>.<id>`. KtrlPlane's ids
// hold no dot (platforms.md §1.5).
import { Problem } from '../problem.ts'

/** One place at which roles are held. */
export type Where =
  | { type: 'organization'; id: string }
  | { type: 'project'; id: string }
  | { type: 'resource'; project: string; id: string }

export function idOf(where: Where): string {
  return where.type === 'resource' ? `resource.${where.project}.${where.id}` : `${where.type}.${where.id}`
}

/** @throws Problem where no scope can have that id */
export function whereOf(scope: string): Where {
  const [type, ...ids] = scope.split('.')
  const [first, second] = ids
  if (ids.every((id) => /^[a-z][a-z0-9-]{0,62}$/.test(id))) {
    if ((type === 'organization' || type === 'project') && first !== undefined && ids.length === 1)
      return { type, id: first }
    if (type === 'resource' && first !== undefined && second !== undefined && ids.length === 2)
      return { type, project: first, id: second }
  }
  throw new Problem('not-found', `“${scope}” is the address of no organization, project or resource.`)
}

/** Where its assignments are: `/projects/grid/rbac`. */
export function pathOf(where: Where): string {
  if (where.type === 'resource') return `/projects/${where.project}/resources/${where.id}`
  return `/${where.type}s/${where.id}`
}
