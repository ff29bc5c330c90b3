// What the owner of a token may do now, as the vendor tells it. Hides which of its calls know it, their pages, and for how long an
// answer is taken as current. An answer that cannot be had is never replaced by an older one.
import * as v from 'valibot'
import { Refused } from './errors.ts'
import type { Management } from './management.ts'
import type { OwnerKind, Permission } from './token-store.ts'

export type Owner = { id: string; kind: OwnerKind }

export type Standing = {
  name: string
  /** Why it may do nothing at all, as a sentence; absent where it is as it should be. */
  ended?: string
  /** Whether it holds the permission now; of the APIs that were asked about. */
  holds: (permission: Permission) => boolean
  /** APIs at which it may hold something: those that were asked about, of an account all of its own. */
  apis: string[]
  /** What it holds at them by name; an account may hold whatever an API knows, which only `holds` tells. */
  held: Permission[]
}

export type Rights = {
  /** @throws Refused 502, 503 or 504 where the vendor cannot say */
  of: (owner: Owner, apis: Iterable<string>, requestId: string) => Promise<Standing>
  /** Identifiers of the tenant's APIs, the vendor's own among them. @throws Refused as above */
  apis: (requestId: string) => Promise<string[]>
}

type Profile = { name: string; ended?: string }
/** Names of permissions by API; `true` is all of them. */
type Held = Map<string, Set<string> | true>

const user = v.object({
  name: v.fallback(v.optional(v.string()), undefined),
  email: v.fallback(v.optional(v.string()), undefined),
  blocked: v.optional(v.boolean(), false),
})
const application = v.object({
  name: v.fallback(v.optional(v.string()), undefined),
  app_type: v.optional(v.string()),
})
const next = v.nullish(v.string())
const effective = v.object({ permissions: v.array(v.object({ permission_name: v.string() })), next })
const plain = v.object({
  total: v.number(),
  permissions: v.array(v.object({ resource_server_identifier: v.string(), permission_name: v.string() })),
})
const servers = v.object({
  total: v.number(),
  resource_servers: v.array(v.object({ identifier: v.string() })),
})
const grants = v.object({
  client_grants: v.array(
    v.object({
      audience: v.string(),
      scope: v.fallback(v.array(v.string()), []),
      subject_type: v.nullish(v.string()),
      allow_all_scopes: v.nullish(v.boolean()),
    }),
  ),
  next,
})

/** Pages that are followed; the vendor ends its numbered ones at 1,000 records. */
const mostPages = 100
const numberedPages = 20
/** Owners that are remembered. */
const most = 20_000

const enc = encodeURIComponent

/** The vendor cannot say; whatever it said before does not count. */
function unknown(error: unknown): unknown {
  if (!(error instanceof Refused)) return error
  const status =
    error.status === 429 ? 503 : error.status === 503 || error.status === 504 ? error.status : 502
  const message = `What the owner of this token may do cannot be read right now, and older answers do not count: ${error.message}`
  return new Refused(status, 'RIGHTS_UNKNOWN', message, { headers: error.headers })
}

const listed = (held: Held): Permission[] =>
  [...held].flatMap(([api, names]) =>
    names === true
      ? []
      : [...names].map((name) => ({ resource_server_identifier: api, permission_name: name })),
  )

const isMissing = (error: unknown): boolean => error instanceof Refused && error.status === 404
const isNotForUs = (error: unknown): boolean =>
  error instanceof Refused && (error.status === 404 || error.status === 403)

/** @param seconds for which an answer is current, from the moment it was asked for */
export function createRights(management: Management, seconds: number, now: () => number): Rights {
  const asked = new Map<string, { at: number; answer: Promise<unknown> }>()

  /** One question for however many ask it within that time. */
  function current<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const at = now()
    const known = asked.get(key)
    // A clock that was put back makes nothing younger.
    if (known && at >= known.at && at - known.at < seconds * 1_000)
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one key, one kind of answer
      return known.answer as Promise<T>
    if (asked.size > most) asked.clear()
    const answer = ask()
    const entry = { at, answer }
    asked.set(key, entry)
    answer.catch(() => {
      if (asked.get(key) === entry) asked.delete(key)
    })
    return answer
  }

  async function read<Schema extends v.GenericSchema>(
    schema: Schema,
    path: string,
    requestId: string,
  ): Promise<v.InferOutput<Schema>> {
    const answer = await management.send({ method: 'GET', path, requestId })
    const parsed = v.safeParse(schema, await answer.json().catch(() => undefined))
    if (!parsed.success)
      throw new Refused(502, 'VENDOR_UNREADABLE', 'Auth0 answered something else than was asked.')
    return parsed.output
  }

  async function personProfile(id: string, requestId: string): Promise<Profile> {
    try {
      const fields = 'fields=user_id,name,email,blocked&include_fields=true'
      const { name, email, blocked } = await read(user, `/users/${enc(id)}?${fields}`, requestId)
      return { name: name ?? email ?? id, ...(blocked && { ended: 'Its owner is blocked.' }) }
    } catch (error) {
      if (isMissing(error)) return { name: id, ended: 'Its owner does not exist any more.' }
      throw error
    }
  }

  async function accountProfile(id: string, requestId: string): Promise<Profile> {
    try {
      const fields = 'fields=client_id,name,app_type&include_fields=true'
      const { name, app_type: type } = await read(application, `/clients/${enc(id)}?${fields}`, requestId)
      const machine = type === 'non_interactive'
      return {
        name: name ?? id,
        ...(!machine && { ended: 'Its owner is no machine-to-machine application.' }),
      }
    } catch (error) {
      if (isMissing(error)) return { name: id, ended: 'Its application does not exist any more.' }
      throw error
    }
  }

  /** Permissions of a person at one API, however they come to them: directly, by roles, by roles of their groups. */
  async function effectiveAt(id: string, api: string, requestId: string): Promise<Set<string>> {
    const found = new Set<string>()
    let from = ''
    for (let page = 0; page < mostPages; page += 1) {
      const query = `resource_server_identifier=${enc(api)}&take=50${from}`
      const answer = await read(effective, `/users/${enc(id)}/effective-permissions?${query}`, requestId)
      for (const { permission_name: name } of answer.permissions) found.add(name)
      if (!answer.next) break
      from = `&from=${enc(answer.next)}`
    }
    return found
  }

  /** Directly and by the person's own roles: all that a tenant without the call above tells. At most 1,000; the rest is not held. */
  async function ordinary(id: string, requestId: string): Promise<Held> {
    const found: Held = new Map()
    let count = 0
    for (let page = 0; page < numberedPages; page += 1) {
      const query = `page=${page}&per_page=50&include_totals=true`
      const answer = await read(plain, `/users/${enc(id)}/permissions?${query}`, requestId)
      for (const { resource_server_identifier: api, permission_name: name } of answer.permissions) {
        const names = found.get(api)
        if (names instanceof Set) names.add(name)
        else found.set(api, new Set([name]))
      }
      count += answer.permissions.length
      if (answer.permissions.length === 0 || count >= answer.total) break
    }
    return found
  }

  async function personAt(id: string, api: string, requestId: string): Promise<Set<string> | true> {
    try {
      return await effectiveAt(id, api, requestId)
    } catch (error) {
      if (!isNotForUs(error)) throw error
    }
    try {
      const all = await current(`person ${id} permissions`, () => ordinary(id, requestId))
      return all.get(api) ?? new Set()
    } catch (error) {
      // Gone; the profile says it in words.
      if (isMissing(error)) return new Set()
      throw error
    }
  }

  async function grantsOf(id: string, requestId: string): Promise<Held> {
    const found: Held = new Map()
    let from = ''
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await read(grants, `/client-grants?client_id=${enc(id)}&take=50${from}`, requestId)
      for (const { audience, scope, subject_type: subject, allow_all_scopes: all } of answer.client_grants)
        if (subject !== 'user') found.set(audience, all === true ? true : new Set(scope))
      if (!answer.next) break
      from = `&from=${enc(answer.next)}`
    }
    return found
  }

  async function heldBy({ id, kind }: Owner, apis: Set<string>, requestId: string): Promise<Held> {
    if (kind === 'account') return current(`account ${id} grants`, () => grantsOf(id, requestId))
    const held: Held = new Map()
    // One after the other: where the vendor wants waiting, all that wait at once would use up the patience.
    for (const api of apis)
      held.set(api, await current(`person ${id} at ${api}`, () => personAt(id, api, requestId)))
    return held
  }

  async function apiNames(requestId: string): Promise<string[]> {
    const found: string[] = []
    for (let page = 0; page < numberedPages; page += 1) {
      const query = `page=${page}&per_page=50&include_totals=true`
      const answer = await read(servers, `/resource-servers?${query}`, requestId)
      found.push(...answer.resource_servers.map(({ identifier }) => identifier))
      if (answer.resource_servers.length === 0 || found.length >= answer.total) break
    }
    return found
  }

  return {
    async of(owner, apis, requestId) {
      const profile = owner.kind === 'person' ? personProfile : accountProfile
      try {
        const [{ name, ended }, held] = await Promise.all([
          current(`${owner.kind} ${owner.id}`, () => profile(owner.id, requestId)),
          heldBy(owner, new Set(apis), requestId),
        ])
        return {
          name,
          ...(ended !== undefined && { ended }),
          holds({ resource_server_identifier: api, permission_name: permission }) {
            const names = held.get(api)
            return ended === undefined && (names === true || (names?.has(permission) ?? false))
          },
          apis: ended === undefined ? [...held.keys()] : [],
          held: ended === undefined ? listed(held) : [],
        }
      } catch (error) {
        throw unknown(error)
      }
    },

    async apis(requestId) {
      try {
        return await apiNames(requestId)
      } catch (error) {
        throw unknown(error)
      }
    },
  }
}
