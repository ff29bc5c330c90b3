// What the signed-in person may do at KtrlPlane: the scope of the sign-in for what everybody may read who may use it at all, and
// the API's own answer about one place for everything else (platforms.md §1.4, §3 S18-S20).
import * as v from 'valibot'
import { shaped } from '../answer.ts'
import type { Caller } from '../directory.ts'
import { type Access, judge, rules } from '../grants.ts'
import { Problem } from '../problem.ts'
import type { Calls } from './calls.ts'
import type { Where } from './scope-id.ts'
import { grantedScopes, lacksPlatform, platformScope } from './sign-in-scope.ts'

/** Null where there is nothing, and where there is no such scope: it tells nothing about what exists. */
const Rights = v.object({ permissions: v.nullish(v.array(v.string())) })

/** What the person may do at the place, as the API calls it. */
export async function rightsAt(calls: Calls, where: Where, signal?: AbortSignal): Promise<string[]> {
  const query = { scopeType: where.type, scopeId: where.id }
  const body = await calls.get('/permissions/check', query, signal)
  return shaped(Rights, body, calls.host).permissions ?? []
}

/** Reads the rights at a place; without one only what holds everywhere, which sends nothing. */
export async function readAccess(
  calls: Calls,
  caller: Caller,
  where: Where | undefined,
  signal?: AbortSignal,
): Promise<Access> {
  await caller.accessToken()
  const rights = where && (await rightsOrNone(calls, caller, where, signal))
  const scopes = grantedScopes(caller)
  const isLacking = lacksPlatform(caller)
  const found = where && !isLacking ? (rights ?? []) : (scopes ?? [])
  // A scope of the sign-in may be called like a right at a place and is none.
  const judged = judge('ktrlplane', sourceOf(scopes, where, isLacking), found, (right) =>
    right === platformScope
      ? scopes?.includes(right) === true
      : !isLacking && rights?.includes(right) === true,
  )
  const sub = caller.claims()?.get('sub')
  const person = typeof sub === 'string' ? sub : caller.person?.()
  return {
    ...(isLacking ? withoutScope(judged) : judged),
    ...(person !== undefined && { person }),
    keystone: 'Konnektr.KtrlPlane:manage_access',
  }
}

/** A refusal for want of the scope is what the verdicts say; any other is told as it is, a token for another API above all. */
async function rightsOrNone(
  calls: Calls,
  caller: Caller,
  where: Where,
  signal?: AbortSignal,
): Promise<string[]> {
  try {
    return await rightsAt(calls, where, signal)
  } catch (error) {
    if (
      error instanceof Problem &&
      error.details.status !== 401 &&
      error.kind === 'forbidden' &&
      lacksPlatform(caller)
    )
      return []
    throw error
  }
}

/** Without the scope nothing else counts: each verdict asks for that. */
function withoutScope(access: Access): Access {
  const { giver } = rules.ktrlplane['read roles']
  const verdicts = { ...access.verdicts }
  for (const verdict of Object.values(verdicts)) {
    if (verdict.right !== null) verdicts[verdict.grant] = { ...verdict, right: platformScope, giver }
  }
  return { ...access, verdicts }
}

function sourceOf(scopes: string[] | null, where: Where | undefined, isLacking: boolean): string {
  if (!scopes) return 'your access token, which is opaque: the sign-in names no API as its audience'
  if (isLacking || !where) return 'the scope that was granted to your access token'
  return `KtrlPlane’s answer to permissions/check for this ${where.type}`
}
