// Finding people and service users, whichever dialect asks: the nested queries, and the order of the result.
// Hides how a hundred thousand stay quick: an order is worked out once for a set of people.
import * as v from 'valibot'
import { list, matches, paging, queryMethod, text } from './decode.ts'
import { invalid } from './errors.ts'
import type { Person } from './world.ts'

// The query, the field of it that holds the text, and what that is compared with.
const textQueries = [
  ['userNameQuery', 'userName', ({ username }: Person) => username],
  ['loginNameQuery', 'loginName', ({ username }: Person) => username],
  ['firstNameQuery', 'firstName', ({ givenName }: Person) => givenName],
  ['lastNameQuery', 'lastName', ({ familyName }: Person) => familyName],
  ['nickNameQuery', 'nickName', () => ''],
  // Joined from the table of humans, as the email is.
  [
    'displayNameQuery',
    'displayName',
    ({ type, displayName }: Person) => (type === 'HUMAN' ? displayName : ''),
  ],
  ['emailQuery', 'emailAddress', ({ email }: Person) => email],
] as const

const textQuery = v.nullish(v.looseObject({ method: queryMethod }))

/** One alternative of `SearchQuery`; the others are missing. */
type Query = {
  [name in (typeof textQueries)[number][0]]?: v.InferOutput<typeof textQuery>
} & {
  stateQuery?: { state: string } | null | undefined
  typeQuery?: { type: string } | null | undefined
  inUserIdsQuery?: { userIds: string[] } | null | undefined
  inUserEmailsQuery?: { userEmails: string[] } | null | undefined
  organizationIdQuery?: { organizationId: string } | null | undefined
  andQuery?: { queries: Query[] } | null | undefined
  orQuery?: { queries: Query[] } | null | undefined
  notQuery?: { query?: Query | null | undefined } | null | undefined
}

const nested: v.GenericSchema<unknown, { queries: Query[] }> = v.object({
  queries: list(v.lazy(() => querySchema)),
})
const querySchema: v.GenericSchema<unknown, Query> = v.object({
  userNameQuery: textQuery,
  loginNameQuery: textQuery,
  firstNameQuery: textQuery,
  lastNameQuery: textQuery,
  nickNameQuery: textQuery,
  displayNameQuery: textQuery,
  emailQuery: textQuery,
  stateQuery: v.nullish(v.object({ state: text })),
  typeQuery: v.nullish(v.object({ type: text })),
  inUserIdsQuery: v.nullish(v.object({ userIds: list(v.string()) })),
  inUserEmailsQuery: v.nullish(v.object({ userEmails: list(v.string()) })),
  organizationIdQuery: v.nullish(v.object({ organizationId: text })),
  andQuery: v.nullish(nested),
  orQuery: v.nullish(nested),
  notQuery: v.nullish(v.object({ query: v.nullish(v.lazy(() => querySchema)) })),
})

const columns = {
  USER_FIELD_NAME_UNSPECIFIED: ({ id }: Person) => id,
  USER_FIELD_NAME_USER_NAME: ({ username }: Person) => username.toLowerCase(),
  USER_FIELD_NAME_FIRST_NAME: ({ givenName }: Person) => givenName.toLowerCase(),
  USER_FIELD_NAME_LAST_NAME: ({ familyName }: Person) => familyName.toLowerCase(),
  USER_FIELD_NAME_NICK_NAME: () => '',
  USER_FIELD_NAME_DISPLAY_NAME: ({ type, displayName }: Person) =>
    type === 'HUMAN' ? displayName.toLowerCase() : '',
  USER_FIELD_NAME_EMAIL: ({ email }: Person) => email.toLowerCase(),
  USER_FIELD_NAME_STATE: ({ state }: Person) => state,
  USER_FIELD_NAME_TYPE: ({ type }: Person) => type,
  USER_FIELD_NAME_CREATION_DATE: ({ created }: Person) => created,
}
type Column = keyof typeof columns

const columnNames = [
  'USER_FIELD_NAME_UNSPECIFIED',
  'USER_FIELD_NAME_USER_NAME',
  'USER_FIELD_NAME_FIRST_NAME',
  'USER_FIELD_NAME_LAST_NAME',
  'USER_FIELD_NAME_NICK_NAME',
  'USER_FIELD_NAME_DISPLAY_NAME',
  'USER_FIELD_NAME_EMAIL',
  'USER_FIELD_NAME_STATE',
  'USER_FIELD_NAME_TYPE',
  'USER_FIELD_NAME_CREATION_DATE',
] as const

/** The request of both dialects; v1 drops what it does not know. */
export const listRequest = v.object({
  query: paging,
  sortingColumn: v.nullish(v.picklist(columnNames)),
  queries: list(querySchema),
})

const orders = new WeakMap<readonly Person[], Map<Column, readonly Person[]>>()

/** Everybody, sorted; ties stay in the order of creation, also when it is descending. */
export function inOrder(people: readonly Person[], column: Column, asc: boolean): readonly Person[] {
  const known = orders.get(people) ?? new Map<Column, readonly Person[]>()
  orders.set(people, known)
  const by = columns[column]
  const ascending =
    known.get(column) ??
    people
      .map((person) => ({ person, key: by(person) }))
      .toSorted(({ key: one }, { key: other }) => (one < other ? -1 : one > other ? 1 : 0))
      .map(({ person }) => person)
  known.set(column, ascending)
  return asc ? ascending : ascending.toReversed()
}

/** A condition from a query; `dialect` because v1 has no query for an organisation and v2 does. */
export function testOf(query: Query, dialect: 'v1' | 'v2', depth = 0): (person: Person) => boolean {
  // Errors.Query.TooManyNestingLevels: internal/api/grpc/user/query.go, userQueryToQuery.
  if (depth > 20) throw invalid('Errors.Query.TooManyNestingLevels (USER-zsQ97)')
  const all = (queries: Query[]) => queries.map((one) => testOf(one, dialect, depth + 1))
  const { stateQuery, typeQuery, inUserIdsQuery, inUserEmailsQuery, organizationIdQuery } = query
  const { andQuery, orQuery, notQuery } = query
  if (andQuery) {
    const tests = all(andQuery.queries)
    return (person) => tests.every((test) => test(person))
  }
  if (orQuery) {
    const tests = all(orQuery.queries)
    return (person) => tests.some((test) => test(person))
  }
  if (notQuery) {
    const [test] = all([notQuery.query ?? {}])
    return (person) => test?.(person) === false
  }
  if (stateQuery) return ({ state }) => `USER_STATE_${state}` === stateQuery.state
  if (typeQuery) return ({ type }) => `TYPE_${type}` === typeQuery.type
  if (inUserIdsQuery) {
    const wanted = new Set(inUserIdsQuery.userIds)
    return ({ id }) => wanted.has(id)
  }
  if (inUserEmailsQuery) return ({ email }) => inUserEmailsQuery.userEmails.includes(email)
  if (organizationIdQuery && dialect === 'v2') {
    return ({ organizationId }) => organizationId === organizationIdQuery.organizationId
  }
  return textTest(query)
}

function textTest(query: Query): (person: Person) => boolean {
  for (const [name, field, read] of textQueries) {
    const asked = query[name]
    if (!asked) continue
    const { method, [field]: wanted = '' } = asked
    if (typeof wanted !== 'string') break
    return (person) => matches(read(person), wanted, method)
  }
  throw invalid('invalid SearchQuery.Query: value is required')
}
