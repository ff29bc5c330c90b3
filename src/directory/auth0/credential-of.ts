// Credentials of the tenant and of the gateway in the words of the console.
import type { Credential } from '../credentials.ts'
import type { Client } from './client-wire.ts'
import type { Key } from './key-wire.ts'
import { replacedBy } from './client-keys.ts'
import { managerText } from './clients.ts'
import type { Token } from './token-wire.ts'
import { permissionId } from './wire.ts'

/** Auth0 has no id for a secret, of which each application has one at most. */
export const secretId = (client: string): string => `secret.${client}`

/** The secret of an application, of which the tenant says no more than that there is one. */
export function secretOf({ id, name }: Client, isManager: boolean): Credential {
  return {
    id: secretId(id),
    kind: 'secret',
    owner: { id, name, kind: 'account' },
    expiresAt: null,
    ...(isManager && { fixed: managerText }),
  }
}

/** A key of an application; one by which it does not sign in was made only half. */
export function keyCredentialOf(client: Client, key: Key, isManager: boolean): Credential {
  const isHalfMade = !client.keys.includes(key.id)
  const replaces = replacedBy(client)[key.id]
  return {
    id: key.id,
    kind: 'key',
    owner: { id: client.id, name: client.name, kind: 'account' },
    ...(key.name && { name: key.name }),
    ...(key.kid && { hint: key.kid }),
    ...(key.algorithm && { algorithm: key.algorithm }),
    ...(key.fingerprint !== undefined && { fingerprint: key.fingerprint }),
    ...(key.createdAt && { createdAt: key.createdAt }),
    expiresAt: key.expiresAt,
    ...(isHalfMade && {
      halfMade: true as const,
      inactive: 'Its application does not sign in with it yet.',
    }),
    ...(replaces !== undefined && { replaces }),
    ...(isManager && { fixed: managerText }),
  }
}

/** A token of the gateway at that moment. */
export function tokenCredentialOf(token: Token, now: number): Credential {
  const hasEnded = token.expiresAt.getTime() <= now
  return {
    id: token.id,
    kind: 'token',
    owner: token.owner,
    name: token.name,
    ...(token.purpose && { purpose: token.purpose }),
    hint: `${token.start}…`,
    createdAt: token.createdAt,
    expiresAt: token.expiresAt,
    lastUsedAt: token.lastUsedAt,
    permissions: token.permissions.map(({ value, api }) => permissionId(value, api)),
    ...(!token.isActive &&
      !hasEnded && { inactive: token.inactiveReason || 'It gives nothing at the moment.' }),
    ...(token.replaces && { replaces: token.replaces }),
  }
}
