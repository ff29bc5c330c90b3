// /api/v2/users: finding people and reading one. Search lags behind and ends at 1,000; reading by id does neither.
import type { Management } from 'auth0'
import { flag, required } from './decode.ts'
import { invalidQuery, unknownUser } from './errors.ts'
import { offset, offsetOf, offsetQuery } from './paging.ts'
import { route } from './route.ts'
import type { Auth0Context, Call, Route } from './route.ts'
import { matcher, sorter } from './user-search.ts'
import type { User } from './world.ts'

/** The user of the path. */
export function userOf({ context, param }: Call): User {
  const user = context.world.findUser(param('id'))
  if (user === undefined) throw unknownUser()
  return user
}

const connections: Record<string, Management.UserIdentitySchema> = {
  auth0: { connection: 'Username-Password-Authentication', provider: 'auth0', isSocial: false },
  'google-oauth2': { connection: 'google-oauth2', provider: 'google-oauth2', isSocial: true },
  waad: { connection: 'acme-entra', provider: 'waad', isSocial: false },
  sms: { connection: 'sms', provider: 'sms', isSocial: false },
}

function userJson({ isBlocked }: Auth0Context, user: User): Management.UserResponseSchema {
  const [kind = '', ...rest] = user.id.split('|')
  const fields: Management.UserResponseSchema = {
    user_id: user.id,
    email: user.email,
    email_verified: user.email === undefined ? undefined : true,
    name: user.name,
    given_name: user.givenName,
    family_name: user.familyName,
    nickname: user.email?.split('@')[0],
    identities: [{ ...connections[kind], user_id: rest.join('|') }],
    created_at: date(user.created),
    updated_at: date(user.changed),
    last_login: user.lastLogin === undefined ? undefined : date(user.lastLogin),
    logins_count: user.logins,
    blocked: user.blocked || isBlocked(user.id) ? true : undefined,
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

const date = (at: number): string => new Date(at).toISOString()

/** Leaves of a user what `fields` and `include_fields` ask for. */
function picked({ query }: Call, user: Management.UserResponseSchema): Management.UserResponseSchema {
  const names = query.get('fields')?.split(',')
  if (names === undefined) return user
  const wanted = flag(query, 'include_fields', true)
  return Object.fromEntries(Object.entries(user).filter(([name]) => names.includes(name) === wanted))
}

function listUsers(
  call: Call,
): Management.UserResponseSchema[] | Management.ListUsersOffsetPaginatedResponseContent {
  const { context, query } = call
  const engine = query.get('search_engine') ?? 'v3'
  if (engine !== 'v3') throw invalidQuery('No enum match for: ' + engine, 'search_engine')
  offsetOf(call, beyondSearch)
  const seen = context.now() - context.settings.searchLagMs
  const matches = matcher(query.get('q') ?? '', context.isBlocked)
  const found = context.world.users().filter((user) => user.changed <= seen && matches(user))
  const show = (user: User): Management.UserResponseSchema => picked(call, userJson(context, user))
  const sorted = sorter(query.get('sort'))(found)
  return offset(call, sorted, show, (users, { start, limit }) => ({
    start,
    limit,
    length: users.length,
    total: found.length,
    users,
  }))
}

const beyondSearch = (): string =>
  'You can only page through the first 1000 records. See https://auth0.com/docs/users/search/v3/view-search-results-by-page#limitation'

/** Exact in case too, as the reference says. */
function usersByEmail(call: Call): Management.UserResponseSchema[] {
  const email = required(call.query, 'email')
  return call.context.world
    .users()
    .filter((user) => user.email === email)
    .map((user) => picked(call, userJson(call.context, user)))
}

const fieldQuery = ['fields', 'include_fields']
const needs = [['read:users']]

export const users: Route[] = [
  route('GET', '/users', 'listUsers', {
    needs,
    query: [...offsetQuery, ...fieldQuery, 'q', 'sort', 'search_engine', 'primary_order'],
    handle: listUsers,
  }),
  route('GET', '/users/{id}', 'getUser', {
    needs,
    query: fieldQuery,
    handle: (call): Management.GetUserResponseContent => picked(call, userJson(call.context, userOf(call))),
  }),
  route('GET', '/users-by-email', 'usersByEmail', {
    needs,
    query: [...fieldQuery, 'email'],
    handle: usersByEmail,
  }),
]
