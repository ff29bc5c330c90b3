// People of an Auth0 tenant behind the port, with the roles that they hold for the whole tenant. Hides: the search syntax,
// which list pages how, and that groups are read elsewhere than what was given directly.
import * as v from 'valibot'
import { shaped } from '../answer.ts'
import type { MemberDirectory } from '../directory.ts'
import type { Member, Page, Person } from '../model.ts'
import { Problem } from '../problem.ts'
import { type Calls, segment } from './calls.ts'
import { effectiveOf, type Parts } from './effective.ts'
import { type List, pageAfter, sieved, stepAfter } from './pages.ts'
import { changeSet } from './set-change.ts'
import { limits } from './traits.ts'
import { userQuery } from './user-query.ts'
import { personOf, userFields } from './wire.ts'

/** Makes the people of the tenant. Failures are as the port says. */
export function memberDirectory(parts: Parts): MemberDirectory {
  const { calls, holdings } = parts

  async function everyone(search: string, after?: string, signal?: AbortSignal): Promise<Page<Person>> {
    const query = search.trim() === '' ? '' : userQuery(search)
    if (query === undefined) return { items: [], total: 0 }
    const list: List<Person> = {
      path: '/users',
      rows: 'users',
      query: { search_engine: 'v3', fields: userFields, sort: 'name:1', ...(query && { q: query }) },
      row: personOf,
    }
    return pageAfter(calls, list, after, signal)
  }

  return {
    async list({ role, search = '', after, signal } = {}) {
      const page =
        role === undefined
          ? await everyone(search, after, signal)
          : await holders(calls, role, {
              search,
              ...(after !== undefined && { after }),
              ...(signal && { signal }),
            })
      return { ...page, items: page.items.map(unread) }
    },

    async get(id, signal) {
      const [person, { assignments }] = await Promise.all([
        personById(calls, id, signal),
        holdings.of(id, signal),
      ])
      return { ...person, assignments }
    },

    search: ({ search = '', after, signal }) => everyone(search, after, signal),

    change: (id, change, options) =>
      changeSet(
        {
          read: (signal) => holdings.direct(id, signal),
          add: (roles, signal) => calls.send('POST', `/users/${segment(id)}/roles`, { roles }, signal),
          remove: (roles, signal) => calls.send('DELETE', `/users/${segment(id)}/roles`, { roles }, signal),
          most: limits.perMember,
          tooMany: `This person would hold more than ${limits.perMember} roles, and Auth0 allows no more.`,
          chunk: limits.perMember,
          sleep: calls.sleep,
        },
        change,
        options,
      ),

    effective: async (id, options) => effectiveOf(parts, id, await holdings.of(id, options?.signal), options),
  }
}

/** Lists do not say what people hold. */
export function unread(person: Person): Member {
  return { ...person, assignments: null }
}

/** One person, as they are now. */
export async function personById(calls: Calls, id: string, signal?: AbortSignal): Promise<Person> {
  try {
    const body = await calls.get(`/users/${segment(id)}`, { fields: userFields }, signal)
    return shaped(readable, personOf(body), calls.host)
  } catch (error) {
    if (!(error instanceof Problem) || (error.kind !== 'not-found' && error.details.code !== 'INVALID_ID'))
      throw error
    throw new Problem('not-found', `There is nobody with the id “${id}” here.`, error.details)
  }
}

/** Those to whom the role was given directly; Auth0 cannot search among them. */
function holders(
  calls: Calls,
  role: string,
  { search, after, signal }: { search: string; after?: string; signal?: AbortSignal },
): Promise<Page<Person>> {
  const list: List<Person> = { path: `/roles/${segment(role)}/users`, rows: 'users', row: personOf }
  const read = (from: string | undefined) => stepAfter(calls, list, from, signal)
  return search.trim() === '' ? read(after) : sieved(calls, read, matching(search), after)
}

/** Whether each word of the search is in a name or an address, where the directory cannot search. */
export function matching(search: string): (person: Person) => boolean {
  const words = search.toLowerCase().split(/\s+/u)
  return ({ name, login = '', email = '' }) => {
    const text = `${name} ${login} ${email}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
}

const readable = v.custom<Person>((person) => person !== undefined)
