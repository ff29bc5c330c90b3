// What the signed-in person may do at KtrlPlane: the scope of the sign-in for what everybody may read who may use it at all, and
// the API's own answer about one place for everything else (platforms.md §1.4, §3 S18-S20).
import * as v from 'valibot'
import { shaped } from '../answer.ts'
import type { Caller } from '../directory.ts'
import { type Access, judge, rules } from '../grants.ts'
import type { Calls } from './calls.ts'
import type { Where } from './scope-id.ts'
import { grantedScopes, isRefusal, lacksPlatform, platformScope } from './sign-in-scope.ts'

/** Null where there is nothing, and where there is no such scope: it tells nothing about what exists. */
const Rights = v.object({ permissions: v.nullish(v.array(v.string())) })

/** What the person may do at the place, as the API calls it. */
export async function rightsAt(calls: Calls, where: Where, signal?: AbortSignal): Promise<string[]> {
  const query = { scopeType: where.type, scopeId: where.id }
  const body = await calls.get('/permissions/check', query, signal)
  return shaped(Rights, body, calls.host).permissions ?? []
}

type SignIn = {
  calls: Calls
  caller: Caller
  /** The API that access tokens are asked for, where the configuration says so. */
  audience: string | undefined
}

/**
 * Reads the rights at a place; without one only what holds everywhere. That sends nothing, unless the token gives reason to doubt
 * that the API takes it at all.
 */
export async function readAccess(
  { calls, caller, audience }: SignIn,
  where: Where | undefined,
  signal?: AbortSignal,
): Promise<Access> {
  await caller.accessToken()
  const rights = where && (await unlessLacking(caller, () => rightsAt(calls, where, signal)))
  if (!where && isDoubtful(caller, audience)) {
    await unlessLacking(caller, () => calls.get('/roles', {}, signal))
  }
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
async function unlessLacking<T>(caller: Caller, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (isRefusal(error) && lacksPlatform(caller)) return undefined
    throw error
  }
}

/** Whether the claims of the token alone do not show that it is one for the API. */
function isDoubtful(caller: Caller, audience: string | undefined): boolean {
  if (grantedScopes(caller)?.includes(platformScope) !== true) return true
  return audience !== undefined && ![caller.claims()?.get('aud')].flat().includes(audience)
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
