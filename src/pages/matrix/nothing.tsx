// What stands where the matrix has no row or no column: nothing there, or nothing that matches.
import { paths } from '../../paths.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import type { MatrixView } from './view.ts'

type NothingProps = {
  view: MatrixView
  /** How many roles there are. */
  roles: number
  /** No role is left to show; else it is the permissions that are missing. */
  isRoles: boolean
}

/** Says which of the two is missing. */
export function Nothing({ view, roles, isRoles }: NothingProps) {
  const searched = isRoles ? view.search : view.permission
  if (searched !== '')
    return (
      <Empty
        title={`No ${isRoles ? 'role' : 'permission'} matches “${searched}”`}
        action={<LinkButton to={paths.matrix({ scope: view.scope })}>Clear the searches</LinkButton>}
      >
        {isRoles
          ? `Looked at all ${roles} roles.`
          : 'Looked at the name and description of all permissions, and at what they belong to.'}
      </Empty>
    )
  return roles === 0 ? (
    <Empty
      title="No roles yet"
      action={<LinkButton to={paths.roles({ scope: view.scope })}>Go to the roles</LinkButton>}
    >
      The matrix shows what roles hand out.
    </Empty>
  ) : (
    <Empty
      title="No permissions yet"
      action={<LinkButton to={paths.permissions({ scope: view.scope })}>Go to the permissions</LinkButton>}
    >
      The matrix shows which role hands out which permission.
    </Empty>
  )
}
