// Where roles are held: organizations, their projects, and the resources of those, as one tree. Hides: that these are three lists,
// none of which brings what another needs, and that each leaves out what only lies around something visible (platforms.md §1.4).
import type * as v from 'valibot'
import { shaped } from '../answer.ts'
import type { ScopeDirectory } from '../directory.ts'
import type { Scope } from '../model.ts'
import { Problem } from '../problem.ts'
import type { Calls } from './calls.ts'
import { idOf, pathOf, type Where, whereOf } from './scope-id.ts'
import { Organization, Organizations, Project, Projects, Resource, Resources } from './wire.ts'
import { firstPage } from './whole-list.ts'

/** Makes the scopes. */
export function scopeDirectory(calls: Calls): ScopeDirectory {
  async function readTree(signal?: AbortSignal): Promise<Scope[]> {
    const read = async <Schema extends v.GenericSchema>(schema: Schema, path: string) =>
      shaped(schema, await calls.get(path, {}, signal), calls.host)
    const [organizations, projects, resources] = await Promise.all([
      read(Organizations, '/organizations'),
      read(Projects, '/projects'),
      read(Resources, '/resources'),
    ])
    return treeOf(organizations, projects, resources)
  }

  /** One that stands in no list, so that its refusal is told as what it is. */
  async function readOne(where: Where, signal?: AbortSignal): Promise<Scope> {
    const body = await calls.get(pathOf(where), {}, signal)
    if (where.type === 'organization') return ofOrganization(shaped(Organization, body, calls.host))
    if (where.type === 'project') {
      const project = shaped(Project, body, calls.host)
      return ofProject(project, 0, project.org_id)
    }
    return ofResource(shaped(Resource, body, calls.host), 0, where.project)
  }

  return {
    async list({ search = '', after, signal } = {}) {
      firstPage(after)
      const text = search.trim().toLowerCase()
      const items = (await readTree(signal)).filter(({ name, key = '' }) =>
        [name, key].some((one) => one.toLowerCase().includes(text)),
      )
      return { items, total: items.length }
    },

    async get(id, signal) {
      if (id === undefined) {
        throw new Problem('not-found', 'Choose an organization, a project or a resource first.')
      }
      const where = whereOf(id)
      const found = (await readTree(signal)).find((scope) => scope.id === id)
      return found ?? readOne(where, signal)
    },
  }
}

/** Everything by name, and right behind each what lies in it. */
function treeOf(organizations: Organization[], projects: Project[], resources: Resource[]): Scope[] {
  const known = new Set(organizations.map((one) => one.org_id))
  const withResources = (project: Project, depth: number, within?: string) => {
    const scope = ofProject(project, depth, within)
    const inside = resources.filter((one) => one.project_id === project.project_id)
    return [scope, ...inside.map((one) => ofResource(one, depth + 1, scope.name)).toSorted(byName)]
  }
  const ofAll = organizations.map((organization) => {
    const inside = projects.filter((one) => one.org_id === organization.org_id)
    const scope = ofOrganization(organization)
    return [scope, ...inOrder(inside.map((one) => withResources(one, 1, scope.name)))]
  })
  const alone = projects.filter(({ org_id }) => org_id === undefined || !known.has(org_id))
  return [
    ...inOrder(ofAll),
    ...inOrder(alone.map((one) => withResources(one, 0, one.org_id))),
    ...inOrder(
      unseenProjects(projects, resources)
        .map((one) => withResources(one, 0))
        .map(closed),
    ),
  ]
}

/** Each with what lies in it, by the name of what comes first. */
function inOrder(groups: Scope[][]): Scope[] {
  return groups.toSorted(([one], [other]) => (one && other ? byName(one, other) : 0)).flat()
}

/** Projects that are known by nothing but a resource in them. */
function unseenProjects(projects: Project[], resources: Resource[]): Project[] {
  const seen = new Set(projects.map((one) => one.project_id))
  const ids = new Set(resources.map((one) => one.project_id).filter((id) => !seen.has(id)))
  return [...ids].map((id) => ({ project_id: id, org_id: undefined, name: '', status: '' }))
}

/** The first of them is the heading of the others. */
function closed([heading, ...inside]: Scope[]): Scope[] {
  if (!heading) return []
  const why =
    'You hold no role at this project itself, only in it: KtrlPlane shows you nothing of it but its id.'
  return [{ ...heading, closed: why }, ...inside]
}

function ofOrganization({ org_id: id, name }: Organization): Scope {
  return { id: idOf({ type: 'organization', id }), ...named(id, name), what: 'Organization', depth: 0 }
}

function ofProject({ project_id: id, name, status }: Project, depth: number, within?: string): Scope {
  return {
    id: idOf({ type: 'project', id }),
    ...named(id, name),
    what: 'Project',
    depth,
    ...(within !== undefined && { within }),
    ...(status && { status }),
  }
}

function ofResource(
  { resource_id: id, project_id: project, ...row }: Resource,
  depth: number,
  within: string,
): Scope {
  return {
    id: idOf({ type: 'resource', project, id }),
    ...named(id, row.name),
    what: row.type ? `Resource, ${row.type}` : 'Resource',
    depth,
    within,
    ...(row.status && { status: row.status }),
  }
}

function named(id: string, name: string): { name: string; key?: string } {
  return { name: name || id, ...(name && name !== id && { key: id }) }
}

function byName(one: Scope, other: Scope): number {
  return one.name.localeCompare(other.name) || one.id.localeCompare(other.id)
}
