// Request bodies as gin binds them: what is missing is named by the field of the Go structure (platforms.md §1.6).
import { refuse } from './errors.ts'
import { isObject } from '../http.ts'
import type { JsonObject } from '../http.ts'

/** @throws a refusal 400 */
export function bodyOf(text: string): JsonObject {
  if (text === '') throw refuse(400, 'EOF')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    const first = /^[{[]/.test(text) ? 'unexpected EOF' : undefined
    throw refuse(400, first ?? `invalid character '${text[0]}' looking for beginning of value`)
  }
  if (isObject(value)) return value
  const kind = Array.isArray(value) ? 'array' : typeof value
  throw refuse(400, `json: cannot unmarshal ${kind} into Go value of type struct`)
}

/** Texts that must be there. `fields`: name in JSON → name in Go; `type`: the structure, where it has a name. */
export function required<Name extends string>(
  body: JsonObject,
  fields: Record<Name, string>,
  type = '',
): Record<Name, string> {
  const missing: string[] = []
  const found: Record<string, string> = {}
  for (const [name, goName] of Object.entries<string>(fields)) {
    const value = body[name]
    if (value !== undefined && value !== null && typeof value !== 'string')
      throw refuse(
        400,
        `json: cannot unmarshal ${typeof value} into Go struct field ${type}.${name} of type string`,
      )
    if (value) found[name] = value
    else {
      const key = type === '' ? goName : `${type}.${goName}`
      missing.push(`Key: '${key}' Error:Field validation for '${goName}' failed on the 'required' tag`)
    }
  }
  if (missing.length > 0) throw refuse(400, missing.join('\n'))
  return found
}

/** Why this can be no id of an organization, project or resource (platforms.md §1.5); undefined for one that can. */
export function idProblem(id: string): string | undefined {
  if (id.length > 63) return 'ID must be 63 characters or less'
  if (!/^[a-z]/.test(id)) return 'ID must start with a lowercase letter'
  if (!/^[a-z0-9-]+$/.test(id)) return 'ID can only contain lowercase letters, numbers and hyphens'
  return id.endsWith('-') || id.includes('--')
    ? 'ID must not end with a hyphen or have two in a row'
    : undefined
}
