// How the console writes permissions into organization metadata: one key for a project's catalogue, one for each role. Hides:
// base64, hashed keys, and how ours is told from what somebody else wrote. The console's own format, version 1.
import * as v from 'valibot'
import type { Items } from './edits.ts'

/** What one key holds. `marks` are random ids of the last writes, newest last. */
export type Kept = { items: Items; marks: string[] }

/** What was found under a key: ours, or why it is not for us to read and write. */
export type Found = { kept: Kept } | { foreign: string }

/** Zitadel's limits (org/v2, Metadata): bytes of a value, characters of a key. */
export const largest = 500_000
const longestKey = 200
const marksKept = 50

export function catalogueKey(project: string): string {
  return `gatehouse.catalogue.${project}`
}

/** What the keys of all roles of a project begin with. */
export function rolePrefix(project: string): string {
  return `gatehouse.role.${project}.`
}

/** The key of one role. Of a role whose own key is too long it has the hash. */
export async function roleKey(project: string, role: string): Promise<string> {
  const key = `${rolePrefix(project)}${role}`
  if (Array.from(key).length <= longestKey) return key
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(role))
  const text = base64(new Uint8Array(hash)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  return `${rolePrefix(project)}#${text}`
}

/** Whose value it is: the catalogue's of a project, or a role's in it. */
export type Owner = { project: string; role?: string }

const Name = v.pipe(v.string(), v.minLength(1))
const Log = v.optional(v.array(v.string()), [])
const Catalogue = v.object({
  v: v.literal(1),
  kind: v.literal('catalogue'),
  project: v.string(),
  permissions: v.array(v.object({ name: Name, description: v.optional(v.string(), '') })),
  log: Log,
})
const RoleSet = v.object({
  v: v.literal(1),
  kind: v.literal('role'),
  project: v.string(),
  role: v.string(),
  permissions: v.array(Name),
  log: Log,
})
const Versioned = v.object({ v: v.pipe(v.number(), v.gtValue(1)) })

/** Reads a value. Whatever is not exactly ours is `foreign`, with the reason as a clause: "it is no JSON". */
export function found(value: string, { project, role }: Owner): Found {
  let document: unknown
  try {
    document = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(value)))
  } catch {
    return { foreign: 'it cannot be read' }
  }
  if (v.is(Versioned, document)) return { foreign: 'a newer version of this console wrote it' }
  const parsed = v.safeParse(role === undefined ? Catalogue : RoleSet, document)
  if (!parsed.success) return { foreign: 'it is not in the form of this console' }
  const { output } = parsed
  if (output.project !== project || (output.kind === 'role' && output.role !== role)) {
    return { foreign: 'it was written for something else' }
  }
  const items =
    output.kind === 'role'
      ? output.permissions.map((name) => [name, ''] as const)
      : output.permissions.map(({ name, description }) => [name, description] as const)
  return { kept: { items: new Map(items), marks: output.log } }
}

/** The role that a value was written for, whatever its key; undefined where it is none of ours. */
export function roleIn(value: string, project: string): string | undefined {
  try {
    const document: unknown = JSON.parse(new TextDecoder().decode(bytesOf(value)))
    const parsed = v.safeParse(v.object({ project: v.literal(project), role: v.string() }), document)
    return parsed.success ? parsed.output.role : undefined
  } catch {
    return undefined
  }
}

/** A value to store, in base64; undefined where Zitadel would refuse it as too large. */
export function written({ items, marks }: Kept, { project, role }: Owner): string | undefined {
  const log = marks.slice(-marksKept)
  const document =
    role === undefined
      ? {
          v: 1,
          kind: 'catalogue',
          project,
          permissions: [...items].map(([name, description]) =>
            description ? { name, description } : { name },
          ),
          log,
        }
      : { v: 1, kind: 'role', project, role, permissions: [...items.keys()], log }
  const bytes = new TextEncoder().encode(JSON.stringify(document))
  return bytes.length > largest ? undefined : base64(bytes)
}

function base64(bytes: Uint8Array): string {
  let text = ''
  // In parts: as many arguments as a large value has bytes would overflow the stack.
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text)
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}
