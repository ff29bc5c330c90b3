// Where roles are administered: one project as one organization sees it. Hides: that both are found by different services, and
// how the two make one id.
import type { ScopeDirectory } from '../directory.ts'
import type { Scope } from '../model.ts'
import type { Organization, Project, ProjectCalls } from './project-calls.ts'
import { idOf, whereOf, type Where } from './scope-id.ts'

/** Makes the scopes of one instance. `home` is what the configuration names; its owner is read when it is asked for. */
export function scopeDirectory(
  calls: ProjectCalls,
  home: Where,
  facts: (where: Where) => Promise<Project>,
): ScopeDirectory {
  const made = (project: Project, organization: Organization): Scope => ({
    id: idOf({ organization: organization.id, project: project.id }),
    name: project.name,
    within: organization.name,
    ...(isHome(project, organization.id) && { home: true }),
  })
  const isHome = ({ id, owner }: Project, organization: string) =>
    id === home.project && organization === (home.organization ?? owner)

  return {
    async list({ search = '', signal } = {}) {
      const text = search.trim()
      if (Array.from(text).length > 200) return { items: [], total: 0 }
      const { rows: organizations, total } = await calls.organizations(signal)
      const names = new Map(organizations.map((one) => [one.id, one]))
      const found = await calls.projects([...names.keys()], { search: text, signal })
      const items = new Map<string, Scope>()
      for (const { project, organization } of found.rows) {
        const within = names.get(organization)
        if (within) items.set(idOf({ organization, project: project.id }), made(project, within))
      }
      // What could not be read or was not given stays in the total, so that the list shows itself to be incomplete.
      const missing = found.total - found.rows.length + total - organizations.length
      return { items: [...items.values()].toSorted(byName), total: items.size + missing }
    },

    async get(id, signal) {
      const where = id === undefined ? home : whereOf(id)
      const project = await facts(where)
      const organization = where.organization ?? project.owner
      const { rows } = await calls.organizations(signal)
      const named = rows.find((one) => one.id === organization)
      return made(project, named ?? { id: organization, name: organization })
    },
  }
}

function byName(one: Scope, other: Scope): number {
  return one.name.localeCompare(other.name) || (one.within ?? '').localeCompare(other.within ?? '')
}
