// People of one organisation of an Auth0 tenant, with the roles that they hold in it and, not to be changed here, those that
// they hold for the whole tenant. Hides: that Auth0 neither searches members nor lists them by role.
import type { MemberDirectory } from '../directory.ts'
import type { Assignment, Page, Person, Source } from '../model.ts'
import { Problem } from '../problem.ts'
import { segment } from './calls.ts'
import { effectiveOf, type Parts } from './effective.ts'
import type { Held } from './holdings.ts'
import { matching, personById, unread } from './members.ts'
import { type List, sieved, stepAfter, wholeList } from './pages.ts'
import { changeSet } from './set-change.ts'
import { limits } from './traits.ts'
import { personOf, roleOf } from './wire.ts'

/** Makes the people of one organisation. Failures are as the port says. */
export function organizationMemberDirectory(parts: Parts, organization: string): MemberDirectory {
  const { calls, holdings } = parts
  const base = () => `/organizations/${segment(organization)}/members`
  const rolesPath = (id: string) => `${base()}/${segment(id)}/roles`

  async function rolesHere(id: string, signal?: AbortSignal): Promise<{ id: string; name: string }[]> {
    const list = { path: rolesPath(id), rows: 'roles', row: roleOf }
    const { items, complete } = await wholeList(calls, list, signal ? { signal } : {})
    if (complete) return items
    throw new Problem('unexpected', 'The roles of this member could not be read whole.')
  }

  async function everyone(
    { search = '', after, signal }: { search?: string; after?: string; signal?: AbortSignal },
    holds?: (person: Person) => Promise<boolean>,
  ): Promise<Page<Person>> {
    const list: List<Person> = { path: base(), rows: 'members', row: personOf }
    const read = async (from: string | undefined) => {
      const page = await stepAfter(calls, list, from, signal)
      if (!holds) return page
      const held = await Promise.all(page.items.map(holds))
      return { ...page, items: page.items.filter((_, n) => held[n]) }
    }
    return search.trim() === '' && !holds ? read(after) : sieved(calls, read, matching(search.trim()), after)
  }

  async function heldBy(id: string, signal?: AbortSignal): Promise<Held> {
    const [here, { assignments, trouble }] = await Promise.all([
      rolesHere(id, signal),
      holdings.of(id, signal),
    ])
    const everywhere = new Map(assignments.map((one) => [one.role.id, kept(one)]))
    const own = here.map(({ id: roleId, name: roleName }): Assignment => ({
      role: { id: roleId, name: roleName },
      sources: [{ kind: 'direct' }, ...(everywhere.get(roleId)?.sources ?? [])],
      active: true,
    }))
    const inOrganization = new Set(here.map((role) => role.id))
    const others = assignments.filter(({ role }) => !inOrganization.has(role.id)).map(kept)
    return { assignments: [...own, ...others], trouble }
  }

  return {
    async list({ role, ...query } = {}) {
      const holds = async ({ id }: Person) =>
        (await rolesHere(id, query.signal)).some((one) => one.id === role)
      const page = await everyone(query, role === undefined ? undefined : holds)
      return { ...page, items: page.items.map(unread) }
    },

    async get(id, signal) {
      const [person, { assignments }] = await Promise.all([personById(calls, id, signal), heldBy(id, signal)])
      return { ...person, assignments }
    },

    search: (query) => everyone(query),

    change: (id, change, options) =>
      changeSet(
        {
          read: async (signal) => (await rolesHere(id, signal)).map((role) => role.id),
          add: (roles, signal) => calls.send('POST', rolesPath(id), { roles }, signal),
          remove: (roles, signal) => calls.send('DELETE', rolesPath(id), { roles }, signal),
          most: limits.perMember,
          tooMany: `This member would hold more than ${limits.perMember} roles here, and Auth0 allows no more.`,
          chunk: limits.perMember,
          sleep: calls.sleep,
        },
        change,
        options,
      ),

    effective: async (id, options) => effectiveOf(parts, id, await heldBy(id, options?.signal), options),
  }
}

/** A role of the whole tenant, as one that an organisation cannot take away. */
function kept(assignment: Assignment): Assignment {
  const { sources, fixed = 'It holds for the whole tenant. Change it there.' } = assignment
  return { ...assignment, sources: sources.map(fromOutside), fixed }
}

function fromOutside(source: Source): Source {
  return source.kind === 'direct' ? { kind: 'wider', name: 'the whole tenant' } : source
}
