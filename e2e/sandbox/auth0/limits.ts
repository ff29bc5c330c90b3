// How much the tenant takes: calls in a time (auth0.com/docs, rate limit policy) and things in a tenant (entity limit
// policy).
import type { Auth0Settings } from '../settings.ts'
import { refuse } from './errors.ts'

export const rolesPerTenant = 1_000
export const permissionsPerApi = 1_000
export const permissionsPerRole = 1_000
export const permissionsPerUser = 1_000
export const rolesPerUser = 50
export const rolesPerMember = 50
export const credentialsPerClient = 2

export const tooManyEntities = (): Error =>
  refuse(403, 'You reached the limit of entities of this type for this tenant.', 'too_many_entities')

export type Limiter = {
  /** Takes a call out of the bucket; says whether there was one, and the headers of every answer. */
  take: (limit: Auth0Settings['rateLimit']) => { allowed: boolean; headers: Record<string, string> }
  reset: () => void
}

/** What the headers say where calls are not limited: an enterprise tenant's numbers. */
const generous = { burst: 50, perSecond: 16 }

/** A token bucket for the whole tenant; `now` in milliseconds. */
export function createLimiter(now: () => number): Limiter {
  let level = Infinity
  let seen = 0
  return {
    take(limit) {
      const { burst, perSecond } = limit ?? generous
      const at = now()
      level = limit === null ? burst : Math.min(burst, level + (Math.max(0, at - seen) / 1_000) * perSecond)
      seen = at
      const allowed = level >= 1
      if (allowed) level -= 1
      // UTC epoch seconds at which the bucket is full again.
      const full = Math.ceil(at / 1_000 + (burst - level) / perSecond)
      return {
        allowed,
        headers: {
          'x-ratelimit-limit': String(burst),
          'x-ratelimit-remaining': String(Math.floor(level)),
          'x-ratelimit-reset': String(full),
        },
      }
    },
    reset() {
      level = Infinity
    },
  }
}
