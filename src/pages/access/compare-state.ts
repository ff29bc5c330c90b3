// What is known of one of the two scopes that are compared, of three readings: its name, one's rights there, and who holds what. Pure.
import type { Access } from '../../directory/grants.ts'
import type { Member, Scope, Whole } from '../../directory/model.ts'
import { Problem } from '../../directory/problem.ts'
import { linesOf, type Line } from './lines.ts'

export type SideState =
  | { kind: 'reading' }
  /** `unseen`: what the directory says where it shows nothing of the scope, so that it may not exist. */
  | { kind: 'denied'; rights: Access; unseen: string | undefined }
  | { kind: 'missing'; message: string }
  | { kind: 'failed'; error: Error }
  | { kind: 'partly'; read: number; total: number | null }
  /** `error`: why it could not be read since `at`. */
  | { kind: 'read'; lines: Line[]; at: number; error: Error | null }

type Read<T> = { data: T | undefined; error: Error | null }
type Reads = {
  named: Read<Scope>
  rights: Read<Access | null>
  list: Read<Whole<Member>> & { dataUpdatedAt: number }
}

export const mayRead = (rights: Access | null | undefined): boolean =>
  rights?.verdicts['read members'].allowed === true

/** A refusal counts more than a list that was read before it. */
export function stateOf({ named, rights, list }: Reads): SideState {
  if (!rights.data) {
    if (!rights.error) return { kind: 'reading' }
    // What is no id of a scope has no rights either.
    if (isNotFound(rights.error)) return { kind: 'missing', message: rights.error.message }
    return { kind: 'failed', error: rights.error }
  }
  if (!mayRead(rights.data)) {
    const unseen = isNotFound(named.error) ? named.error.message : undefined
    return { kind: 'denied', rights: rights.data, unseen }
  }
  const { data, error, dataUpdatedAt: at } = list
  if (!data) return error ? { kind: 'failed', error } : { kind: 'reading' }
  const { items, complete, total } = data
  const read = items.filter(({ assignments }) => assignments !== null)
  if (!complete || read.length < items.length) return { kind: 'partly', read: read.length, total }
  return { kind: 'read', lines: linesOf(items), at, error }
}

function isNotFound(error: Error | null): error is Problem {
  return error instanceof Problem && error.kind === 'not-found'
}
