// Letting a caller in: their token is good, and they do not ask faster than they may. The same for every call of the gateway that
// is made by a person.
import type { Auth, Caller } from './auth.ts'
import { Refused } from './errors.ts'
import type { Entry } from './log.ts'
import type { Rate } from './rate.ts'

/** A request on its way: with its id, and what the log will say about it. */
export type Visit = { request: Request; id: string; entry: Entry }

/** @throws Refused 401, 429, and 502 to 504 while it cannot be known */
export type Admit = (visit: Visit) => Promise<Caller>

export function createAdmission(auth: Auth, rate: Rate): Admit {
  return async ({ request, id, entry }) => {
    const caller = await auth.verify(request.headers.get('authorization') ?? undefined, id)
    entry.actor = caller.sub
    if (caller.token !== undefined) entry.token = caller.token
    demandRate(rate, caller.sub)
    return caller
  }
}

/** @throws Refused 429 */
export function demandRate(rate: Rate, who: string): void {
  const wait = rate.take(who)
  if (wait > 0)
    throw new Refused(429, 'RATE_LIMITED', `You ask faster than the gateway allows. Again in ${wait} s.`, {
      headers: { 'retry-after': String(wait) },
    })
}

/** @throws Refused 403 */
export function holds(caller: Caller, needs: string): void {
  if (caller.permissions.has(needs)) return
  const message = `This needs the permission ${needs}, which your access token does not carry.`
  throw new Refused(403, 'PERMISSION_MISSING', message, { required: needs })
}
