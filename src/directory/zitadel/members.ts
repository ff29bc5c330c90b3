// Who holds roles of a project, behind the port: authorizations grouped by person. Hides: that a person's roles are written
// whole, that authorizations lie in organizations, and which requests find people.
import type { MemberDirectory } from '../directory.ts'

import { Problem } from '../problem.ts'
import { assignmentsOf, personOf } from './assignments.ts'
import type { Authorization, AuthorizationCalls } from './authorization-calls.ts'
import { editOf, outcomeOf, type Version } from './edits.ts'
import { memberPages } from './member-pages.ts'
import type { Merging, Store } from './merging.ts'
import type { UserCalls } from './user-calls.ts'

/** What the members of one project and organization are read and written with. */
export type MemberPlace = {
  organization: string
  /** Whether the project belongs to the organization, which then sees what others give for it. */
  isOwner: boolean
  authorizations: AuthorizationCalls
  users: UserCalls
  /** Names of roles by key, for rows that carry only keys. */
  roleNames(signal?: AbortSignal): Promise<ReadonlyMap<string, string>>
  /** Whether there still is such a role. */
  isRole(id: string): Promise<boolean>
  merging: Merging
}

const peoplePage = 50
const memory = (id: string) => `member:${id}`

/** Makes the members of one place, all but what their roles hand out. */
export function memberDirectory(place: MemberPlace): Omit<MemberDirectory, 'effective'> {
  const { organization, isOwner, authorizations, users, merging } = place
  /** Ids of authorizations that we made or saw, by person: a lagging list may not show ours yet. */
  const known = new Map<string, string>()
  /** Their names, as far as seen. */
  const called = new Map<string, string>()
  /** Who has a suspended one, as last read before or after a write. */
  const suspended = new Set<string>()

  /** What one person holds, wherever it was given; in this organization as we left it. */
  async function rowsOf(id: string, signal?: AbortSignal) {
    const ask = { limit: 1000, everywhere: isOwner, filter: { users: [id] }, signal }
    return (await authorizations.page(ask)).rows.filter(({ user }) => user.id === id)
  }

  /** Rows with our own accepted writes where the list does not show them yet. */
  function settled(id: string, rows: Authorization[]): Authorization[] {
    const own = rows.find((row) => row.organization.id === organization)
    const read = own && versionOf(own)
    const version = merging.over(memory(id), read)
    if (version === read) return rows
    const names = new Map(own?.roles.map((role) => [role.id, role]))
    const roles = [...(version?.items.keys() ?? [])].map((key) => names.get(key) ?? { id: key })
    const others = rows.filter((row) => row !== own)
    if (roles.length === 0) return others
    const made: Authorization = own ?? {
      id: '',
      user: { id, name: '', login: '' },
      organization: { id: organization, name: organization },
      roles,
      active: true,
      at: 0,
    }
    return [{ ...made, roles }, ...others]
  }

  /** Row by row as a page shows them: names of roles, and the people's own data where it may be read. */
  async function membersOf(rows: Authorization[], signal?: AbortSignal) {
    const ids = [...new Set(rows.map(({ user }) => user.id))]
    const lacksNames = rows.some(({ roles }) => roles.some(({ name }) => name === undefined))
    const [people, names] = await Promise.all([
      readable(users.named(ids, signal), []),
      lacksNames ? readable(place.roleNames(signal), new Map<string, string>()) : new Map<string, string>(),
    ])
    const byId = new Map(people.map((person) => [person.id, person]))
    return ids.map((id) => {
      const own = rows.filter(({ user }) => user.id === id)
      const assignments = assignmentsOf(settled(id, own), organization, names)
      return Object.assign({ assignments }, personOf(own, byId.get(id)))
    })
  }

  const pages = memberPages(authorizations, isOwner)

  function store(id: string): Store {
    return {
      get name() {
        const name = called.get(id)
        return name ? `what “${name}” holds` : 'what this person holds'
      },
      isMarked: false,
      async read() {
        const { rows } = await authorizations.page({ limit: 10, everywhere: false, filter: { users: [id] } })
        const own = rows.find((row) => row.user.id === id && row.organization.id === organization)
        if (own?.active === false) suspended.add(id)
        else suspended.delete(id)
        if (own) {
          known.set(id, own.id)
          called.set(id, own.user.name)
        }
        return own && versionOf(own)
      },
      async write(items, base) {
        const authorization = base && known.get(id)
        const roles = [...items.keys()]
        if (authorization !== undefined && roles.length === 0) {
          const at = await authorizations.remove(authorization, id)
          known.delete(id)
          return at
        }
        if (authorization !== undefined) return authorizations.update(authorization, id, roles)
        const made = await authorizations.create(id, roles)
        if (made.id !== undefined) known.set(id, made.id)
        return made.at
      },
      // Somebody else made it, or took it away, before our list showed it.
      isStale: ({ kind }) => kind === 'conflict' || kind === 'not-found',
      async possible({ put, drop }) {
        const there = await Promise.all(
          [...put].map(async (item) => ((await readable(place.isRole(item[0]), true)) ? [item] : [])),
        )
        return { put: new Map(there.flat()), drop }
      },
    }
  }

  return {
    async list(query = {}) {
      const { rows, page } = await pages(query)
      return { ...page, items: await membersOf(rows, query.signal) }
    },

    async get(id, signal) {
      const rows = await rowsOf(id, signal)
      const there = settled(id, rows)
      const names = there.some(({ roles }) => roles.some(({ name }) => name === undefined))
        ? await readable(place.roleNames(signal), new Map<string, string>())
        : new Map<string, string>()
      const [person] = await readable(users.named([id], signal), [])
      if (!person && rows.length === 0) {
        const where = 'does not exist, or is not shown to you'
        throw new Problem('not-found', `This person ${where}.`)
      }
      return { ...personOf(rows, person), assignments: assignmentsOf(there, organization, names) }
    },

    async search({ after, search = '', signal }) {
      const text = search.trim()
      // No name is longer, and Zitadel would refuse the question.
      if (Array.from(text).length > 200) return { items: [], total: 0 }
      const offset = after === undefined ? 0 : Number(after)
      if (!Number.isSafeInteger(offset) || offset < 0) {
        throw new Problem('unexpected', 'This page of the list does not exist.')
      }
      const { rows, given, total } = await users.search({ text, offset, limit: peoplePage, signal })
      const next = offset + given
      return { items: rows, total, ...(given > 0 && next < total && { next: String(next) }) }
    },

    async change(id, change) {
      if (change.add.length + change.remove.length === 0) {
        const own = settled(id, await rowsOf(id)).find((row) => row.organization.id === organization)
        return { items: [], now: own?.roles.map((role) => role.id) ?? [], visible: true }
      }
      const outcome = outcomeOf(change, await merging.settle(memory(id), store(id), editOf(change)))
      const isAdding = outcome.items.some((item) => item.change === 'add')
      return { ...outcome, ...(isAdding && suspended.has(id) && { inactive: true }) }
    },
  }
}

function versionOf({ roles, at }: Authorization): Version {
  return { items: new Map(roles.map(({ id }) => [id, ''])), at }
}

/** What is only an addition, and is left out where the person may not read it. */
async function readable<T>(work: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Problem && (error.kind === 'forbidden' || error.kind === 'not-found'))
      return otherwise
    throw error
  }
}
