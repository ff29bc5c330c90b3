// What a call of the gateway is: its address, the permission it takes, the query and the body that go on to the vendor. Hides how a
// body is read and refused.
import * as v from 'valibot'
import type { Act, Guard } from './escalation.ts'
import { Refused } from './errors.ts'

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** A body that has been read, and whether this caller may send it. */
export type Accepted = { body: unknown; guard: (act: Act) => Promise<void> }

export type Call = {
  /** For the log. */
  name: string
  method: Method
  path: string
  /** The permission that the caller must hold. */
  needs: string
  /** Query parameters that are passed on; others are dropped. */
  query: readonly string[]
  /** Absent: no body is passed on. @throws Refused 400 */
  accept?: (input: unknown) => Accepted
  /** Of a call without a body: whether this caller may make it. */
  guard?: (act: Act) => Promise<void>
  /**
   * Name of an id in the path: calls with the same one wait for each other, and may say in If-Match for which version they are.
   * For what the vendor only replaces as a whole.
   */
  inTurn?: string
  /** Parameters that go on whatever is asked. */
  fixed?: Readonly<Record<string, string>>
  /** The only fields that may be asked for; all of them where none are. */
  fields?: readonly string[]
  /** What the caller gets of the vendor's answer. @throws Refused 502 */
  shown?: (answer: Response) => Promise<Response>
}

export const pages = ['page', 'per_page', 'include_totals']
export const steps = ['from', 'take']
export const fields = ['fields', 'include_fields']

/** A call that reads. */
export function get(name: string, path: string, needs: string, query: readonly string[] = []): Call {
  return { name, method: 'GET', path, needs, query }
}

/** A call that changes something. Only what the schema names goes on, written anew. */
export function write<Schema extends v.GenericSchema>(
  name: string,
  method: Method,
  path: string,
  needs: string,
  schema: Schema,
  guard?: Guard<v.InferOutput<Schema>>,
): Call {
  const accept = (input: unknown): Accepted => {
    const parsed = v.safeParse(schema, input)
    if (!parsed.success) {
      const faults = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'the body'}: ${issue.message}`)
      throw new Refused(400, 'INVALID_BODY', `This call takes another body. ${faults.slice(0, 5).join('; ')}`)
    }
    return { body: parsed.output, guard: async (act) => guard?.(parsed.output, act) }
  }
  return { name, method, path, needs, query: [], accept }
}

/** A name or a value. */
export const text = v.pipe(v.string(), v.nonEmpty(), v.maxLength(600))
/** An id that the vendor has made. */
export const key = v.pipe(v.string(), v.regex(/^[\w-]{1,100}$/, 'is no id'))
/** One or more, and no more than so many. */
export const list = <Item extends v.GenericSchema>(item: Item, most: number) =>
  v.pipe(v.array(item), v.minLength(1), v.maxLength(most))
