// The requests about organizations and projects, each in both dialects (zitadel.md 3.1, 3.9). Hides: that a project is owned by
// one organization and lent to others, which v1 keeps in lists of their own.
import * as v from 'valibot'
import { shaped } from '../answer.ts'
import { Problem } from '../problem.ts'
import type { Rows } from '../settling.ts'
import { type CallOptions, type Calls, segment } from './calls.ts'
import { Label, rowsOf } from './wire.ts'

export type Organization = { id: string; name: string }

/** `owner` is the organization that it belongs to, which is not always the one that it is looked at from. */
export type Project = { id: string; name: string; owner: string }

/** A project and the organization that sees it. */
export type Seen = { project: Project; organization: string }

export type ProjectCalls = {
  /** Every organization that the person can see, at most a thousand. */
  organizations(signal?: AbortSignal): Promise<Rows<Organization>>
  /** Own and lent projects of these organizations whose name contains `search`; as seen from other ones as well. */
  projects(
    organizations: string[],
    ask: { search: string; signal?: AbortSignal | undefined },
  ): Promise<Rows<Seen>>
  /** A project whether it is the organization's or lent to it. */
  project(id: string, organization: string | undefined, signal?: AbortSignal): Promise<Project>
  /** v1 wants to know by which grant a lent project came; undefined where the organization owns it. */
  olderGrant(project: string, organization: string | undefined): Promise<string | undefined>
}

const Id = v.pipe(v.string(), v.minLength(1))
const OrganizationRow = v.object({ id: Id, name: Label })
const ProjectRow = v.object({
  projectId: Id,
  organizationId: Id,
  name: Label,
  grantedOrganizationId: v.fallback(v.optional(Id), undefined),
})
const OlderProjectRow = v.object({ id: Id, name: Label, details: v.object({ resourceOwner: Id }) })
const LentRow = v.object({ grantId: Id, projectId: Id, projectName: Label, projectOwnerId: Id })

const most = 1000

/** Makes the requests about organizations and projects of one instance. */
export function projectCalls(calls: Calls): ProjectCalls {
  const { host } = calls

  async function lent(organization: string | undefined, search: string, signal: AbortSignal | undefined) {
    const query = { query: { limit: most, asc: true }, queries: older(search) }
    const options = { repeatable: true, signal }
    const path = '/management/v1/granted_projects/_search'
    const body = await calls.within(organization).rest('POST', path, query, options)
    const found = rowsOf(body, {
      host,
      field: 'result',
      row: LentRow,
      make: ({ grantId, projectId, projectName, projectOwnerId }) => ({
        grant: grantId,
        id: projectId,
        name: projectName || projectId,
        owner: projectOwnerId,
      }),
    })
    // Not every instance heeds the query of this list.
    const rows = found.rows.filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()))
    return { ...found, rows, total: found.total - (found.rows.length - rows.length) }
  }

  async function olderProject(id: string, organization: string | undefined, signal?: AbortSignal) {
    const path = `/management/v1/projects/${segment(id)}`
    try {
      const body = await calls.within(organization).rest('GET', path, undefined, { repeatable: true, signal })
      return olderProjectOf(shaped(v.object({ project: OlderProjectRow }), body, host).project)
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'not-found') throw error
      const found = (await lent(organization, '', signal)).rows.find((one) => one.id === id)
      if (!found) throw error
      return found
    }
  }

  async function current(filters: object[], options: CallOptions): Promise<Rows<Seen>> {
    const message = {
      pagination: { limit: most, asc: true },
      sortingColumn: 'PROJECT_FIELD_NAME_NAME',
      filters,
    }
    const body = await calls.connect('zitadel.project.v2.ProjectService/ListProjects', message, options)
    return rowsOf(body, {
      host,
      field: 'projects',
      row: ProjectRow,
      make: ({ projectId: id, organizationId: owner, name, grantedOrganizationId }) => ({
        project: { id, owner, name: name || id },
        organization: grantedOrganizationId ?? owner,
      }),
    })
  }

  /** An organization in which the person may not see projects has none for them. */
  async function olderProjects(
    organization: string,
    search: string,
    options: CallOptions,
  ): Promise<Rows<Seen>> {
    const query = { query: { limit: most, asc: true }, queries: older(search) }
    try {
      const [body, others] = await Promise.all([
        calls.within(organization).rest('POST', '/management/v1/projects/_search', query, options),
        lent(organization, search, options.signal),
      ])
      const own = rowsOf(body, { host, field: 'result', row: OlderProjectRow, make: olderProjectOf })
      return {
        rows: [...own.rows, ...others.rows].map((project) => ({ project, organization })),
        given: own.given + others.given,
        total: own.total + others.total,
      }
    } catch (error) {
      if (error instanceof Problem && error.kind === 'forbidden') return { rows: [], given: 0, total: 0 }
      throw error
    }
  }

  function organizationsOf(body: unknown): Rows<Organization> {
    const make = ({ id, name }: Organization) => ({ id, name: name || id })
    return rowsOf(body, { host, field: 'result', row: OrganizationRow, make })
  }

  return {
    organizations(signal) {
      const options = { repeatable: true, signal }
      const query = { query: { limit: most, asc: true } }
      return calls.either(
        'organization',
        async () =>
          organizationsOf(
            await calls.connect(
              'zitadel.org.v2.OrganizationService/ListOrganizations',
              { ...query, sortingColumn: 'ORGANIZATION_FIELD_NAME_NAME' },
              options,
            ),
          ),
        async () =>
          organizationsOf(await calls.rest('POST', '/auth/v1/global/projectorgs/_search', query, options)),
      )
    },

    projects(organizations, { search, signal }) {
      const options = { repeatable: true, signal }
      const filters = search
        ? [{ projectNameFilter: { projectName: search, method: 'TEXT_FILTER_METHOD_CONTAINS_IGNORE_CASE' } }]
        : []
      return calls.either(
        'project',
        () => current(filters, options),
        async () => {
          const lists = await Promise.all(organizations.map((id) => olderProjects(id, search, options)))
          return {
            rows: lists.flatMap(({ rows }) => rows),
            given: lists.reduce((sum, { given }) => sum + given, 0),
            total: lists.reduce((sum, { total }) => sum + total, 0),
          }
        },
      )
    },

    project(id, organization, signal) {
      return calls.either(
        'project',
        async () => {
          const filters = [{ inProjectIdsFilter: { ids: [id] } }]
          const [seen] = (await current(filters, { repeatable: true, signal })).rows
          if (seen) return seen.project
          throw new Problem(
            'not-found',
            `The project ${id} is unknown to ${host}, or it is not shown to you.`,
          )
        },
        () => olderProject(id, organization, signal),
      )
    },

    async olderGrant(project, organization) {
      return (await lent(organization, '', undefined)).rows.find(({ id }) => id === project)?.grant
    },
  }
}

function older(search: string): object[] {
  if (search === '') return []
  return [{ nameQuery: { name: search, method: 'TEXT_QUERY_METHOD_CONTAINS_IGNORE_CASE' } }]
}

function olderProjectOf({ id, name, details }: v.InferOutput<typeof OlderProjectRow>): Project {
  return { id, owner: details.resourceOwner, name: name || id }
}
