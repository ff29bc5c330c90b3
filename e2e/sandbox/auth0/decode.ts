// Reading bodies and query parameters as the Management API validates them, with its words.
import * as v from 'valibot'
import { invalidBody, invalidQuery } from './errors.ts'

/** The body as the schema has it. Schemas are strict objects: Auth0 refuses members it does not know. */
export function decode<T extends v.GenericSchema>(schema: T, body: unknown): v.InferOutput<T> {
  const parsed = v.safeParse(schema, body)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const field = place(issue)
  const name = field.split('.').at(-1) ?? ''
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    throw invalidBody(`Additional properties not allowed: ${name}`)
  }
  if (issue.received === 'undefined') throw invalidBody(`Missing required property: ${name}`)
  if (issue.kind === 'validation') throw invalidBody(issue.message, field)
  throw invalidBody(`Expected type ${issue.expected} but found type ${issue.received}`, field)
}

const place = (issue: v.BaseIssue<unknown>): string =>
  (issue.path ?? []).reduce(
    (path, { key }) => (typeof key === 'number' ? `${path}[${key}]` : `${path}${path && '.'}${String(key)}`),
    '',
  )

/** Text of at least `least` and at most `most` characters. */
export const text = (least = 0, most = Infinity) =>
  v.pipe(
    v.string(),
    v.check((value) => value.length >= least, `String is too short, minimum ${least}`),
    v.check((value) => value.length <= most, `String is too long, maximum ${most}`),
  )

/** A list of one or more, none twice. */
export const some = <T extends v.GenericSchema>(item: T, most = Infinity) =>
  v.pipe(
    v.array(item),
    v.check((list) => list.length >= 1, 'Array is too short (0), minimum 1'),
    ...unique<v.InferOutput<T>>(most),
  )

/** No item twice, and not more than so many. */
export const unique = <T>(most: number) =>
  [
    v.check<T[], string>((list) => list.length <= most, `Array is too long, maximum ${most}`),
    v.check<T[], string>(
      (list) => new Set(list.map((item) => JSON.stringify(item))).size === list.length,
      'Array items are not unique',
    ),
  ] as const

export const permissions = v.strictObject({
  permissions: some(v.strictObject({ resource_server_identifier: text(1), permission_name: text(1) })),
})

/** A whole number in the query; undefined when it is not there. */
export function whole(
  query: URLSearchParams,
  name: string,
  least: number,
  most = Infinity,
): number | undefined {
  const given = query.get(name)
  if (given === null) return undefined
  const value = /^-?\d+$/.test(given) ? Number(given) : undefined
  if (value === undefined) throw invalidQuery('Expected type integer but found type string', name)
  if (value < least) throw invalidQuery(`Value ${value} is less than minimum ${least}`, name)
  if (value > most) throw invalidQuery(`Value ${value} is greater than maximum ${most}`, name)
  return value
}

/** `true` or `false` in the query. */
export function flag(query: URLSearchParams, name: string, otherwise: boolean): boolean {
  const given = query.get(name)
  if (given === null || given === '') return otherwise
  if (given !== 'true' && given !== 'false') {
    throw invalidQuery('Expected type boolean but found type string', name)
  }
  return given === 'true'
}

/** A query parameter that has to be there and not empty. */
export function required(query: URLSearchParams, name: string): string {
  const given = query.get(name)
  if (given === null || given === '') throw invalidQuery(`Missing required property: ${name}`)
  return given
}
