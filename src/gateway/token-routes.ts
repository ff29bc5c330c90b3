// /gateway/tokens: listing, making, narrowing and revoking personal access tokens. Decides who may do that; hides how a token is
// shown. A value leaves the gateway once, in the answer to its making, and is kept nowhere.
import { holds, type Admit, type Visit } from './admission.ts'
import type { Caller } from './auth.ts'
import type { GatewayConfig } from './config.ts'
import { sha256 } from './digest.ts'
import { Refused } from './errors.ts'
import { type LastUsed } from './last-used.ts'
import { jsonOf } from './request.ts'
import type { Rights, Standing } from './rights.ts'
import { standings } from './standings.ts'
import { draftOf, editOf, invalid, invalidQuery } from './token-body.ts'
import { createMaking, demandMaker } from './token-making.ts'
import { hintOf, makeValue } from './token-value.ts'
import { taken, type TokenRow, type TokenStore } from './token-store.ts'

type Parts = {
  config: GatewayConfig
  store: TokenStore
  rights: Rights
  /** Rights that are read for one request, and wait where the vendor wants that. */
  patiently: () => Rights
  lastUsed: LastUsed
  admit: Admit
  now: () => number
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** A token as the console sees it. @param standing of its owner; absent where that could not be read */
function shown(row: TokenRow, standing: Standing | undefined, now: number): object {
  const ended = row.expires_at.getTime() <= now
  const lost =
    standing && !row.permissions.some(standing.holds) && 'Its owner holds none of its permissions any more.'
  const reason = ended ? null : (standing?.ended ?? (lost || null))
  return {
    id: row.id,
    name: row.name,
    purpose: row.purpose,
    owner: { id: row.owner_id, name: row.owner_name, kind: row.owner_kind },
    prefix: row.prefix,
    permissions: row.permissions,
    created_at: row.created_at.toISOString(),
    created_by: row.created_by,
    expires_at: row.expires_at.toISOString(),
    last_used_at: row.last_used_on,
    replaces: row.replaces,
    active: !ended && reason === null,
    inactive_reason: reason,
  }
}

/** One's own, by whoever has signed in: a token in the wrong hands shall not speak for all others of its owner. */
const isOwn = (row: Pick<TokenRow, 'owner_id' | 'owner_kind'>, caller: Caller): boolean =>
  caller.token === undefined && row.owner_kind === 'person' && row.owner_id === caller.sub

/** The calls under /gateway/tokens. @throws Refused */
export function tokenRoutes(parts: Parts): (visit: Visit, id: string | undefined) => Promise<Response> {
  const { config, store, rights, patiently, lastUsed, admit, now } = parts
  const making = createMaking(config)
  const { prefix, maxDays, perOwner } = config.tokens
  const policy = { prefix, max_days: maxDays }

  async function list({ request, id }: Visit, caller: Caller): Promise<Response> {
    const owner = new URL(request.url).searchParams.get('owner') ?? undefined
    const own = owner !== undefined && isOwn({ owner_id: owner, owner_kind: 'person' }, caller)
    if (!own) holds(caller, 'read:tokens')
    await lastUsed.flush()
    const rows = await store.list(owner)
    const { of, complete } = await standings(rows, rights, id, now())
    return Response.json({ tokens: rows.map((row) => shown(row, of(row), now())), policy, checked: complete })
  }

  /** What a new token may hold; never what anybody else may do. */
  async function choices({ request, id }: Visit, caller: Caller): Promise<Response> {
    demandMaker(caller)
    const asked = new URL(request.url).searchParams.get('owner') ?? undefined
    const owner = making.ownerOf(asked, caller, invalidQuery)
    const permissions = await making.grantable(owner, { caller, rights: patiently(), id })
    return Response.json({ permissions })
  }

  async function create({ request, id, entry }: Visit, caller: Caller): Promise<Response> {
    entry.call = 'createToken'
    demandMaker(caller)
    const draft = draftOf(await jsonOf(request, config.limits.body), now(), maxDays)
    entry.path = `/tokens/${draft.id}`
    const owner = making.ownerOf(draft.owner, caller, invalid)
    entry.change = { owner: owner.id, permissions: draft.permissions.length }
    const there = await store.get(draft.id)
    if (there) throw taken(draft.id, there.owner_id === owner.id)
    const { name } = await making.demandRights(draft, owner, { caller, rights: patiently(), id })
    const replaced = draft.replaces === null ? undefined : await store.get(draft.replaces)
    if (draft.replaces !== null && replaced?.owner_id !== owner.id)
      throw invalid('replaces', 'is no token of this owner')
    const value = makeValue(prefix)
    const row = {
      id: draft.id,
      hash: await sha256(value),
      prefix: hintOf(value, prefix),
      owner_id: owner.id,
      owner_kind: owner.kind,
      owner_name: name,
      name: draft.name,
      purpose: draft.purpose,
      permissions: draft.permissions,
      created_at: new Date(now()),
      created_by: caller.sub,
      expires_at: draft.expires_at,
      replaces: draft.replaces,
    }
    await store.add(row, perOwner)
    return Response.json(
      { token: shown({ ...row, last_used_on: null }, undefined, now()), value },
      { status: 201 },
    )
  }

  async function narrow(
    { request, id: requestId, entry }: Visit,
    caller: Caller,
    id: string,
  ): Promise<Response> {
    entry.call = 'updateToken'
    const edit = editOf(await jsonOf(request, config.limits.body), now())
    const row = await store.get(id)
    if (row && !isOwn(row, caller)) holds(caller, 'delete:tokens')
    if (!row) {
      if (caller.token !== undefined) holds(caller, 'delete:tokens')
      throw new Refused(404, 'UNKNOWN_TOKEN', 'There is no such token any more.')
    }
    if (edit.expires_at && edit.expires_at > row.expires_at)
      throw invalid(
        'expires_at',
        `is later than its present end, ${row.expires_at.toISOString()}: a token is never prolonged`,
      )
    entry.change = { owner: row.owner_id, ...edit }
    const changed = await store.change(id, edit)
    if (!changed) throw new Refused(404, 'UNKNOWN_TOKEN', 'There is no such token any more.')
    const { of } = await standings([changed], rights, requestId, now())
    return Response.json({ token: shown(changed, of(changed), now()) })
  }

  async function revoke({ entry }: Visit, caller: Caller, id: string): Promise<Response> {
    entry.call = 'revokeToken'
    const row = await store.get(id)
    if (row) {
      if (!isOwn(row, caller) && caller.token !== id) holds(caller, 'delete:tokens')
      entry.change = { owner: row.owner_id, permissions: row.permissions.length }
      await store.remove(id)
    }
    return new Response(null, { status: 204 })
  }

  return async (visit, id) => {
    const { method } = visit.request
    visit.entry.call = 'tokens'
    const caller = await admit(visit)
    if (id === undefined && method === 'GET') {
      visit.entry.call = 'listTokens'
      return list(visit, caller)
    }
    if (id === 'rights' && method === 'GET') {
      Object.assign(visit.entry, { call: 'listTokenRights', path: '/tokens/rights' })
      return choices(visit, caller)
    }
    if (id === undefined && method === 'POST') return create(visit, caller)
    if (id === undefined || (method !== 'PATCH' && method !== 'DELETE'))
      throw new Refused(404, 'UNKNOWN_CALL', 'The gateway has no such call.')
    if (!uuid.test(id)) throw new Refused(400, 'INVALID_ID', 'The address names no token that could exist.')
    visit.entry.path = `/tokens/${id.toLowerCase()}`
    return method === 'PATCH'
      ? narrow(visit, caller, id.toLowerCase())
      : revoke(visit, caller, id.toLowerCase())
  }
}
