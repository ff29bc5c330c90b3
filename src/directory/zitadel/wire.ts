// Zitadel's JSON in, model types out. Hides: omitted zero values, numbers sent as strings, nanoseconds, the two shapes
// of a list (zitadel.md §2, §3).
import * as v from 'valibot'
import { shaped } from '../answer.ts'
import type { Role } from '../model.ts'
import type { Rows } from '../settling.ts'

/** int64 comes as a string; a zero is left out. */
const Total = v.optional(v.pipe(v.union([v.string(), v.number()]), v.transform(Number), v.integer()), 0)
/** Not every browser parses more than three decimals of a second. An unreadable date is an absent one. */
const Time = v.fallback(
  v.optional(
    v.pipe(
      v.string(),
      v.transform((text) => new Date(text.replace(/(\.\d{3})\d+/, '$1'))),
      v.date(),
    ),
  ),
  undefined,
)
const Label = v.fallback(v.optional(v.string(), ''), '')
const Rows = v.optional(v.array(v.unknown()), [])

const List = v.object({ pagination: v.optional(v.object({ totalResult: Total })), projectRoles: Rows })
const OlderList = v.object({ details: v.optional(v.object({ totalResult: Total })), result: Rows })

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
  const { pagination, projectRoles } = shaped(List, body, host)
  return readable(projectRoles, pagination?.totalResult ?? 0)
}

/** Answer of v1 …/roles/_search. */
export function olderRolesOf(body: unknown, host: string): Rows<Role> {
  const { details, result } = shaped(OlderList, body, host)
  return readable(result, details?.totalResult ?? 0)
}

/** A row that cannot be read is left out, and the total, which still counts it, shows the list to be incomplete. */
function readable(given: unknown[], total: number): Rows<Role> {
  const rows = given.flatMap((one) => {
    const row = v.safeParse(RoleRow, one)
    return row.success ? [roleOf(row.output)] : []
  })
  return { rows, given: given.length, total: Math.max(total, given.length) }
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
  details: v.fallback(v.optional(v.object({ creationDate: Time, changeDate: Time })), undefined),
})

/** The server's date of an accepted write, in either dialect; the local time where the answer has none. */
export function dateOf(body: unknown): Date {
  const answer = v.safeParse(Written, body)
  if (!answer.success) return new Date()
  const { removalDate, changeDate, creationDate, details } = answer.output
  return (
    removalDate ?? changeDate ?? details?.changeDate ?? creationDate ?? details?.creationDate ?? new Date()
  )
}

const Permissions = v.object({ result: v.optional(v.array(v.string()), []) })

/** Answer of v1 permissions/zitadel/me/_search. Someone without any right gets `{}`. */
export function permissionsOf(body: unknown, host: string): string[] {
  return shaped(Permissions, body, host).result
}
