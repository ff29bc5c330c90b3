// The tenant's APIs with their permissions, and the one way to change an API's permissions: the whole list at once (auth0.md
// 3.3), to which the gateway adds a version. Hides: internal ids.
import * as v from 'valibot'
import { shaped } from '../answer.ts'
import type { Progress, Whole } from '../model.ts'
import { Problem } from '../problem.ts'
import { type Calls, segment } from './calls.ts'
import { type List, pageAfter, wholeList } from './pages.ts'
import { rewrite } from './rewriting.ts'
import { versionOf } from './version.ts'
import { type Api, apiOf, type Scope } from './wire.ts'

export type Apis = {
  all(options?: Progress): Promise<Whole<Api>>
  /** One API by its identifier, as it is now. Rejects with `not-found`. */
  get(identifier: string, signal?: AbortSignal): Promise<Api>
  /**
   * Lays one change over the list as it is, writes it and makes sure of it; again where others were faster, or undid it. Rejects
   * with `conflict` where they always are, and with what `change` throws.
   */
  rewrite(identifier: string, change: Change): Promise<void>
}

/**
 * Gives the list with the change in it, or undefined where it is so already; throws where it cannot be laid over what others
 * did. `maybeWritten`: what it gave before has been written, or may have been.
 */
export type Change = (scopes: Scope[], maybeWritten: boolean) => Scope[] | undefined

const list: List<Api> = { path: '/resource-servers', rows: 'resource_servers', row: apiOf }

/** Why the permissions of such an API cannot be changed. */
export const systemText = 'This is Auth0’s own API. Auth0 decides what its permissions are.'

/** Makes the access to the tenant's APIs. */
export function createApis(calls: Calls): Apis {
  /** The gateway takes no slashes in ids, and identifiers are mostly addresses. */
  const ids = new Map<string, string>()

  async function idOf(identifier: string, signal?: AbortSignal): Promise<string> {
    const found = ids.get(identifier)
    if (found !== undefined) return found
    const page = await pageAfter(calls, { ...list, query: { identifiers: identifier } }, undefined, signal)
    const api = page.items.find((one) => one.identifier === identifier)
    if (!api) throw new Problem('not-found', `There is no API “${identifier}”. It may have been deleted.`)
    ids.set(identifier, api.id)
    return api.id
  }

  const pathOf = async (identifier: string, signal?: AbortSignal) =>
    `/resource-servers/${segment(await idOf(identifier, signal))}`

  async function get(identifier: string, signal?: AbortSignal): Promise<Api> {
    try {
      return shaped(
        readable,
        apiOf(await calls.get(await pathOf(identifier, signal), {}, signal)),
        calls.host,
      )
    } catch (error) {
      // It may be deleted, and made again under another id.
      ids.delete(identifier)
      throw error
    }
  }

  return {
    async all(options) {
      const whole = await wholeList(calls, list, options)
      for (const { identifier, id } of whole.items) ids.set(identifier, id)
      return whole
    },

    get,

    rewrite: (identifier, change) =>
      rewrite({
        read: () => get(identifier),
        change({ scopes, isSystem }, maybeWritten) {
          if (isSystem) throw new Problem('forbidden', systemText)
          return change(scopes, maybeWritten)
        },
        async write(scopes, { scopes: before }) {
          const body = { scopes: scopes.map(scopeJson) }
          const version = await versionOf(before)
          return calls.send('PATCH', await pathOf(identifier), body, undefined, version)
        },
        sleep: calls.sleep,
        others: 'Others keep changing the permissions of this API. Try again in a moment.',
      }),
  }
}

const readable = v.custom<Api>((api) => api !== undefined)

/** The tenant itself leaves out an empty description. */
function scopeJson({ value, description }: Scope): object {
  return { value, ...(description && { description }) }
}
