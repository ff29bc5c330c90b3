// Who holds what at one place of KtrlPlane. Hides: that the API lists assignments and not people, which of them are inherited, and
// that it searches for people in one call and for everything else in none (platforms.md §1.4, §1.5).
import { shaped } from '../answer.ts'
import type { MemberDirectory } from '../directory.ts'
import type { Assignment, Effective, Member, Page, Person, Source, Way } from '../model.ts'
import { Problem } from '../problem.ts'
import { rightsAt } from './access.ts'
import { type Calls, segment } from './calls.ts'
import { type Definitions, distinct, permissionId, permissionOf } from './definitions.ts'
import { whyFixed } from './inherited.ts'
import { changeRoles } from './role-change.ts'
import { pathOf, type Where } from './scope-id.ts'
import { searchFrom } from './traits.ts'
import { firstPage } from './whole-list.ts'
import { Assignments, type Held, People, type PermissionRow } from './wire.ts'

/** Makes the people of one place. */
export function memberDirectory(calls: Calls, definitions: Definitions, where: Where): MemberDirectory {
  const path = `${pathOf(where)}/rbac`

  const held = async (signal?: AbortSignal): Promise<Held[]> =>
    shaped(Assignments, await calls.get(path, {}, signal), calls.host)

  /** Everybody who holds something here, with all of it. */
  async function everyone(signal?: AbortSignal): Promise<(Member & { assignments: Assignment[] })[]> {
    const [rows, roles] = await Promise.all([held(signal), definitions.roles()])
    const ranks = new Map(roles.map(({ id }, rank) => [id, rank]))
    return groups(rows, ({ person }) => person.id)
      .map(([first, ...others]) => {
        const assignments = assignmentsOf([first, ...others], ranks)
        return Object.assign({ assignments }, first.person)
      })
      .toSorted((one, other) => one.name.localeCompare(other.name) || one.id.localeCompare(other.id))
  }

  async function search(text: string, signal?: AbortSignal): Promise<Page<Person>> {
    const q = text.trim()
    // The API answers nothing then, which must not pass for an answer.
    if (Array.from(q).length < searchFrom) return { items: [], total: 0 }
    // These stand for any character there, unless a backslash takes that from them (PostgreSQL, LIKE).
    const quoted = q.replaceAll(/[\\%_]/g, String.raw`\$&`)
    const items = shaped(People, await calls.get('/users/search', { q: quoted }, signal), calls.host)
    return { items, total: items.length < mostFound ? items.length : null }
  }

  async function get(id: string, signal?: AbortSignal): Promise<Member & { assignments: Assignment[] }> {
    const member = (await everyone(signal)).find((one) => one.id === id)
    if (member) return member
    // There is no call for one person; ids are searched as well.
    const person = (await search(id, signal)).items.find((one) => one.id === id)
    if (!person) throw new Problem('not-found', `KtrlPlane knows nobody with the id “${id}”.`)
    return { ...person, assignments: [] }
  }

  return {
    async list({ role, search: text = '', after, signal } = {}) {
      firstPage(after)
      const items = (await everyone(signal)).filter(
        (one) =>
          (role === undefined || one.assignments.some((assignment) => assignment.role.id === role)) &&
          text
            .trim()
            .split(/\s+/u)
            .every((word) => isMatch(one, word)),
      )
      return { items, total: items.length }
    },

    get,

    async search({ search: text = '', after, signal }) {
      firstPage(after)
      return search(text, signal)
    },

    change: (id, change, options) =>
      changeRoles(
        {
          read: async (signal) => (await held(signal)).filter(({ person }) => person.id === id),
          give: (role) => calls.send('POST', path, { user_id: id, role_id: role }),
          take: (assignment) => calls.send('DELETE', `${path}/${segment(assignment)}`),
          rights: (signal) => rightsAt(calls, where, signal),
          sleep: calls.sleep,
        },
        change,
        options,
      ),

    async effective(id, { signal, onProgress } = {}) {
      const { assignments } = await get(id, signal)
      let done = 0
      const sets = await Promise.all(
        assignments.map(async (assignment) => {
          const rows = await definitions.of(assignment.role.id)
          onProgress?.((done += 1), assignments.length)
          return { assignment, rows }
        }),
      )
      const all = await definitions.all(signal ? { signal } : {})
      return effectiveOf(sets, distinct(all))
    },
  }
}

/** So many people a search answers at most, without saying that there are more. */
const mostFound = 10

/** Whether the text stands in the name, the address or the id. */
function isMatch({ id, name, email = '' }: Person, text: string): boolean {
  return [id, name, email].some((one) => one.toLowerCase().includes(text.toLowerCase()))
}

/** One for each role, the strongest first. */
function assignmentsOf(rows: Held[], ranks: ReadonlyMap<string, number>): Assignment[] {
  return groups(rows, ({ role }) => role.id)
    .map((own) => assignmentOf(own, ranks))
    .toSorted((one, other) => (one.rank ?? Number.MAX_SAFE_INTEGER) - (other.rank ?? Number.MAX_SAFE_INTEGER))
}

const isDirect = ({ kind }: Source) => kind === 'direct'

/** One role with every way by which it is held. */
function assignmentOf([first, ...others]: [Held, ...Held[]], ranks: ReadonlyMap<string, number>): Assignment {
  const all = [first, ...others].map(({ source }) => source)
  const sources = [...all.filter(isDirect), ...all.filter((source) => !isDirect(source))]
  const [best = first.source] = sources
  const rank = ranks.get(first.role.id)
  const why = whyFixed(best)
  return {
    role: first.role,
    sources,
    active: true,
    ...(rank !== undefined && { rank }),
    ...(why !== undefined && { fixed: why }),
  }
}

/** Rows that belong together, in the order of the first of each. */
function groups<T>(rows: T[], keyOf: (row: T) => string): [T, ...T[]][] {
  const found = new Map<string, [T, ...T[]]>()
  for (const row of rows) {
    const group = found.get(keyOf(row))
    if (group) group.push(row)
    else found.set(keyOf(row), [row])
  }
  return [...found.values()]
}

/** Every permission once, with all its ways; wildcards stay as they are given. */
function effectiveOf(
  sets: { assignment: Assignment; rows: PermissionRow[] }[],
  all: PermissionRow[],
): Effective {
  const found = new Map<string, Effective['permissions'][number]>()
  for (const { assignment, rows } of sets) {
    const ways = assignment.sources.map((source): Way => ({ role: assignment.role, source }))
    for (const row of rows) {
      const id = permissionId(row)
      const entry = found.get(id) ?? { permission: permissionOf(row, all), ways: [] }
      entry.ways.push(...ways)
      found.set(id, entry)
    }
  }
  return { permissions: [...found.values()], complete: true, trouble: [] }
}
