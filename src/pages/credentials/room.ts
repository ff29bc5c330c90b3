// How many more keys one account can have.
import type { Credential } from '../../directory/credentials.ts'
import { connected } from '../../platform.ts'

export type Room = {
  /** "1 of 2 used", where there is a limit. */
  used?: string
  /** Why there is no room. */
  full?: string
}

/** What the limit of keys says about this account; says nothing where there is no limit. */
export function roomFor(all: readonly Credential[], owner: string): Room {
  const most = connected().directory?.traits.keys?.perAccount
  if (most === undefined) return {}
  const has = all.filter((one) => one.kind === 'key' && one.owner.id === owner).length
  const used = `${has} of ${most} used`
  if (has < most) return { used }
  return { used, full: `${used}: an account can have at most ${most} keys here. Revoke one first.` }
}
