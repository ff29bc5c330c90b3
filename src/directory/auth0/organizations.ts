// The scopes of an Auth0 tenant: the whole of it, where the console starts, and each of its organisations.
import * as v from 'valibot'
import { shaped } from '../answer.ts'
import type { Caller, ScopeDirectory } from '../directory.ts'
import type { Scope } from '../model.ts'
import { Problem } from '../problem.ts'
import { type Calls, segment } from './calls.ts'
import { type List, sieved, stepAfter } from './pages.ts'
import { isOrganization, tenantScope } from './scope-id.ts'
import { namedOf } from './wire.ts'

const organizations: List<{ id: string; name: string }> = {
  path: '/organizations',
  rows: 'organizations',
  row: namedOf,
}

/** The name that people know the organisation by. */
async function organizationName(calls: Calls, id: string, signal?: AbortSignal): Promise<string> {
  const body = await calls.get(`/organizations/${segment(id)}`, {}, signal)
  return shaped(readable, namedOf(body), calls.host).name
}

/** Makes the scopes. Whoever may not read organisations sees the tenant alone. */
export function scopeDirectory(calls: Calls, caller: Caller): ScopeDirectory {
  function tenant(): Scope {
    const issuer = caller.claims()?.get('iss')
    const host = typeof issuer === 'string' && URL.canParse(issuer) ? new URL(issuer).host : undefined
    return { id: tenantScope, name: 'Whole tenant', ...(host !== undefined && { within: host }), home: true }
  }
  return {
    async list({ search = '', after, signal } = {}) {
      const text = search.trim().toLowerCase()
      const fits = ({ name, within = '' }: Scope) => `${name} ${within}`.toLowerCase().includes(text)
      const read = async (from: string | undefined) => {
        const page = await stepAfter(calls, organizations, from, signal)
        return { ...page, items: page.items.map(scopeOf) }
      }
      const first = after === undefined && (text === '' || fits(tenant())) ? [tenant()] : []
      try {
        const page = await sieved(calls, read, ({ name }) => name.toLowerCase().includes(text), after)
        const total = page.total === null ? null : page.total + first.length
        return { ...page, items: [...first, ...page.items.toSorted(byName)], total }
      } catch (error) {
        if (!(error instanceof Problem) || error.kind !== 'forbidden') throw error
        return { items: first, total: first.length }
      }
    },

    async get(id, signal) {
      if (id === undefined || id === tenantScope) return tenant()
      if (isOrganization(id)) return scopeOf({ id, name: await organizationName(calls, id, signal) })
      throw new Problem('not-found', `There is no organization “${id}” in this tenant.`)
    },
  }
}

function scopeOf({ id, name }: { id: string; name: string }): Scope {
  return { id, name, within: 'Organization' }
}

function byName(one: Scope, other: Scope): number {
  return one.name.localeCompare(other.name)
}

const readable = v.custom<{ id: string; name: string }>((row) => row !== undefined)
