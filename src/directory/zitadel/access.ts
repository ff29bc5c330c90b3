// What the signed-in person may do at a Zitadel instance, by Zitadel's own account of it.
import { type Access, judge } from '../grants.ts'
import { Problem } from '../problem.ts'
import type { Calls } from './calls.ts'
import type { Where } from './scope-id.ts'
import { permissionsOf } from './wire.ts'

/**
 * Reads the person's rights in the organization of `calls`. A right holds for all of it, or with the suffix `:<id>` for that
 * one project (zitadel.md 3.8); metadata belongs to the organization, so that a project's right is none there. Someone
 * without any administrator role is an answer, not a failure: every verdict is then no.
 */
export async function readAccess(calls: Calls, { project }: Where, signal?: AbortSignal): Promise<Access> {
  const found = await rightsOf(calls, signal)
  const held = new Set(found)
  const source = "Zitadel's answer to “what may I do”"
  return judge(
    'zitadel',
    source,
    found,
    (right) => held.has(right) || (!right.startsWith('org.') && held.has(`${right}:${project}`)),
  )
}

async function rightsOf(calls: Calls, signal: AbortSignal | undefined): Promise<string[]> {
  const path = '/auth/v1/permissions/zitadel/me/_search'
  try {
    return permissionsOf(await calls.rest('POST', path, {}, { repeatable: true, signal }), calls.host)
  } catch (error) {
    if (error instanceof Problem && error.details.code === 'AUTHZ-cdgFk') return []
    throw error
  }
}
