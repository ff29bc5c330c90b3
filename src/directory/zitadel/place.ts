// What the first page of a place does not need, fetched when it is asked for: permissions, members and counts of one project
// and organization. Hides: who owns the project, which is found out once.
import type { MemberDirectory, EditablePermissions } from '../directory.ts'
import type { RoleCounts } from '../model.ts'
import { Problem } from '../problem.ts'
import { authorizationCalls } from './authorization-calls.ts'
import type { Calls } from './calls.ts'
import { effectiveOf } from './effective.ts'
import { keptPermissions, type KeptPermissions } from './kept.ts'
import { memberDirectory, type MemberPlace } from './members.ts'
import { createMerging, type Waiting } from './merging.ts'
import { metadataCalls } from './metadata.ts'
import { permissionDirectory } from './permissions.ts'
import { projectCalls, type Project } from './project-calls.ts'
import { remembered } from '../remembered.ts'
import { roleCounts } from './role-counts.ts'
import type { RoleCalls } from './role-calls.ts'
import type { Where } from './scope-id.ts'
import { userCalls } from './user-calls.ts'

export type PlaceParts = {
  permissions: Required<EditablePermissions>
  members: MemberDirectory
  counts(signal?: AbortSignal): Promise<RoleCounts>
  /** Removes what is kept for a role that was deleted. */
  forget(role: string): Promise<void>
}

export type PlaceNeeds = {
  where: Where
  /** In the organization of the place. */
  calls: Calls
  roles: RoleCalls
  facts(where: Where): Promise<Project>
  waiting: Waiting
}

/** Makes the parts of one place. */
export function placeParts({ where, calls, roles, facts, waiting }: PlaceNeeds): PlaceParts {
  const { project } = where
  const merging = createMerging(waiting)

  // The sets are the project's, whoever looks at it: they lie with the organization that owns it.
  const kept = remembered(async (): Promise<KeptPermissions> => {
    const { owner } = await facts(where)
    return keptPermissions(metadataCalls(calls.within(owner), owner), project, merging)
  })

  const memberPlace = remembered(async (): Promise<MemberPlace> => {
    const { owner } = await facts(where)
    const organization = where.organization ?? owner
    const isOwner = organization === owner
    const within = calls.within(organization)
    const olderGrant = async () =>
      isOwner ? undefined : projectCalls(within).olderGrant(project, organization)
    return {
      organization,
      isOwner,
      authorizations: authorizationCalls(within, { project, organization, olderGrant }),
      users: userCalls(within),
      async roleNames(signal) {
        const { rows } = await roles.page({ offset: 0, limit: 1000, signal })
        return new Map(rows.map(({ id, name }) => [id, name]))
      },
      async isRole(id) {
        const { rows } = await roles.page({
          offset: 0,
          limit: 1,
          filter: { by: 'key', match: 'is', text: id },
        })
        return rows.length > 0
      },
      merging,
    }
  })

  const members = async () => memberDirectory(await memberPlace())
  const permissions = permissionDirectory(kept)
  const directory = remembered(members)

  return {
    permissions,
    members: {
      list: async (query) => (await directory()).list(query),
      get: async (id, signal) => (await directory()).get(id, signal),
      search: async (query) => (await directory()).search(query),
      change: async (id, change, options) => (await directory()).change(id, change, options),
      async effective(id, options = {}) {
        const { assignments } = await (await directory()).get(id, options.signal)
        try {
          const { catalogue, grantedAll } = permissions
          const [sets, all] = await Promise.all([grantedAll(options), catalogue(options)])
          return effectiveOf(assignments, sets, all)
        } catch (error) {
          if (!(error instanceof Problem) || error.kind !== 'forbidden') throw error
          const why = `What the roles hand out could not be read. ${error.message}`
          return { permissions: [], complete: false, trouble: [why] }
        }
      },
    },
    counts: (signal) => roleCounts(kept, memberPlace, signal),
    forget: async (role) => (await kept()).forget(role),
  }
}
