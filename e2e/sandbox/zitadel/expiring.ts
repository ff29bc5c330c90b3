// Lists of what ends by itself, in user v2: personal access tokens and keys have the same filters, the same order and the
// same rows under different names. Hides comparing dates and leaving out what one may not see.
import type { PaginationResponseJson } from '@zitadel/proto/zitadel/filter/v2/filter_pb.js'
import type { KeyJson } from '@zitadel/proto/zitadel/user/v2/key_pb.js'
import type { PersonalAccessTokenJson } from '@zitadel/proto/zitadel/user/v2/pat_pb.js'
import * as v from 'valibot'
import { decode, emptyFilter, lengthOf, list, pageOf, paging, sorted, text, timestamp } from './decode.ts'
import { asOf, date, pagination } from './encode.ts'
import { invalid, refuse } from './errors.ts'
import type { Stored } from './history.ts'
import type { Call } from './route.ts'
import { mayRead } from './service-users.ts'

type Expiring = { id: string; userId: string; expires: number }
type Row = Stored<Expiring>

const idFilter = v.nullish(v.object({ id: text }))
const comparisons = ['EQUALS', 'AFTER', 'AFTER_OR_EQUALS', 'BEFORE', 'BEFORE_OR_EQUALS'] as const
const dateFilter = v.nullish(
  v.object({
    timestamp,
    method: v.nullish(
      v.picklist(comparisons.map((name) => `TIMESTAMP_FILTER_METHOD_${name}` as const)),
      'TIMESTAMP_FILTER_METHOD_EQUALS',
    ),
  }),
)

/** What differs between the two lists. */
export type Kind = {
  message: string
  idFilter: 'tokenIdFilter' | 'keyIdFilter'
  columns: 'PERSONAL_ACCESS_TOKEN_FIELD_NAME' | 'KEY_FIELD_NAME'
  expiration: 'EXPIRATION_DATE' | 'KEY_EXPIRATION_DATE'
}

const requestOf = ({ columns, expiration }: Kind) =>
  v.object({
    pagination: paging,
    sortingColumn: v.nullish(
      v.picklist(
        ['UNSPECIFIED', 'CREATED_DATE', 'ID', 'USER_ID', 'ORGANIZATION_ID', expiration].map(
          (name) => `${columns}_${name}`,
        ),
      ),
    ),
    filters: list(
      v.object({
        tokenIdFilter: idFilter,
        keyIdFilter: idFilter,
        userIdFilter: idFilter,
        organizationIdFilter: idFilter,
        createdDateFilter: dateFilter,
        expirationDateFilter: dateFilter,
      }),
    ),
  })

type Answer<T> = { pagination: PaginationResponseJson; result?: T[] }

/** Across users: what there is, of whom one may read. */
export function listExpiring(
  kind: Kind,
  call: Call,
  history: { list: (asOf: number) => readonly Row[] },
): Answer<KeyJson & PersonalAccessTokenJson> {
  const { context, body } = call
  const { world } = context
  const { pagination: asked, sortingColumn, filters } = decode(requestOf(kind), body)
  const organizationOf = ({ userId }: Row): string => world.person(userId)?.organizationId ?? ''
  const tests = filters.map((filter, index): ((row: Row) => boolean) => {
    const { userIdFilter, organizationIdFilter, createdDateFilter, expirationDateFilter } = filter
    const own = filter[kind.idFilter]
    for (const one of [own, userIdFilter, organizationIdFilter])
      lengthOf('IDFilter.Id', one?.id ?? '', 0, 200)
    if (own) return ({ id }) => id === own.id
    if (userIdFilter) return ({ userId }) => userId === userIdFilter.id
    if (organizationIdFilter) return (row) => organizationOf(row) === organizationIdFilter.id
    if (createdDateFilter) return ({ created }) => compares(created, createdDateFilter)
    if (expirationDateFilter) return ({ expires }) => compares(expires, expirationDateFilter)
    throw emptyFilter(`${kind.message}.Filters[${index}]`, 'SearchFilter.Filter')
  })
  const found = history.list(asOf(context)).filter((row) => tests.every((test) => test(row)))
  const readable = mayRead(call)
  const visible = ({ userId }: Row): boolean => readable(userId)
  const column = (sortingColumn ?? '').slice(kind.columns.length + 1)
  const by = (row: Row): string | number => {
    if (column === 'ID') return row.id
    if (column === 'USER_ID') return row.userId
    if (column === 'ORGANIZATION_ID') return organizationOf(row)
    return column === kind.expiration ? row.expires : row.created
  }
  // Without the feature the total counts what the caller may not see.
  const counted = world.settings.permissionCheckV2 ? found.filter(visible) : found
  const page = pageOf(sorted(counted, by, asked.asc), asked)
  const result = page.items.filter(visible).map((row) => ({
    id: row.id,
    userId: row.userId,
    organizationId: organizationOf(row),
    creationDate: date(row.created),
    changeDate: date(row.changed),
    expirationDate: date(row.expires),
  }))
  return { pagination: pagination(page), ...(result.length > 0 && { result }) }
}

function compares(
  at: number,
  { timestamp: wanted, method }: { timestamp?: number | null | undefined; method: string },
) {
  const other = wanted ?? 0
  if (method.endsWith('_BEFORE_OR_EQUALS')) return at <= other
  if (method.endsWith('_BEFORE')) return at < other
  if (method.endsWith('_AFTER_OR_EQUALS')) return at >= other
  return method.endsWith('_AFTER') ? at > other : at === other
}

/** Of v2, which wants a date; v1 takes a missing one for never. */
export function requireDate(field: string, asked: number | null | undefined): number {
  if (typeof asked === 'number') return asked
  throw invalid(`invalid ${field}: value is required`)
}

/** internal/domain/expiration.go, ValidateExpirationDate. */
export function demandFuture(expires: number, now: number): void {
  if (expires < now) throw refuse('expiredAlready')
}
