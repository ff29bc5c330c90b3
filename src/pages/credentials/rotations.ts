// Rotations that were begun and not ended, found from the credentials themselves, so that a reload or another machine finds them
// too. Pure.
import type { Credential, CredentialKind } from '../../directory/credentials.ts'
import { labelOf } from './words.ts'

/** `old` is what still works beside the new one; `gone`: it was revoked; `unread`: not everything was read, so nobody can say. */
export type Rotation = { fresh: Credential; old: Credential | 'gone' | 'unread' }

/** Every unfinished rotation among these credentials, in their order. */
export function rotationsOf(
  credentials: readonly Credential[],
  complete: boolean,
  kinds?: readonly CredentialKind[],
): Rotation[] {
  const byId = new Map(credentials.map((one) => [one.id, one]))
  return credentials.flatMap((fresh) => {
    if (fresh.replaces === undefined || (kinds && !kinds.includes(fresh.kind))) return []
    return [{ fresh, old: byId.get(fresh.replaces) ?? (complete ? 'gone' : 'unread') }]
  })
}

/** What both are called, told apart by what they are recognized by where they have one name. */
export function pairOf({ fresh, old }: Rotation): { fresh: string; old: string } {
  if (typeof old !== 'object') return { fresh: labelOf(fresh), old: 'one that is not listed' }
  const told = (one: Credential) =>
    labelOf(fresh) === labelOf(old) ? `${labelOf(one)} (${one.hint ?? one.id})` : labelOf(one)
  return { fresh: told(fresh), old: told(old) }
}

/** Whether the old one still works in this rotation. */
export function isOldAlive({ old }: Rotation, now: number): boolean {
  return typeof old === 'object' && (old.expiresAt === null || old.expiresAt.getTime() > now)
}
