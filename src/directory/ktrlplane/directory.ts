// KtrlPlane as a directory: fixed roles, held at organizations, projects and resources that lie in one another. Spoken to straight
// from the browser with the person's own token. Everything but the rights of the person is fetched when it is used.
import type { Caller, Directory, Place } from '../directory.ts'
import { fetchedMembers, fetchedPermissions, fetchedRoles, fetchedScopes } from '../fetched.ts'
import { createHttp, pause } from '../http.ts'
import { remembered } from '../remembered.ts'
import { readAccess } from './access.ts'
import { createCalls } from './calls.ts'
import { ktrlplaneProblem } from './errors.ts'
import { whereOf } from './scope-id.ts'
import { traits } from './traits.ts'
import { createRenewals } from './vain-renewals.ts'

export type KtrlplaneOptions = {
  fetch?: typeof fetch
  sleep?: (ms: number) => Promise<void>
}

/**
 * Makes the directory of the KtrlPlane at `config.url`, for whose API `config.audience` says that access tokens are made. Options are
 * for tests and for use outside of a page.
 */
export function ktrlplaneDirectory(
  config: { url: string; audience?: string },
  caller: Caller,
  options: KtrlplaneOptions = {},
): Directory {
  const { origin, host, pathname } = new URL(config.url)
  const base = `${pathname.replace(/\/+$/, '')}/api/v1`
  const { sleep = pause } = options
  const renewals = createRenewals(caller)
  const http = createHttp({
    origin,
    caller: renewals.caller,
    problemOf: (answer) => renewals.failed(ktrlplaneProblem(host, caller, answer)),
    fetch: options.fetch,
    sleep,
  })
  const calls = createCalls(http, { host, base, caller, answered: renewals.answered, sleep })
  const signIn = { calls, caller, audience: config.audience }
  const definitions = remembered(async () => (await import('./definitions.ts')).createDefinitions(calls))
  const roles = remembered(async () => (await import('./roles.ts')).roleDirectory(await definitions()))
  const permissions = remembered(async () =>
    (await import('./permissions.ts')).permissionDirectory(await definitions()),
  )

  // These are the same everywhere; only who holds what differs.
  const shared = {
    roles: {
      ...fetchedRoles(roles),
      counts: async (signal) => (await roles()).counts(signal),
    },
    permissions: {
      ...fetchedPermissions(permissions),
      grantedAll: async (how) => (await permissions()).grantedAll(how),
    },
  } satisfies Partial<Place>

  function placeAt(scope: string | undefined): Place {
    if (scope === undefined) {
      return { ...shared, access: (signal) => readAccess(signIn, undefined, signal) }
    }
    const where = whereOf(scope)
    const members = remembered(async () =>
      (await import('./members.ts')).memberDirectory(calls, await definitions(), where),
    )
    return {
      ...shared,
      access: (signal) => readAccess(signIn, where, signal),
      members: fetchedMembers(members),
    }
  }

  const places = new Map<string | undefined, Place>()
  return {
    traits,
    scopes: {
      ...fetchedScopes(async () => (await import('./scopes.ts')).scopeDirectory(calls)),
      command: `curl -H "Authorization: Bearer $JWT_TOKEN" ${origin}${base}/projects`,
    },
    at(scope) {
      const place = places.get(scope) ?? placeAt(scope)
      places.set(scope, place)
      return place
    },
  }
}
