// The requests about authorizations of one project, each in both dialects (zitadel.md 3.3); v1 calls them user grants. Hides:
// the two shapes of a row, and that v1 belongs to the organization of the call.
import * as v from 'valibot'
import { Problem } from '../problem.ts'
import type { Rows } from '../settling.ts'
import { once, segment, type Calls } from './calls.ts'
import { isNoChange } from './errors.ts'
import { dateIn, Label, rowsOf, Time } from './wire.ts'

/** Roles of one person in one project, given in one organization. */
export type Authorization = {
  id: string
  user: { id: string; name: string; login: string; email?: string; kind?: 'person' | 'account' }
  organization: { id: string; name: string }
  /** Without a name where the dialect tells only keys. */
  roles: { id: string; name?: string }[]
  active: boolean
  /** The server's date of this version in ms, 0 where it says none. */
  at: number
}

export type Ask = {
  offset?: number
  limit: number
  /** Also what other organizations have given for this project, as far as the person may see it. */
  everywhere: boolean
  /** What belongs to one person must come side by side; v1 cannot sort, and then leaves other organizations out. */
  grouped?: boolean
  filter?: { users?: string[]; role?: string; name?: string; login?: string }
  signal?: AbortSignal | undefined
}

export type AuthorizationCalls = {
  host: string
  page(ask: Ask): Promise<Rows<Authorization>>
  /** Roles that are not there already. Dates are in ms, undefined where the answer has none or nothing changed. */
  create(user: string, roles: string[]): Promise<{ id: string | undefined; at: number | undefined }>
  /** Replaces all roles; whether it is active stays as it is. */
  update(id: string, user: string, roles: string[]): Promise<number | undefined>
  remove(id: string, user: string): Promise<number | undefined>
}

const Id = v.pipe(v.string(), v.minLength(1))
const Row = v.object({
  id: Id,
  creationDate: Time,
  changeDate: Time,
  organization: v.object({ id: Id, name: Label }),
  user: v.object({ id: Id, preferredLoginName: Label, displayName: Label }),
  state: v.string(),
  roles: v.optional(v.array(v.object({ key: Id, displayName: Label })), []),
})
const OlderRow = v.object({
  id: Id,
  details: v.optional(v.object({ creationDate: Time, changeDate: Time })),
  roleKeys: v.optional(v.array(Id), []),
  state: v.string(),
  userId: Id,
  displayName: Label,
  preferredLoginName: Label,
  userName: Label,
  email: Label,
  userType: Label,
  orgId: Id,
  orgName: Label,
})
const Created = v.object({ id: v.optional(Id), userGrantId: v.optional(Id) })

const service = 'zitadel.authorization.v2.AuthorizationService'

export type AuthorizationPlace = {
  project: string
  organization: string
  /** The grant by which the project is lent to the organization, for v1; undefined where it is its own. */
  olderGrant: () => Promise<string | undefined>
}

const grants = (user: string) => `/management/v1/users/${segment(user)}/grants`

/** Makes the requests about authorizations in one organization; v1 needs `calls` to be within it. */
export function authorizationCalls(
  calls: Calls,
  { project, organization, olderGrant }: AuthorizationPlace,
): AuthorizationCalls {
  const { host } = calls

  return {
    host,

    page({ offset = 0, limit, everywhere, grouped = false, filter = {}, signal }) {
      const { users, role, name, login } = filter
      const options = { repeatable: true, signal }
      const range = { offset: String(offset), limit, asc: true }
      return calls.either(
        'authorization',
        async () => {
          const method = 'TEXT_FILTER_METHOD_CONTAINS_IGNORE_CASE'
          const filters = [
            { projectId: { id: project } },
            ...(everywhere ? [] : [{ organizationId: { id: organization } }]),
            ...(users ? [{ inUserIds: { ids: users } }] : []),
            ...(role === undefined ? [] : [{ roleKey: { key: role, method: 'TEXT_FILTER_METHOD_EQUALS' } }]),
            ...(name === undefined ? [] : [{ userDisplayName: { displayName: name, method } }]),
            ...(login === undefined ? [] : [{ userPreferredLoginName: { loginName: login, method } }]),
          ]
          const sortingColumn = 'AUTHORIZATION_FIELD_NAME_USER_ID'
          const message = { pagination: range, sortingColumn, filters }
          const body = await calls.connect(`${service}/ListAuthorizations`, message, options)
          return rowsOf(body, { host, field: 'authorizations', row: Row, make: authorizationOf })
        },
        async () => {
          const method = 'TEXT_QUERY_METHOD_CONTAINS_IGNORE_CASE'
          const queries = [
            { projectIdQuery: { projectId: project } },
            ...(everywhere && !grouped ? [{ withGrantedQuery: { withGranted: true } }] : []),
            ...(users?.length === 1 ? [{ userIdQuery: { userId: users[0] } }] : []),
            ...(users && users.length > 1 ? [{ inUserIdsQuery: { userIds: users } }] : []),
            ...(role === undefined
              ? []
              : [{ roleKeyQuery: { roleKey: role, method: 'TEXT_QUERY_METHOD_EQUALS' } }]),
            ...(name === undefined ? [] : [{ displayNameQuery: { displayName: name, method } }]),
            ...(login === undefined ? [] : [{ userNameQuery: { userName: login, method } }]),
          ]
          const body = await calls.rest(
            'POST',
            '/management/v1/users/grants/_search',
            { query: range, queries },
            options,
          )
          return rowsOf(body, { host, field: 'result', row: OlderRow, make: olderAuthorizationOf })
        },
      )
    },

    async create(user, roleKeys) {
      const answer = await calls.either(
        'authorization',
        () =>
          calls.connect(
            `${service}/CreateAuthorization`,
            { userId: user, projectId: project, organizationId: organization, roleKeys },
            once,
          ),
        async () => {
          const grant = await olderGrant()
          const body = { projectId: project, ...(grant && { projectGrantId: grant }), roleKeys }
          return calls.rest('POST', grants(user), body, once)
        },
      )
      const made = v.safeParse(Created, answer)
      const id = made.success ? (made.output.id ?? made.output.userGrantId) : undefined
      return { id, at: dateIn(answer)?.getTime() }
    },

    async update(id, user, roleKeys) {
      try {
        const answer = await calls.either(
          'authorization',
          () => calls.connect(`${service}/UpdateAuthorization`, { id, roleKeys }, once),
          () => calls.rest('PUT', `${grants(user)}/${segment(id)}`, { roleKeys }, once),
        )
        return dateIn(answer)?.getTime()
      } catch (error) {
        if (error instanceof Problem && isNoChange(error)) return undefined
        throw error
      }
    },

    async remove(id, user) {
      try {
        const answer = await calls.either(
          'authorization',
          () => calls.connect(`${service}/DeleteAuthorization`, { id }, once),
          () => calls.rest('DELETE', `${grants(user)}/${segment(id)}`, undefined, once),
        )
        return dateIn(answer)?.getTime()
      } catch (error) {
        if (error instanceof Problem && error.kind === 'not-found') return undefined
        throw error
      }
    },
  }
}

function authorizationOf(row: v.InferOutput<typeof Row>): Authorization {
  const { id, user, organization, roles } = row
  return {
    id,
    user: { id: user.id, name: user.displayName, login: user.preferredLoginName },
    organization: { id: organization.id, name: organization.name || organization.id },
    roles: roles.map(({ key, displayName }) => ({ id: key, name: displayName || key })),
    active: !row.state.endsWith('INACTIVE'),
    at: (row.changeDate ?? row.creationDate)?.getTime() ?? 0,
  }
}

function olderAuthorizationOf(row: v.InferOutput<typeof OlderRow>): Authorization {
  const { id, details, email } = row
  const login = row.preferredLoginName || row.userName
  return {
    id,
    user: {
      id: row.userId,
      name: row.displayName,
      login,
      ...(email && { email }),
      ...(row.userType && { kind: row.userType === 'TYPE_MACHINE' ? 'account' : 'person' }),
    },
    organization: { id: row.orgId, name: row.orgName || row.orgId },
    roles: row.roleKeys.map((key) => ({ id: key })),
    active: !row.state.endsWith('INACTIVE'),
    at: (details?.changeDate ?? details?.creationDate)?.getTime() ?? 0,
  }
}
