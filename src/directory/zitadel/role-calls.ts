// The requests about the roles of one project, each in both dialects: ProjectService v2, and v1 REST for instances that
// do not know it (zitadel.md 3.2). Hides: which of the two is spoken.
import type { Role } from '../model.ts'
import { Problem } from '../problem.ts'
import type { Rows } from '../settling.ts'
import { type Calls, segment } from './calls.ts'
import { dateOf, olderRolesOf, rolesOf } from './wire.ts'

export type RoleFilter = { by: 'key' | 'name'; match: 'is' | 'contains'; text: string }

export type RoleAsk = { offset: number; limit: number; filter?: RoleFilter; signal?: AbortSignal | undefined }

/** What can change about a role. No group is an empty one. */
export type RoleFields = { name: string; group?: string }

/** Writes resolve to the server's date of the write. */
export type RoleCalls = {
  host: string
  page(ask: RoleAsk): Promise<Rows<Role>>
  add(id: string, fields: RoleFields): Promise<Date>
  /** Whole, in both dialects: code read of v2 empties what is left out, against its own docs (project/v2, converter). */
  replace(id: string, fields: RoleFields): Promise<Date>
  remove(id: string): Promise<Date>
}

const service = 'zitadel.project.v2.ProjectService'
const write = { repeatable: false }

/** Makes the requests about roles of `project`. */
export function roleCalls(calls: Calls, project: string): RoleCalls {
  const { host } = calls
  const connect = (method: string, message: object, options = write) =>
    calls.connect(`${service}/${method}`, { projectId: project, ...message }, options)
  const rolesPath = () => `/management/v1/projects/${segment(project)}/roles`
  const rolePath = (id: string) => `${rolesPath()}/${segment(id)}`

  async function page({ offset, limit, filter, signal }: RoleAsk): Promise<Rows<Role>> {
    const reading = { repeatable: true, signal }
    // Sorted by key, which never changes, so that pages shift only when roles come or go.
    const message = {
      pagination: { offset: String(offset), limit, asc: true },
      sortingColumn: 'PROJECT_ROLE_FIELD_NAME_KEY',
      filters: filter ? [currentFilter(filter)] : [],
    }
    const query = {
      query: { offset: String(offset), limit, asc: true },
      queries: filter ? [olderFilter(filter)] : [],
    }
    return calls.either(
      'project',
      async () => rolesOf(await connect('ListProjectRoles', message, reading), host),
      async () => olderRolesOf(await calls.rest('POST', `${rolesPath()}/_search`, query, reading), host),
    )
  }

  return {
    host,

    async page(ask) {
      try {
        return await page(ask)
      } catch (error) {
        if (!(error instanceof Problem) || error.kind !== 'not-found') throw error
        const where = `The project ${project} of this platform's configuration`
        throw new Problem(
          'not-found',
          `${where} is unknown to ${host}, or it is not shown to you.`,
          error.details,
        )
      }
    },

    async add(id, { name, group = '' }) {
      const message = { roleKey: id, displayName: name, group }
      return dateOf(
        await calls.either(
          'project',
          () => connect('AddProjectRole', message),
          () => calls.rest('POST', rolesPath(), message, write),
        ),
      )
    },

    async replace(id, { name, group = '' }) {
      const fields = { displayName: name, group }
      return dateOf(
        await calls.either(
          'project',
          () => connect('UpdateProjectRole', { roleKey: id, ...fields }),
          async () => calls.rest('PUT', rolePath(id), fields, write),
        ),
      )
    },

    async remove(id) {
      return dateOf(
        await calls.either(
          'project',
          () => connect('RemoveProjectRole', { roleKey: id }),
          async () => calls.rest('DELETE', rolePath(id), undefined, write),
        ),
      )
    },
  }
}

function currentFilter({ by, match, text }: RoleFilter): object {
  const method = match === 'is' ? 'TEXT_FILTER_METHOD_EQUALS' : 'TEXT_FILTER_METHOD_CONTAINS_IGNORE_CASE'
  return by === 'key'
    ? { roleKeyFilter: { key: text, method } }
    : { displayNameFilter: { displayName: text, method } }
}

function olderFilter({ by, match, text }: RoleFilter): object {
  const method = match === 'is' ? 'TEXT_QUERY_METHOD_EQUALS' : 'TEXT_QUERY_METHOD_CONTAINS_IGNORE_CASE'
  return by === 'key'
    ? { keyQuery: { key: text, method } }
    : { displayNameQuery: { displayName: text, method } }
}
