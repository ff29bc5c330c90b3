// The requests about people and service accounts, each in both dialects (zitadel.md 3.4): who could hold a role, and who
// somebody is. Hides: that accounts have no display name, and what v1 calls things.
import * as v from 'valibot'
import type { Person } from '../model.ts'
import type { Rows } from '../settling.ts'
import type { Calls } from './calls.ts'
import { Label, rowsOf } from './wire.ts'

export type UserCalls = {
  /** People whose name, login name or email address contains `text`, by login name; everybody without a text. */
  search(ask: {
    text: string
    offset: number
    limit: number
    signal?: AbortSignal | undefined
  }): Promise<Rows<Person>>
  /** Those of the ids that the signed-in person may read; at most a thousand. */
  named(ids: string[], signal?: AbortSignal): Promise<Person[]>
}

const Email = v.fallback(v.optional(v.object({ email: Label }), { email: '' }), { email: '' })
const Row = v.object({
  userId: v.optional(v.string()),
  id: v.optional(v.string()),
  state: Label,
  preferredLoginName: Label,
  username: Label,
  userName: Label,
  human: v.optional(
    v.object({
      profile: v.fallback(v.optional(v.object({ displayName: Label }), { displayName: '' }), {
        displayName: '',
      }),
      email: Email,
    }),
  ),
  machine: v.optional(v.object({ name: Label })),
})

/** Cannot sign in. Somebody who has not finished their registration yet is not among them. */
const blocked = new Set([
  'USER_STATE_INACTIVE',
  'USER_STATE_LOCKED',
  'USER_STATE_DELETED',
  'USER_STATE_SUSPEND',
])

/** Makes the requests about people; v1 answers for the organization that `calls` are within. */
export function userCalls(calls: Calls): UserCalls {
  async function list(
    queries: object[],
    { offset, limit }: { offset: number; limit: number },
    signal: AbortSignal | undefined,
  ): Promise<Rows<Person>> {
    const message = {
      query: { offset: String(offset), limit, asc: true },
      sortingColumn: 'USER_FIELD_NAME_USER_NAME',
      queries,
    }
    const options = { repeatable: true, signal }
    const body = await calls.either(
      'user',
      () => calls.connect('zitadel.user.v2.UserService/ListUsers', message, options),
      () => calls.rest('POST', '/management/v1/users/_search', message, options),
    )
    const { rows, ...rest } = rowsOf(body, { host: calls.host, field: 'result', row: Row, make: personOf })
    return { rows: rows.filter(({ id }) => id !== ''), ...rest }
  }

  return {
    search({ text, offset, limit, signal }) {
      const method = 'TEXT_QUERY_METHOD_CONTAINS_IGNORE_CASE'
      const matching = [
        { displayNameQuery: { displayName: text, method } },
        { loginNameQuery: { loginName: text, method } },
        { emailQuery: { emailAddress: text, method } },
      ]
      return list(text ? [{ orQuery: { queries: matching } }] : [], { offset, limit }, signal)
    },

    async named(ids, signal) {
      if (ids.length === 0) return []
      return (await list([{ inUserIdsQuery: { userIds: ids } }], { offset: 0, limit: 1000 }, signal)).rows
    },
  }
}

function personOf(row: v.InferOutput<typeof Row>): Person {
  const login = row.preferredLoginName || row.username || row.userName
  const name = row.human?.profile.displayName || row.machine?.name || login
  return {
    id: row.userId ?? row.id ?? '',
    name,
    ...(login && login !== name && { login }),
    ...(row.human?.email.email && { email: row.human.email.email }),
    state: blocked.has(row.state) ? 'blocked' : 'active',
    kind: row.machine ? 'account' : 'person',
  }
}
