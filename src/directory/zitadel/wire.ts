// Zitadel's JSON in, model types out. Hides: omitted zero values, numbers sent as strings, nanoseconds, the two shapes
// of a list (zitadel.md §2, §3).
import * as v from 'valibot'
import { shaped } from '../answer.ts'
import type { Role } from '../model.ts'
import { Problem } from '../problem.ts'
import type { Rows } from '../settling.ts'

/** int64 comes as a string; a zero is left out. */
const Total = v.optional(v.pipe(v.union([v.string(), v.number()]), v.transform(Number), v.integer()), 0)
/** Not every browser parses more than three decimals of a second. An unreadable date is an absent one. */
export const Time = v.fallback(
  v.optional(
    v.pipe(
      v.string(),
      v.transform((text) => new Date(text.replace(/(\.\d{3})\d+/, '$1'))),
      v.date(),
    ),
  ),
  undefined,
)
export const Label = v.fallback(v.optional(v.string(), ''), '')
const Details = v.optional(v.object({ totalResult: Total }))
const List = v.looseObject({ pagination: Details, details: Details })
const Items = v.optional(v.array(v.unknown()), [])

/**
 * A list in either shape: the rows stand under `field`, the total in `pagination` or `details`. A row that cannot be read is
 * left out, and the total, which still counts it, shows the list to be incomplete.
 * @throws Problem `unexpected` for what is no list
 */
export function rowsOf<Schema extends v.GenericSchema, T>(
  body: unknown,
  {
    host,
    field,
    row,
    make,
  }: { host: string; field: string; row: Schema; make: (row: v.InferOutput<Schema>) => T },
): Rows<T> {
  const { pagination, details, ...rest } = shaped(List, body, host)
  const given = shaped(Items, rest[field], host)
  const rows = given.flatMap((one) => {
    const parsed = v.safeParse(row, one)
    return parsed.success ? [make(parsed.output)] : []
  })
  const total = (pagination ?? details)?.totalResult ?? 0
  return { rows, given: given.length, total: Math.max(total, given.length) }
}

const RoleRow = v.object({
  key: v.pipe(v.string(), v.minLength(1)),
  displayName: Label,
  group: Label,
  creationDate: Time,
  changeDate: Time,
  details: v.fallback(v.optional(v.object({ creationDate: Time, changeDate: Time })), undefined),
})

/** Answer of ProjectService/ListProjectRoles. Rejects what is no list with an `unexpected` problem. */
export function rolesOf(body: unknown, host: string): Rows<Role> {
  return rowsOf(body, { host, field: 'projectRoles', row: RoleRow, make: roleOf })
}

/** Answer of v1 …/roles/_search. */
export function olderRolesOf(body: unknown, host: string): Rows<Role> {
  return rowsOf(body, { host, field: 'result', row: RoleRow, make: roleOf })
}

function roleOf(row: v.InferOutput<typeof RoleRow>): Role {
  const createdAt = row.creationDate ?? row.details?.creationDate
  const updatedAt = row.changeDate ?? row.details?.changeDate
  return {
    id: row.key,
    // Old roles may lack a name; people still need something to read and click.
    name: row.displayName || row.key,
    ...(row.group && { group: row.group }),
    ...(createdAt && { createdAt }),
    ...(updatedAt && { updatedAt }),
  }
}

const Written = v.object({
  creationDate: Time,
  changeDate: Time,
  removalDate: Time,
  deletionDate: Time,
  setDate: Time,
  details: v.fallback(v.optional(v.object({ creationDate: Time, changeDate: Time })), undefined),
})

/** The server's date of an accepted write, in either dialect; undefined where the answer has none. */
export function dateIn(body: unknown): Date | undefined {
  const answer = v.safeParse(Written, body)
  if (!answer.success) return undefined
  const { removalDate, deletionDate, setDate, changeDate, creationDate, details } = answer.output
  const changed = removalDate ?? deletionDate ?? setDate ?? changeDate ?? details?.changeDate
  return changed ?? creationDate ?? details?.creationDate
}

/** The same; the local time where the answer has none. */
export function dateOf(body: unknown): Date {
  return dateIn(body) ?? new Date()
}

/**
 * What an accepted write answered. One that says nothing is a lost answer: what was made is there, and nobody has it.
 * @throws Problem `unexpected` and `unsure`
 */
export function answered<Schema extends v.GenericSchema>(
  schema: Schema,
  body: unknown,
  host: string,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, body)
  if (parsed.success) return parsed.output
  const what = `${host} accepted this, but its answer does not say what was made.`
  throw new Problem('unexpected', what, { unsure: true })
}

const Permissions = v.object({ result: v.optional(v.array(v.string()), []) })

/** Answer of v1 permissions/zitadel/me/_search. Someone without any right gets `{}`. */
export function permissionsOf(body: unknown, host: string): string[] {
  return shaped(Permissions, body, host).result
}
