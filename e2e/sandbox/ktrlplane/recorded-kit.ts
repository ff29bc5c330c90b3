// How a recorded answer is written down, and what it is compared by.
import { isObject } from '../http.ts'

export type Recorded = {
  /** Method, path and query. */
  ask: string
  /** The body of the request. */
  sends?: object
  status: number
  type: string
  /** As parsed; text where it is none. */
  body: unknown
}

export const json = (ask: string, status: number, body: unknown, sends?: object): Recorded => ({
  ask,
  status,
  type: 'application/json; charset=utf-8',
  body,
  ...(sends && { sends }),
})

/** Members whose values are the program's and not the data's. */
const fixed = new Set([
  'error',
  'details',
  'hint',
  'message',
  'code',
  'inheritance_type',
  'inherited_from_scope_type',
  'scope_type',
  'display_order',
  'is_hidden',
  'is_system',
  'is_service_account',
  'inherits_billing_from_org',
])

/** Names, order and kinds of everything in a body; what is fixed with its value. */
export function shapeOf(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => shapeOf(one))
  if (isObject(value)) {
    const members = Object.entries(value).toSorted(([one], [other]) => one.localeCompare(other))
    return Object.fromEntries(members.map(([key, one]) => [key, shapeOf(one, key)]))
  }
  if (value === null || fixed.has(name)) return value
  if (typeof value !== 'string') return typeof value
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d*[1-9])?Z$/.test(value)) return 'time'
  return value === '' ? 'nothing' : 'text'
}
