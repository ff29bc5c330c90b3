// Whose permissions an editor changes: roles hand them out, accounts may have them directly. Everything in which the one differs
// from the other stands here: how a set is read and changed, and the words.
import type { ChangeOutcome, Progress, SetChange } from '../../directory/model.ts'
import { connected } from '../../platform.ts'
import { accountGranted, granted, having, placeAt } from '../../queries.ts'

export type Holders = {
  one: string
  many: string
  /** Before a number of permissions: "hands out 3 permissions", "would hand out 3". */
  has: string
  have: string
  /** What one is without any permission. */
  nothing: string
  /** The set of one, as a read. */
  granted: typeof granted
  change: (
    scope: string | undefined,
    holder: string,
    change: SetChange,
    options?: Progress,
  ) => Promise<ChangeOutcome>
  /** Most permissions of one. */
  limit: () => number | undefined
  /** Whether people manage roles through them, so that a change may lock somebody out. */
  lock: boolean
}

export const roleHolders: Holders = {
  one: 'role',
  many: 'roles',
  has: 'hands out',
  have: 'hand out',
  nothing: 'This role hands out nothing yet',
  granted,
  change: (scope, role, change, options) =>
    having(having(placeAt(scope).permissions).change)(role, change, options),
  limit: () => connected().directory?.traits.permissions?.perRole,
  lock: true,
}

export const accountHolders: Holders = {
  one: 'account',
  many: 'accounts',
  has: 'has',
  have: 'have',
  nothing: 'This account may do nothing yet',
  granted: accountGranted,
  change: (scope, account, change, options) =>
    having(having(placeAt(scope).accounts).change)(account, change, options),
  limit: () => undefined,
  lock: false,
}
