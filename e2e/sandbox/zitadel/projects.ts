// Projects in both dialects: lists and single ones, owned and lent by another organisation. The published types stop at
// v2beta, where a project has `id`; v2 renamed it `projectId` and has other filters.
import type {
  GetProjectByIDResponseJson,
  ListGrantedProjectsResponseJson,
  ListProjectsResponseJson,
} from '@zitadel/proto/zitadel/management_pb.js'
import type { ProjectJson as ProjectBetaJson } from '@zitadel/proto/zitadel/project/v2beta/query_pb.js'
import type { GrantedProjectJson, ProjectJson } from '@zitadel/proto/zitadel/project_pb.js'
import * as v from 'valibot'
import { demand, demandIn, mayIn } from './access.ts'
import {
  decode,
  emptyFilter,
  filterMethod,
  list,
  matches,
  pageOf,
  paging,
  queryMethod,
  requireText,
  sorted,
  text,
} from './decode.ts'
import { date, listDetails, pagination, viewDetails } from './encode.ts'
import { refuse } from './errors.ts'
import { connect, rest } from './route.ts'
import type { Call, Route } from './route.ts'
import type { Project, ProjectGrant, ZitadelWorld } from './world.ts'

const service = 'zitadel.project.v2.ProjectService'

type ProjectV2Json = Omit<ProjectBetaJson, 'id'> & { projectId?: string }
type ListProjectsV2Json = { pagination?: ReturnType<typeof pagination>; projects?: ProjectV2Json[] }

const projectV2 = (project: Project): ProjectV2Json => ({
  projectId: project.id,
  organizationId: project.organizationId,
  creationDate: date(project.created),
  changeDate: date(project.created),
  name: project.name,
  state: 'PROJECT_STATE_ACTIVE',
  projectRoleAssertion: true,
})

const listRequest = v.object({
  pagination: paging,
  sortingColumn: v.nullish(
    v.picklist([
      'PROJECT_FIELD_NAME_UNSPECIFIED',
      'PROJECT_FIELD_NAME_ID',
      'PROJECT_FIELD_NAME_CREATION_DATE',
      'PROJECT_FIELD_NAME_CHANGE_DATE',
      'PROJECT_FIELD_NAME_NAME',
    ]),
  ),
  filters: list(
    v.object({
      projectNameFilter: v.nullish(v.object({ projectName: text, method: filterMethod })),
      inProjectIdsFilter: v.nullish(v.object({ ids: list(v.string()) })),
      organizationIdFilter: v.nullish(
        v.object({
          organizationId: text,
          type: v.nullish(v.picklist(['TYPE_UNSPECIFIED', 'OWNED', 'GRANTED', 'OWNED_OR_GRANTED'])),
        }),
      ),
    }),
  ),
})

/** A project as its owner has it, or as an organisation has it that it is lent to. */
type Row = { project: Project; grant?: ProjectGrant }

// Both kinds in one list, so that a project that is lent is there several times, also for its owner
// (query/project.go, getProjectsAndGrantedProjectsFromQuery).
const rowsOf = ({ projects, projectGrants }: ZitadelWorld): Row[] => [
  ...projects.map((project) => ({ project })),
  ...projectGrants.flatMap((grant) =>
    projects.filter(({ id }) => id === grant.projectId).map((project) => ({ project, grant })),
  ),
]

function listProjectsV2({ context, actor, body }: Call): ListProjectsV2Json {
  const { pagination: asked, sortingColumn, filters } = decode(listRequest, body)
  demand(actor, 'project.read')
  const tests = filters.map((filter, index) => {
    const { projectNameFilter: named, inProjectIdsFilter: among, organizationIdFilter: of } = filter
    if (named) return ({ project }: Row) => matches(project.name, named.projectName, named.method)
    if (among) return ({ project }: Row) => among.ids.includes(project.id)
    if (of) {
      return ({ project, grant }: Row) =>
        (of.type !== 'GRANTED' &&
          project.organizationId === of.organizationId &&
          (of.type !== 'OWNED' || grant === undefined)) ||
        (of.type !== 'OWNED' && grant?.organizationId === of.organizationId)
    }
    throw emptyFilter(`ListProjectsRequest.Filters[${index}]`, 'ProjectSearchFilter.Filter')
  })
  const { world } = context
  const mayRead = mayIn(world, actor.sub, 'project.read')
  const visible = ({ project, grant }: Row): boolean =>
    mayRead(project.organizationId) || (grant !== undefined && mayRead(grant.organizationId))
  const found = rowsOf(world).filter((row) => tests.every((test) => test(row)))
  const by = ({ project }: Row): string | number => {
    if (sortingColumn === 'PROJECT_FIELD_NAME_NAME') return project.name
    return sortingColumn === 'PROJECT_FIELD_NAME_ID' ? project.id : project.created
  }
  // Without the feature the total counts what the caller may not see.
  const counted = world.settings.permissionCheckV2 ? found.filter(visible) : found
  const page = pageOf(sorted(counted, by, asked.asc), asked)
  const projects = page.items.filter(visible).map((row) => rowJson(world, row))
  return { pagination: pagination(page), ...(projects.length > 0 && { projects }) }
}

function rowJson({ organizations }: ZitadelWorld, { project, grant }: Row): ProjectV2Json {
  if (grant === undefined) return projectV2(project)
  const lentTo = organizations.find(({ id }) => id === grant.organizationId)
  return {
    ...projectV2(project),
    grantedOrganizationId: grant.organizationId,
    ...(lentTo && { grantedOrganizationName: lentTo.name }),
    grantedState: 'GRANTED_PROJECT_STATE_ACTIVE',
  }
}

function getProjectV2({ context, actor, body }: Call): { project: ProjectV2Json } {
  const { projectId } = decode(v.object({ projectId: text }), body)
  demand(actor, 'project.read')
  requireText('GetProjectRequest.ProjectId', projectId)
  const project = context.world.projects.find(({ id }) => id === projectId)
  if (project === undefined) throw refuse('projectUnknown')
  demandIn(context.world, actor, project.organizationId, 'project.read')
  return { project: projectV2(project) }
}

// The sandbox keeps no events of projects: their sequence is made up from their place.
const projectV1 = (project: Project, index: number): ProjectJson => ({
  id: project.id,
  details: viewDetails(
    { sequence: 100 + index, created: project.created, changed: project.created },
    project.organizationId,
  ),
  name: project.name,
  state: 'PROJECT_STATE_ACTIVE',
  projectRoleAssertion: true,
})

const searchRequest = v.object({
  query: paging,
  queries: list(
    v.object({
      nameQuery: v.nullish(v.object({ name: text, method: queryMethod })),
      projectResourceOwnerQuery: v.nullish(v.object({ resourceOwner: text })),
    }),
  ),
})

function listProjectsV1({ context, actor, body }: Call): ListProjectsResponseJson {
  const { query, queries } = decode(searchRequest, body)
  demand(actor, 'project.read')
  const tests = queries.map(({ nameQuery: named, projectResourceOwnerQuery: owned }, index) => {
    if (named) return ({ name }: Project) => matches(name, named.name, named.method)
    if (owned) return ({ organizationId }: Project) => organizationId === owned.resourceOwner
    throw emptyFilter(`ListProjectsRequest.Queries[${index}]`, 'ProjectQuery.Query')
  })
  const found = context.world.projects.filter(
    (one) => one.organizationId === actor.organizationId && tests.every((test) => test(one)),
  )
  const page = pageOf(found, query)
  const result = page.items.map(projectV1)
  return { details: listDetails(context, page), ...(result.length > 0 && { result }) }
}

function getProjectV1({ context, actor, param }: Call): GetProjectByIDResponseJson {
  demand(actor, 'project.read')
  const index = context.world.projects.findIndex(
    ({ id, organizationId }) => id === param('projectId') && organizationId === actor.organizationId,
  )
  const project = context.world.projects[index]
  if (project === undefined) throw refuse('projectUnknown')
  return { project: projectV1(project, index) }
}

const grantedProject = (
  { organizations, projects }: ZitadelWorld,
  grant: ProjectGrant,
): GrantedProjectJson => {
  const project = projects.find(({ id }) => id === grant.projectId)
  const nameOf = (id: string | undefined) => organizations.find((one) => one.id === id)?.name ?? ''
  const { created } = grant
  return {
    grantId: grant.id,
    grantedOrgId: grant.organizationId,
    grantedOrgName: nameOf(grant.organizationId),
    grantedRoleKeys: grant.roleKeys,
    state: 'PROJECT_GRANT_STATE_ACTIVE',
    projectId: grant.projectId,
    ...(project && {
      projectName: project.name,
      projectOwnerId: project.organizationId,
      projectOwnerName: nameOf(project.organizationId),
    }),
    details: viewDetails({ sequence: 150, created, changed: created }, project?.organizationId ?? ''),
  }
}

// Its own list in v1: what other organisations lent to the one of the call.
function listGrantedProjects({ context, actor, body }: Call): ListGrantedProjectsResponseJson {
  const { query } = decode(v.object({ query: paging }), body)
  demand(actor, 'project.read')
  const { projectGrants } = context.world
  const page = pageOf(
    projectGrants.filter(({ organizationId }) => organizationId === actor.organizationId),
    query,
  )
  const result = page.items.map((grant) => grantedProject(context.world, grant))
  return { details: listDetails(context, page), ...(result.length > 0 && { result }) }
}

export const projects: Route[] = [
  connect(service, 'ListProjects', 'listProjects', listProjectsV2),
  connect(service, 'GetProject', 'getProject', getProjectV2),
  rest('POST', '/management/v1/projects/_search', 'listProjects', listProjectsV1),
  rest('POST', '/management/v1/granted_projects/_search', 'listProjects', listGrantedProjects),
  rest('GET', '/management/v1/projects/{projectId}', 'getProject', getProjectV1),
]
