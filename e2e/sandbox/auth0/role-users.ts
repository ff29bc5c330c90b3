// /api/v2/roles/{id}/users: who has a role directly. There is no taking away from this side.
import type { Management } from 'auth0'
import * as v from 'valibot'
import { decode, some, text } from './decode.ts'
import { refuse, unknownUser } from './errors.ts'
import { directRoles } from './holdings.ts'
import { rolesPerUser } from './limits.ts'
import { byCheckpoint, checkpoint, eitherQuery, keyOfNumber, offset } from './paging.ts'
import { roleOf } from './roles.ts'
import { route } from './route.ts'
import type { Call, Route } from './route.ts'
import type { Auth0World } from './world.ts'

export type UserSummary = { user_id: string; email?: string; name?: string }

/** A user as lists of members show one. No picture: this tenant has none. */
export function userSummary(world: Auth0World, id: string): UserSummary {
  const { email, name } = world.user(id)
  return { user_id: id, ...(email === undefined ? {} : { email }), ...(name === undefined ? {} : { name }) }
}

function list(
  call: Call,
):
  | Management.RoleUser[]
  | Management.ListRoleUsersPaginatedResponseContent
  | { start: number; limit: number; total: number; users: Management.RoleUser[] } {
  const { world } = call.context
  const members = [...roleOf(call).users]
  const show = ([id]: [string, number]): Management.RoleUser => userSummary(world, id)
  if (!byCheckpoint(call)) return offset(call, members, show, (users, head) => ({ ...head, users }))
  return checkpoint(call, members, { keyOf: ([, since]) => keyOfNumber(since), show }, (users, next) => ({
    users,
    ...next,
  }))
}

const wanted = v.strictObject({ users: some(text(1)) })

function assign(call: Call): undefined {
  const { world } = call.context
  const role = roleOf(call)
  const { users } = decode(wanted, call.body)
  for (const id of users) {
    if (world.findUser(id) === undefined) throw unknownUser()
    if (!role.users.has(id) && directRoles(world, id).length >= rolesPerUser) {
      throw refuse(400, 'No more roles can be assigned to this user.')
    }
  }
  for (const id of users) world.assign(id, role.id)
}

const path = '/roles/{id}/users'

export const roleUsers: Route[] = [
  route('GET', path, 'listRoleUsers', {
    needs: [['read:users', 'read:roles'], ['read:role_members']],
    query: eitherQuery,
    handle: list,
  }),
  route('POST', path, 'assignRole', { needs: [['update:roles'], ['create:role_members']], handle: assign }),
]
