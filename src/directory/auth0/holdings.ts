// The roles that a person holds for the whole tenant, each with where it comes from. Tenants with groups say so themselves;
// where a tenant does not know the call, or the gateway may not make it, only what was given directly can be read.
import type { Assignment, Source } from '../model.ts'
import { Problem } from '../problem.ts'
import { type Calls, segment } from './calls.ts'
import { isNotForGateway, isUnknownCall } from './errors.ts'
import { type List, wholeBySteps, wholeList } from './pages.ts'
import { type HeldRole, heldRoleOf, namedOf } from './wire.ts'

export type Held = {
  assignments: Assignment[]
  /** What is not in it, in sentences. */
  trouble: string[]
}

export type Holdings = {
  /** Everything, groups included. Rejects where it cannot be read whole. */
  of(user: string, signal?: AbortSignal): Promise<Held>
  /** Ids of the roles that were given directly. */
  direct(user: string, signal?: AbortSignal): Promise<string[]>
  /** Chooses how permissions are read; the gateway may be allowed the one call for roles and not the one for these. */
  eitherPermissions: Either
}

/** What `effective` reads where the tenant has the call and the gateway may make it, else what `plain` reads. */
type Either = <T>(
  effective: () => Promise<T>,
  plain: (why: 'unknown' | 'refused') => Promise<T>,
) => Promise<T>

/** Makes the access to what people hold. */
export function createHoldings(calls: Calls): Holdings {
  const either = remembering()

  async function plainRoles(user: string, signal?: AbortSignal): Promise<HeldRole[]> {
    const list: List<HeldRole> = { path: `${pathOf(user)}/roles`, rows: 'roles', row: heldRoleOf }
    const { items, complete } = await wholeList(calls, list, signal ? { signal } : {})
    if (complete) return items
    throw new Problem('unexpected', 'The roles of this person could not be read whole.')
  }

  /** Names of the groups through which the role comes; none where they may not be read. */
  async function groupsOf(user: string, role: string, signal?: AbortSignal): Promise<string[]> {
    const list: List<{ name: string }> = {
      path: `${pathOf(user)}/effective-roles/sources/groups`,
      rows: 'groups',
      query: { role_id: role },
      row: namedOf,
    }
    try {
      return (await wholeBySteps(calls, list, signal)).map(({ name }) => name)
    } catch (error) {
      if (error instanceof Problem && (isUnknownCall(error) || error.kind === 'forbidden')) return []
      throw error
    }
  }

  async function assignmentOf(user: string, held: HeldRole, signal?: AbortSignal): Promise<Assignment> {
    const { id, name, sources } = held
    const isGrouped = sources.includes('groups')
    const names = isGrouped ? await groupsOf(user, id, signal) : []
    const groups: Source[] = names.map((group) => ({ kind: 'group', name: group }))
    if (isGrouped && groups.length === 0) groups.push({ kind: 'group', name: 'a group' })
    const isDirect = sources.includes('direct') || groups.length === 0
    return {
      role: { id, name },
      sources: [...(isDirect ? [{ kind: 'direct' } as const] : []), ...groups],
      active: true,
      ...(!isDirect && {
        fixed: `It comes through ${listed(names)}. It ends when the person leaves the group, or the group loses the role.`,
      }),
    }
  }

  return {
    eitherPermissions: remembering(),

    of: (user, signal) =>
      either(
        async () => {
          const list: List<HeldRole> = {
            path: `${pathOf(user)}/effective-roles`,
            rows: 'roles',
            row: heldRoleOf,
          }
          const roles = await wholeBySteps(calls, list, signal)
          return {
            assignments: await Promise.all(roles.map((role) => assignmentOf(user, role, signal))),
            trouble: [],
          }
        },
        async (why) => {
          const roles = await plainRoles(user, signal)
          return {
            assignments: await Promise.all(roles.map((role) => assignmentOf(user, role, signal))),
            trouble:
              why === 'refused'
                ? ['The gateway may not read what comes through groups, so that is not in this list.']
                : [],
          }
        },
      ),

    direct: async (user, signal) => (await plainRoles(user, signal)).map(({ id }) => id),
  }
}

/** Makes the choice once; from then on it is remembered. */
function remembering(): Either {
  let way: 'known' | 'unknown' | 'refused' | undefined
  return async (effective, plain) => {
    if (way === 'unknown' || way === 'refused') return plain(way)
    try {
      const value = await effective()
      way = 'known'
      return value
    } catch (error) {
      if (way === 'known' || !(error instanceof Problem)) throw error
      if (isUnknownCall(error)) way = 'unknown'
      else if (isNotForGateway(error)) way = 'refused'
      else throw error
      return plain(way)
    }
  }
}

function pathOf(user: string): string {
  return `/users/${segment(user)}`
}

function listed(groups: string[]): string {
  if (groups.length === 0) return 'a group'
  const quoted = groups.map((name) => `“${name}”`).join(' and ')
  return `the ${groups.length === 1 ? 'group' : 'groups'} ${quoted}`
}
