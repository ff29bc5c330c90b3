// What the contract suite runs over: a directory behind its port, signed in at the sandbox for real, and the same system seen
// from behind. One harness a vendor makes these; the suite knows no vendor.
import type { Directory, EditableDirectory, Place } from '../src/directory/directory.ts'
import { type Grant, grants } from '../src/directory/grants.ts'
import type { ChangeOutcome, Page, PermissionDraft, RoleDraft } from '../src/directory/model.ts'
import { Problem } from '../src/directory/problem.ts'

/** Admin may do everything that can be done there, viewer may read everything, guest may nothing. */
export type Visitor = 'admin' | 'viewer' | 'guest'

/** Things of the seed that the suite works with, by id. */
export type Sample = {
  /** A role that hands out all of `has` and none of `lacks`, which stand in the catalogue. */
  role: { id: string; has: [string, string]; lacks: [string, string, string] }
  /** Part of a role's id or name, of another case, and the roles that it finds. */
  roleSearch: { text: string; finds: string[] }
  /** Somebody who directly holds `has` and none of `lacks`, and whom the text finds. */
  person: { id: string; name: string; search: string; has: string; lacks: [string, string] }
  /** Somebody who holds nothing. */
  stranger: { id: string; search: string }
  /** Somebody who has `permission` through `role`. */
  effective: { person: string; role: string; permission: string }
}

/** The administered system from behind: what is really stored, and another administrator at work in it, at once. */
export type Behind = {
  roles(): string[]
  granted(role: string): string[]
  /** Roles that somebody holds directly. */
  held(person: string): string[]
  permissions(): string[]
  /** Somebody else leaves exactly these. */
  setHeld(person: string, roles: string[]): void | Promise<void>
}

/** Where roles and permissions can be changed: what is new, and what somebody else does to them. */
export type EditableSample = Sample & { newRole: RoleDraft; newPermission: PermissionDraft }
export type EditableBehind = Behind & {
  setGranted(role: string, permissions: string[]): void | Promise<void>
  deleteRole(role: string): void | Promise<void>
  describePermission(permission: string, description: string): void | Promise<void>
  deletePermission(permission: string): void | Promise<void>
}

export type Subject = {
  name: string
  start(): Promise<void>
  stop(): Promise<void>
  /** As new, with the settings of this subject. */
  reset(): Promise<void>
  /** The directory, and the place in it where admin, viewer and guest may what they may. */
  connect(visitor: Visitor): Promise<{ directory: Directory; place: Place }>
  /** What each of them may there. */
  allowed: Record<Visitor, readonly Grant[]>
  sample: Sample
  /** The admin's own id in the directory. */
  me: string
  behind: Behind
  /** Lets enough time pass for lists to show every write. */
  settle(): void
  /** The next write of this kind is carried out and its answer lost, or is lost itself. */
  lose(write: 'held', what: 'answer' | 'request'): void
  /** How many writes reached the system so far. */
  writes(): number
}

/** A subject whose roles and permissions can be changed. */
export type EditableSubject = Omit<Subject, 'connect' | 'lose'> & {
  connect(
    visitor: Visitor,
  ): Promise<{ directory: EditableDirectory; place: ReturnType<EditableDirectory['at']> }>
  sample: EditableSample
  behind: EditableBehind
  lose(write: 'role' | 'granted' | 'held' | 'permission', what: 'answer' | 'request'): void
}

/** What they may in a directory that has everything. */
export const allGrants: Subject['allowed'] = {
  admin: grants,
  viewer: grants.filter((grant) => grant.startsWith('read')),
  guest: [],
}

/** What the work fails with. @throws Error where it does not fail, or with something else */
export async function problemOf(work: Promise<unknown>): Promise<Problem> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof Problem) return error
  throw new Error(`expected a Problem, got ${String(error)}`)
}

/** What a change failed with: whole, or in the first of its items that was not done; undefined where all of it was done. */
export async function failureOf(work: Promise<ChangeOutcome>): Promise<Problem | undefined> {
  const outcome = await work.catch((error: unknown) => error)
  if (outcome instanceof Problem) return outcome
  if (!isOutcome(outcome)) throw new Error(`expected an outcome or a Problem, got ${String(outcome)}`)
  return outcome.items.find(({ problem }) => problem)?.problem
}

function isOutcome(value: unknown): value is ChangeOutcome {
  return typeof value === 'object' && value !== null && 'items' in value
}

/** Reads a list to its end. */
export async function whole<T>(list: (after?: string) => Promise<Page<T>>) {
  const items: T[] = []
  let pages = 0
  for (let after: string | undefined; ;) {
    const page = await list(after)
    items.push(...page.items)
    pages += 1
    after = page.next
    if (after === undefined) return { items, pages, total: page.total }
  }
}

/** An ability that the subject must have. */
export function having<T>(ability: T | undefined): T {
  if (ability === undefined) throw new Error('This directory lacks what the suite is about')
  return ability
}

/** In one order, for comparisons. */
export function sorted(ids: Iterable<string>): string[] {
  return [...ids].toSorted()
}
