// Everything that a person may do at the tenant's APIs, and why: computed from the roles they hold and what each hands out,
// with what was given directly beside it. One request an API and a role, not one a permission.
import type { Assignment, Effective, Permission, Progress, Way } from '../model.ts'
import { type Calls, segment } from './calls.ts'
import type { Apis } from './apis.ts'
import type { Holdings } from './holdings.ts'
import { type List, wholeBySteps, wholeList } from './pages.ts'
import type { RolePermissions } from './role-permissions.ts'
import { type GrantRow, grantOf, permissionId } from './wire.ts'

/** Everything that a directory of people is made of. */
export type Parts = { calls: Calls; apis: Apis; holdings: Holdings; ofRoles: RolePermissions }

/** What stands behind `MemberDirectory.effective`: `held` are the person's roles with their sources, and what is missing there. */
export async function effectiveOf(
  { calls, apis, holdings, ofRoles }: Parts,
  user: string,
  held: { assignments: Assignment[]; trouble: string[] },
  { signal, onProgress }: Progress = {},
): Promise<Effective> {
  const found = new Map<string, { permission: Permission; ways: Way[] }>()
  const trouble = [...held.trouble]
  const within = signal ? { signal } : {}
  const note = (row: GrantRow, ways: Way[]) => {
    const id = permissionId(row.value, row.api)
    const permission: Permission = {
      id,
      resource: row.api,
      name: row.value,
      ...(row.description && { description: row.description }),
    }
    const entry = found.get(id) ?? { permission, ways: [] }
    entry.ways.push(...ways)
    found.set(id, entry)
  }

  const steps = held.assignments.length + 1
  let done = 0
  const step = (more: number) => onProgress?.((done += 1), steps + more)
  onProgress?.(0, steps)

  await Promise.all(
    held.assignments.map(async ({ role, sources, active }) => {
      const { items, complete } = await ofRoles.rows(role.id, within)
      if (!complete) trouble.push(`What the role “${role.name}” hands out could not be read whole.`)
      if (active)
        for (const row of items)
          note(
            row,
            sources.map((source) => ({ role, source })),
          )
      step(0)
    }),
  )

  /** What was given directly, by the sources that the tenant names. */
  const bySources = async (): Promise<GrantRow[]> => {
    const { items, complete } = await apis.all(within)
    if (!complete) trouble.push('Not every API of the tenant could be read.')
    const path = `/users/${segment(user)}/effective-permissions`
    const rows = await Promise.all(
      items.map(async ({ identifier }) => {
        const query = { resource_server_identifier: identifier }
        const list: List<GrantRow> = { path, rows: 'permissions', query, row: grantOf }
        return wholeBySteps(calls, list, signal)
      }),
    )
    return rows.flat().filter(({ sources }) => sources?.includes('direct'))
  }

  /** Without sources, what no role hands out must have been given directly. */
  const byDifference = async (): Promise<GrantRow[]> => {
    const list: List<GrantRow> = {
      path: `/users/${segment(user)}/permissions`,
      rows: 'permissions',
      row: grantOf,
    }
    const { items, complete } = await wholeList(calls, list, within)
    if (!complete) trouble.push('What was given to this person directly could not be read whole.')
    return items.filter(({ sources, value, api }) =>
      sources ? sources.includes('direct') : !found.has(permissionId(value, api)),
    )
  }

  for (const row of await holdings.eitherPermissions(bySources, byDifference))
    note(row, [{ source: { kind: 'direct' } }])
  step(0)
  return { permissions: [...found.values()], complete: trouble.length === 0, trouble }
}
