// Personal access tokens at work: whether a value is good at this moment, and for what. A token carries what was chosen for it and
// its owner still holds. Whether it was revoked or has expired is asked of the database each time; hides what is asked of the vendor.
import type { Caller } from './auth.ts'
import { sameText, sha256 } from './digest.ts'
import { Refused } from './errors.ts'
import type { LastUsed } from './last-used.ts'
import type { Owner, Rights } from './rights.ts'
import type { Permission, TokenRow, TokenStore } from './token-store.ts'
import { isValue } from './token-value.ts'

export type Live = { row: TokenRow; permissions: string[] }

export type Tokens = {
  /** The token of this value with the permissions that it gives at one API now, some; undefined for everything else. */
  at: (value: string, api: string, requestId: string) => Promise<Live | undefined>
  /** Who calls the gateway with this value. @throws Refused 401, or 502 to 504 while it cannot be known */
  caller: (value: string, requestId: string) => Promise<Caller>
}

/** Subjects of applications, as the vendor writes them in its own access tokens. */
const machine = '@clients'

/** `sub` of whoever acts with a token of this owner. */
export const subjectOf = ({ owner_id: id, owner_kind: kind }: TokenRow): string =>
  kind === 'account' ? id + machine : id

export const isMachine = ({ sub }: Caller): boolean => sub.endsWith(machine)

export const ownerOf = ({ owner_id: id, owner_kind: kind }: TokenRow): Owner => ({ id, kind })

export const apisOf = (permissions: readonly Permission[]): Set<string> =>
  new Set(permissions.map((one) => one.resource_server_identifier))

const chosenAt = (row: TokenRow, api: string): Permission[] =>
  row.permissions.filter((one) => one.resource_server_identifier === api)

type Parts = { store: TokenStore; rights: Rights; lastUsed: LastUsed; audience: string; now: () => number }

export function createTokens({ store, rights, lastUsed, audience, now }: Parts): Tokens {
  async function rowOf(value: string): Promise<TokenRow | undefined> {
    if (!isValue(value)) return undefined
    const hash = await sha256(value)
    const row = await store.find(hash)
    // The index has found it by the hash, of which nobody learns the value; compared again, whatever an index holds to be equal.
    return row && sameText(row.hash, hash) ? row : undefined
  }
  const isOver = (row: TokenRow): boolean => row.expires_at.getTime() <= now()

  return {
    async at(value, api, requestId) {
      const row = await rowOf(value)
      if (!row || isOver(row)) return undefined
      const chosen = chosenAt(row, api)
      if (chosen.length === 0) return undefined
      const standing = await rights.of(ownerOf(row), [api], requestId)
      const permissions = chosen.filter(standing.holds).map((one) => one.permission_name)
      if (permissions.length === 0) return undefined
      lastUsed.note(row)
      return { row, permissions }
    },
    async caller(value, requestId) {
      const row = await rowOf(value)
      if (!row) throw refuse('TOKEN_INVALID', 'The access token is not valid.')
      if (isOver(row)) throw refuse('TOKEN_EXPIRED', 'The access token has expired.')
      const standing = await rights.of(ownerOf(row), [audience], requestId)
      if (standing.ended !== undefined)
        throw refuse('TOKEN_INVALID', `The access token is not good any more. ${standing.ended}`)
      const held = chosenAt(row, audience).filter(standing.holds)
      lastUsed.note(row)
      return {
        sub: subjectOf(row),
        token: row.id,
        permissions: new Set(held.map((one) => one.permission_name)),
      }
    },
  }
}

function refuse(code: string, message: string): Refused {
  const challenge = `Bearer error="invalid_token", error_description="${message}"`
  return new Refused(401, code, message, { headers: { 'www-authenticate': challenge } })
}
