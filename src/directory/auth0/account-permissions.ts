// What an application may do: its grants, one for each API, whose permissions can only be replaced as a whole (auth0.md §3.6).
// Hides: where a grant has to be made first. A grant that becomes empty stays: others may have settings on it, and with it the
// application gets tokens that hold nothing.
import type { AccountDirectory } from '../credentials.ts'
import type { Granted, Progress } from '../model.ts'
import { Problem } from '../problem.ts'
import { type Calls, segment } from './calls.ts'
import type { ClientGrant } from './client-wire.ts'
import { type Clients, managerText } from './clients.ts'
import { rewrite } from './rewriting.ts'
import { changeSet } from './set-change.ts'
import { limits } from './traits.ts'
import { versionOf } from './version.ts'
import { partsOf, permissionId } from './wire.ts'

/** Makes the access to what applications may do. */
export function accountPermissions(
  calls: Calls,
  clients: Clients,
): Required<Pick<AccountDirectory, 'granted' | 'change'>> {
  async function granted(id: string, { signal }: Progress = {}): Promise<Granted> {
    const grants = await clients.grants(id, signal)
    const fixed = fixedBy(grants)
    return {
      permissions: grants.flatMap(({ api, scope }) => scope.map((value) => permissionId(value, api))),
      complete: true,
      ...(fixed !== undefined && { fixed }),
    }
  }

  function fixedBy(grants: ClientGrant[]): string | undefined {
    if (grants.some(({ api }) => clients.isManagement(api))) return managerText
    const all = grants.find(({ isAll }) => isAll)
    return (
      all &&
      `It may do whatever the API ${all.api} knows, now and later. That is changed in Auth0’s own dashboard.`
    )
  }

  /** Replaces what the application may do at one API. */
  function replace(id: string, api: string, change: (scope: string[]) => string[]): Promise<void> {
    let creates = false
    return rewrite<ClientGrant | undefined, string[]>({
      read: async () => (await clients.grants(id)).find((grant) => grant.api === api),
      change(grant) {
        const before = grant?.scope ?? []
        const next = change(before)
        const isSame = next.length === before.length && next.every((value) => before.includes(value))
        return isSame ? undefined : next
      },
      async write(scope, grant) {
        creates = grant === undefined
        if (!grant) {
          const body = { client_id: id, audience: api, scope, subject_type: 'client' }
          return calls.send('POST', '/client-grants', body)
        }
        const version = await versionOf(grant.scope.map((value) => ({ value, description: '' })))
        return calls.send('PATCH', `/client-grants/${segment(grant.id)}`, { scope }, undefined, version)
      },
      isOvertaken: ({ details: { status } }) => creates && status === 409,
      sleep: calls.sleep,
      others: 'Others keep changing what this application may do. Try again in a moment.',
    })
  }

  return {
    granted,

    async change(id, change, options = {}) {
      const asked = new Set([...change.add, ...change.remove])
      if (asked.size > 0) {
        const { fixed } = await granted(id, options)
        if (fixed !== undefined) throw new Problem('forbidden', fixed)
      }
      for (const one of asked) demandParts(one)
      return changeSet(
        {
          read: async (signal) => (await granted(id, signal ? { signal } : {})).permissions,
          add: (ids) =>
            replace(id, apiOf(ids[0] ?? ''), (scope) => [...new Set([...scope, ...valuesOf(ids)])]),
          remove: (ids) => {
            const gone = new Set(valuesOf(ids))
            return replace(id, apiOf(ids[0] ?? ''), (scope) => scope.filter((value) => !gone.has(value)))
          },
          most: Infinity,
          tooMany: '',
          chunk: limits.perApi,
          together: apiOf,
          sleep: calls.sleep,
        },
        change,
        options,
      )
    },
  }
}

function apiOf(permission: string): string {
  return demandParts(permission).api
}

function valuesOf(permissions: string[]): string[] {
  return permissions.map((one) => demandParts(one).value)
}

function demandParts(permission: string): { value: string; api: string } {
  const parts = partsOf(permission)
  if (parts) return parts
  throw new Problem('not-found', `There is no permission “${permission}”.`)
}
