// One role: what it is, what it hands out and who holds it.
import { useInfiniteQuery, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useLocation, useNavigate, useSearchParams, type LoaderFunctionArgs } from 'react-router'
import { useReason } from '../../access.ts'
import type { Role } from '../../directory/model.ts'
import { Problem } from '../../directory/problem.ts'
import { idIn, paths, scopeIn } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { catalogue, granted, members, queryClient, role as roleRead } from '../../queries.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Page } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { useOpened } from '../../ui/opened.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { useScope } from '../../use-scope.ts'
import { roleHolders } from '../changes/holders.ts'
import { SaveBar } from '../changes/save-bar.tsx'
import { createStaging } from '../changes/staged.ts'
import { useRoom } from '../roles/room.ts'
import { MembersTab } from './members-tab.tsx'
import { PermissionsTab } from './permissions-tab.tsx'
import { RoleFacts } from './role-facts.tsx'

const DeleteRole = lazy(async () => ({ default: (await import('../roles/delete-role.tsx')).DeleteRole }))

export function loader({ request }: LoaderFunctionArgs) {
  const { pathname, searchParams } = new URL(request.url)
  return queryClient.query(roleRead(scopeIn(searchParams), idIn(pathname)))
}

/** The page; another role, or one of that id at another scope, is another page, with nothing marked yet. */
export function Component() {
  const id = idIn(useLocation().pathname)
  const scope = useScope()
  return <RolePage key={`${scope} ${id}`} id={id} />
}

function RolePage({ id }: { id: string }) {
  const scope = useScope()
  const { data: role, error } = useSuspenseQuery(roleRead(scope, id))
  const [staging] = useState(createStaging)
  const { roles, permissions, members: hasMembers } = connected().directory?.traits ?? {}
  const isMembers = useSearchParams()[0].get('tab') === 'members' || !permissions
  const counts = useCounts(id, !isMembers)
  const known = useQuery({ ...catalogue(scope), enabled: false })

  return (
    <Page
      title={role.name}
      lead={<RoleFacts role={role} fixed={roles?.fixed} />}
      up={{ to: paths.roles({ scope }), label: 'Roles' }}
      actions={roles?.fixed === undefined && <Actions role={role} />}
    >
      {error && (
        <Note
          tone="warn"
          title={
            error instanceof Problem && error.kind === 'not-found'
              ? 'This role is gone'
              : 'This role could not be read again'
          }
          live
        >
          {error.message} What stands here was read before.
        </Note>
      )}
      <Tabs
        label="Parts of this role"
        tabs={[
          ...(permissions
            ? [
                {
                  to: paths.role(id, { scope }),
                  label: 'Permissions',
                  count: counts.permissions,
                  current: !isMembers,
                },
              ]
            : []),
          ...(hasMembers
            ? [
                {
                  to: paths.role(id, { scope, tab: 'members' }),
                  label: 'Members',
                  count: counts.members,
                  current: isMembers,
                },
              ]
            : []),
        ]}
      />
      {!isMembers && permissions && (
        <PermissionsTab
          of={roleHolders}
          holder={id}
          staging={staging}
          granting={permissions.granting}
          isFixed={permissions.fixed !== undefined}
          href={(look) => paths.role(id, { scope, ...look })}
        />
      )}
      {isMembers && hasMembers && <MembersTab role={role} traits={hasMembers} />}
      {known.data && (
        <SaveBar of={roleHolders} staging={staging} nameOf={() => role.name} catalogue={known.data} />
      )}
    </Page>
  )
}

/** What is done with the role as a whole. */
function Actions({ role }: { role: Role }) {
  const { id } = role
  const scope = useScope()
  const navigate = useNavigate()
  const [deleting, setDeleting] = useOpened<true>()
  const mayNotCreate = useReason('create roles')
  const { full } = useRoom(scope)
  const mayNotEdit = useReason('edit roles')
  const mayNotDelete = useReason('delete roles')
  return (
    <>
      <LinkButton icon={<Icon name="edit" />} to={paths.editRole(id, { scope })} disabledReason={mayNotEdit}>
        Edit
      </LinkButton>
      <LinkButton
        icon={<Icon name="copy" />}
        to={paths.newRole({ copy: id, scope })}
        disabledReason={mayNotCreate ?? full}
      >
        Duplicate
      </LinkButton>
      <Button icon={<Icon name="trash" />} disabledReason={mayNotDelete} onClick={() => setDeleting(true)}>
        Delete
      </Button>
      <Suspense>
        {deleting && (
          <DeleteRole
            role={role}
            onClose={() => setDeleting(null)}
            onDeleted={() => void navigate(paths.roles({ scope }))}
          />
        )}
      </Suspense>
    </>
  )
}

/** How many permissions and members the role has, as far as it is known without asking for it. */
function useCounts(id: string, isPermissions: boolean) {
  const scope = useScope()
  const mayPermissions = useReason('read permissions') === undefined
  const mayMembers = useReason('read members') === undefined
  const { permissions, members: hasMembers } = connected().directory?.traits ?? {}
  const has = useQuery({
    ...granted(scope, id),
    enabled: Boolean(permissions) && mayPermissions && isPermissions,
  })
  const holding = useInfiniteQuery({
    ...members(scope, { role: id }),
    enabled: Boolean(hasMembers) && mayMembers,
  })
  const pages = holding.data?.pages
  const read = pages?.reduce((sum, { items }) => sum + items.length, 0)
  const total = pages?.at(-1)?.total
  return {
    permissions: has.data?.complete ? has.data.permissions.length : undefined,
    members: total ?? (holding.hasNextPage ? undefined : read),
  }
}
