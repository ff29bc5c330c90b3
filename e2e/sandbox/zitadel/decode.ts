// Reading requests as protojson does, and the validation Zitadel puts on its messages (protoc-gen-validate).
// Unknown fields are dropped and null means absent, as on a real instance; numbers may come as strings.
import * as v from 'valibot'
import { invalid, refuse } from './errors.ts'

const uint = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number))]),
  v.integer(),
  v.minValue(0),
)
export const text = v.nullish(v.string(), '')

/** A `google.protobuf.Timestamp` in milliseconds. */
export const timestamp = v.nullish(
  v.pipe(
    v.string(),
    v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/),
    v.transform((at) => Date.parse(at)),
    v.number(),
    v.finite(),
  ),
)
export const list = <T extends v.GenericSchema>(item: T) => v.nullish(v.array(item), [])

/** `PaginationRequest` of v2, `ListQuery` of v1 and org v2: the same three fields everywhere. */
export const paging = v.nullish(
  v.object({ offset: v.nullish(uint, 0), limit: v.nullish(uint, 0), asc: v.nullish(v.boolean(), false) }),
  {},
)

const comparisons = ['EQUALS', 'STARTS_WITH', 'CONTAINS', 'ENDS_WITH'] as const
const methodsOf = <P extends string>(prefix: P) =>
  v.nullish(
    v.picklist(comparisons.flatMap((name) => [`${prefix}${name}`, `${prefix}${name}_IGNORE_CASE`] as const)),
    `${prefix}EQUALS`,
  )
/** The enum of the filter.v2 services. */
export const filterMethod = methodsOf('TEXT_FILTER_METHOD_')
/** The enum of v1 and of the older v2 services; neither accepts the names of the other. */
export const queryMethod = methodsOf('TEXT_QUERY_METHOD_')

export function decode<T extends v.GenericSchema>(schema: T, body: unknown): v.InferOutput<T> {
  const parsed = v.safeParse(schema, body)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw invalid(`unmarshal message: proto: invalid value for field ${v.getDotPath(issue) ?? '(body)'}`)
}

const runes = (value: string): number => Array.from(value).length

/** Length in runes; `field` is the Go name, as in `AddProjectRoleRequest.RoleKey`. */
export function requireText(field: string, value: string): void {
  const length = runes(value)
  if (length >= 1 && length <= 200) return
  throw invalid(`invalid ${field}: value length must be between 1 and 200 runes, inclusive`)
}

/** Of the few fields whose length is not between 1 and 200. */
export function lengthOf(field: string, value: string, least: number, most: number): void {
  const length = runes(value)
  if (length >= least && length <= most) return
  const bounds = least === 0 ? `at most ${most} runes` : `between ${least} and ${most} runes, inclusive`
  throw invalid(`invalid ${field}: value length must be ${bounds}`)
}

export function limitText(field: string, value: string): void {
  if (runes(value) > 200) throw invalid(`invalid ${field}: value length must be at most 200 runes`)
}

/** A filter message that holds none of its alternatives, for one because it names one we do not know. */
export const emptyFilter = (field: string, message: string): Error =>
  invalid(
    `invalid ${field}: embedded message failed validation | caused by: invalid ${message}: value is required`,
  )

export function matches(value: string, wanted: string, method: string): boolean {
  const fold = (text: string): string => (method.endsWith('_IGNORE_CASE') ? text.toLowerCase() : text)
  const [given, sought] = [fold(value), fold(wanted)]
  if (method.includes('STARTS_WITH')) return given.startsWith(sought)
  if (method.includes('CONTAINS')) return given.includes(sought)
  if (method.includes('ENDS_WITH')) return given.endsWith(sought)
  return given === sought
}

export type Page<T> = { items: T[]; total: number; limit: number }

/**
 * One page of what matched. The total is `COUNT(*) OVER ()`, read from the rows of the page: a page behind the
 * end has none and says 0 (internal/query/project_role.go, prepareProjectRolesQuery).
 */
export function pageOf<T>(
  items: readonly T[],
  { offset, limit: asked }: v.InferOutput<typeof paging>,
): Page<T> {
  if (asked > 1000) throw refuse('limitExceeded')
  const limit = asked === 0 ? 100 : asked
  const shown = items.slice(offset, offset + limit)
  return { items: shown, total: shown.length === 0 ? 0 : items.length, limit }
}

/** Sorted by what `by` reads; `asc` defaults to false, so that the newest or last comes first. */
export const sorted = <T>(items: readonly T[], by: (item: T) => string | number, asc: boolean): T[] =>
  items.toSorted((one, other) => {
    const [a, b] = [by(one), by(other)]
    return (a < b ? -1 : a > b ? 1 : 0) * (asc ? 1 : -1)
  })
