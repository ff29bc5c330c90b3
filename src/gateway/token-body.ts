// Bodies of the calls about tokens: what they may hold, and what is said about those that hold something else, by the name of the
// field. Hides how text, moments and permissions are checked.
import * as v from 'valibot'
import { Refused } from './errors.ts'

const day = 86_400_000
/** Milliseconds by which the clock of whoever chose the longest life may be ahead. */
const tolerance = 60_000

// What no name may hold: control characters, and halves of surrogate pairs, which no database takes.
const unprintable = /[\p{Cc}\p{Cs}]/u
const clean = v.check((value: string) => !unprintable.test(value), 'holds a control character')
const most = (limit: number) =>
  v.check((value: string) => Array.from(value).length <= limit, `has more than ${limit} characters`)
const filled = v.pipe(v.string('must be a text'), clean, v.trim(), v.nonEmpty('is empty'))
const uuid = v.pipe(
  v.string('must be a UUID'),
  v.regex(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i, 'must be a UUID'),
  v.toLowerCase(),
)
const part = v.pipe(filled, most(600))
const permissions = v.pipe(
  v.array(v.strictObject({ resource_server_identifier: part, permission_name: part }), 'must be a list'),
  v.minLength(1, 'is empty: a token that may do nothing is none'),
  v.maxLength(1_000, 'has more than 1,000 entries'),
  v.transform((list) => [
    ...new Map(list.map((one) => [`${one.permission_name} ${one.resource_server_identifier}`, one])).values(),
  ]),
)
// RFC 3339 with its zone, and a day that exists: the language's own reader is more patient than one should be.
const written = /^(\d{4}-\d\d-(\d\d))T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/i
const exists = (text: string): boolean => {
  const [, date = '', dayOfMonth] = written.exec(text) ?? []
  return !Number.isNaN(Date.parse(text)) && new Date(date).getUTCDate() === Number(dayOfMonth)
}
const moment = v.pipe(
  v.string('must be a moment with its zone, as in 2026-12-31T23:59:59Z'),
  v.check(exists, 'must be a moment with its zone, as in 2026-12-31T23:59:59Z'),
  v.transform((text) => new Date(text)),
)
const owner = v.pipe(filled, most(300))

const draft = v.strictObject({
  id: uuid,
  name: v.pipe(filled, most(128)),
  purpose: v.optional(
    v.pipe(
      v.nullable(v.pipe(v.string('must be a text'), clean, v.trim(), most(500))),
      v.transform((text) => text || null),
    ),
    null,
  ),
  owner: v.exactOptional(owner),
  permissions,
  expires_at: moment,
  replaces: v.optional(v.nullable(uuid), null),
})
const change = v.strictObject({
  expires_at: v.exactOptional(moment),
  replaces: v.exactOptional(v.null('can only be null: a rotation is ended, not begun')),
})

export type TokenDraft = v.InferOutput<typeof draft>
export type TokenEdit = v.InferOutput<typeof change>

/** A refusal that names the field. */
export function invalid(field: string, words: string): Refused {
  return new Refused(400, 'INVALID_BODY', `This call takes another body. ${field}: ${words}`, { field })
}

/** The same for what stands in the address. */
export function invalidQuery(field: string, words: string): Refused {
  return new Refused(400, 'INVALID_QUERY', `This call takes another query. ${field}: ${words}`, { field })
}

function parsed<Schema extends v.GenericSchema>(schema: Schema, input: unknown): v.InferOutput<Schema> {
  const { success, output, issues } = v.safeParse(schema, input)
  if (success) return output
  const faults = issues.map((issue): [string, string] => [v.getDotPath(issue) ?? 'the body', wordsOf(issue)])
  const [first = ['the body', 'is wrong']] = faults
  const message = `This call takes another body. ${faults
    .slice(0, 5)
    .map((fault) => fault.join(': '))
    .join('; ')}`
  throw new Refused(400, 'INVALID_BODY', message, { field: first[0] })
}

/** The library's own words repeat what was sent, however long it is. */
function wordsOf(issue: v.GenericIssue): string {
  if (issue.type === 'strict_object') {
    if (issue.expected === 'never') return 'is not known here'
    return issue.received === 'undefined' ? 'is missing' : 'must be an object'
  }
  return issue.message
}

function inFuture(moment: Date, now: number): void {
  if (moment.getTime() <= now) throw invalid('expires_at', 'is past')
}

/** @throws Refused 400 naming the field */
export function draftOf(input: unknown, now: number, maxDays: number): TokenDraft {
  const made = parsed(draft, input)
  inFuture(made.expires_at, now)
  if (made.expires_at.getTime() > now + maxDays * day + tolerance)
    throw invalid('expires_at', `is more than ${maxDays} days from now`)
  if (made.replaces === made.id) throw invalid('replaces', 'is the token itself')
  return made
}

/** @throws Refused 400 naming the field */
export function editOf(input: unknown, now: number): TokenEdit {
  const edit = parsed(change, input)
  if (edit.expires_at) inFuture(edit.expires_at, now)
  return edit
}
