// The requests about service users of one organization, each in both dialects (zitadel.md 3.4). Hides: which of the two is spoken,
// and that v1 takes a service user only whole.
import * as v from 'valibot'
import type { Rows } from '../settling.ts'
import { type Calls, once, segment } from './calls.ts'
import { answered, dateOf, Label, rowsOf, Time } from './wire.ts'

/** A service user with all that is written of it. */
export type ServiceUser = {
  id: string
  login: string
  name: string
  description: string
  state: 'active' | 'disabled'
  hasSecret: boolean
  /** Written back as it was read, where a service user is only written whole. */
  tokenType: string
  createdAt?: Date
  updatedAt?: Date
  settling?: true
}

export type AccountFields = { name: string; description: string }

export type AccountAsk = {
  offset: number
  limit: number
  filter?: { ids: string[] } | { login: string }
  signal?: AbortSignal | undefined
}

/** Writes resolve to the server's date of the write. */
export type AccountCalls = {
  host: string
  page(ask: AccountAsk): Promise<Rows<ServiceUser>>
  add(login: string, fields: AccountFields): Promise<{ id: string; at: Date }>
  /** Changes what `change` names; `whole` is asked for what it leaves out, where that has to be sent as well. */
  update(id: string, change: Partial<AccountFields>, whole: () => Promise<ServiceUser>): Promise<Date>
  disable(id: string): Promise<Date>
  enable(id: string): Promise<Date>
  /** Of one that is locked, which is neither enabled nor disabled. */
  unlock(id: string): Promise<Date>
  remove(id: string): Promise<Date>
}

const Row = v.object({
  userId: v.optional(v.string()),
  id: v.optional(v.string()),
  state: Label,
  username: Label,
  userName: Label,
  details: v.fallback(v.optional(v.object({ creationDate: Time, changeDate: Time })), undefined),
  machine: v.object({
    name: Label,
    description: Label,
    hasSecret: v.fallback(v.optional(v.boolean(), false), false),
    accessTokenType: Label,
  }),
})
const Made = v.pipe(
  v.object({ id: v.optional(v.string()), userId: v.optional(v.string()) }),
  v.transform(({ id, userId }) => id ?? userId),
  v.string(),
  v.minLength(1),
)

const service = 'zitadel.user.v2.UserService'

/** Makes the requests about service users of `organization`, which v1 calls have to be within. */
export function accountCalls(calls: Calls, organization: string): AccountCalls {
  const { host } = calls
  const connect = (method: string, message: object) => calls.connect(`${service}/${method}`, message, once)

  async function state(id: string, method: string, action: string): Promise<Date> {
    return dateOf(
      await calls.either(
        'user state',
        () => connect(method, { userId: id }),
        () => calls.rest('POST', path(id, action), {}, once),
      ),
    )
  }

  return {
    host,

    async page({ offset, limit, filter, signal }) {
      const range = {
        query: { offset: String(offset), limit, asc: true },
        // Never changes here, so that pages shift only when accounts come or go.
        sortingColumn: 'USER_FIELD_NAME_USER_NAME',
      }
      const queries = [{ typeQuery: { type: 'TYPE_MACHINE' } }, ...(filter ? [queryOf(filter)] : [])]
      const within = { organizationIdQuery: { organizationId: organization } }
      const options = { repeatable: true, signal }
      const body = await calls.either(
        'user',
        () => calls.connect(`${service}/ListUsers`, { ...range, queries: [...queries, within] }, options),
        () => calls.rest('POST', '/management/v1/users/_search', { ...range, queries }, options),
      )
      const { rows, ...rest } = rowsOf(body, { host, field: 'result', row: Row, make: userOf })
      return { rows: rows.filter(({ id }) => id !== ''), ...rest }
    },

    async add(login, { name, description }) {
      const machine = { name, ...(description && { description }) }
      const body = await calls.either(
        'account',
        () => connect('CreateUser', { organizationId: organization, username: login, machine }),
        () =>
          calls.rest(
            'POST',
            '/management/v1/users/machine',
            { userName: login, ...machine, accessTokenType: 'ACCESS_TOKEN_TYPE_BEARER' },
            once,
          ),
      )
      return { id: answered(Made, body, host), at: dateOf(body) }
    },

    async update(id, change, whole) {
      const body = await calls.either(
        'account',
        () => connect('UpdateUser', { userId: id, machine: change }),
        async () => {
          const { name, description, tokenType } = await whole()
          const fields = { name, description, ...change, accessTokenType: tokenType }
          return calls.rest('PUT', path(id, '/machine'), fields, once)
        },
      )
      return dateOf(body)
    },

    disable: (id) => state(id, 'DeactivateUser', '/_deactivate'),
    enable: (id) => state(id, 'ReactivateUser', '/_reactivate'),
    unlock: (id) => state(id, 'UnlockUser', '/_unlock'),

    async remove(id) {
      const body = await calls.either(
        'user state',
        () => connect('DeleteUser', { userId: id }),
        () => calls.rest('DELETE', path(id), undefined, once),
      )
      return dateOf(body)
    },
  }
}

function path(id: string, action = ''): string {
  return `/management/v1/users/${segment(id)}${action}`
}

function queryOf(filter: NonNullable<AccountAsk['filter']>): object {
  if ('ids' in filter) return { inUserIdsQuery: { userIds: filter.ids } }
  return { userNameQuery: { userName: filter.login, method: 'TEXT_QUERY_METHOD_EQUALS_IGNORE_CASE' } }
}

function userOf({ details, machine, state, ...row }: v.InferOutput<typeof Row>): ServiceUser {
  const login = row.username || row.userName
  return {
    id: row.userId ?? row.id ?? '',
    login,
    name: machine.name || login,
    description: machine.description,
    state: state === 'USER_STATE_ACTIVE' ? 'active' : 'disabled',
    hasSecret: machine.hasSecret,
    tokenType: machine.accessTokenType || 'ACCESS_TOKEN_TYPE_BEARER',
    ...(details?.creationDate && { createdAt: details.creationDate }),
    ...(details?.changeDate && { updatedAt: details.changeDate }),
  }
}
