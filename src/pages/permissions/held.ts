// Who holds what: the sets of roles turned around, and what a deletion means for people. Pure.
import type { Granted, Role } from '../../directory/model.ts'

/** Who holds what. */
export type Holders = {
  of: (permission: string) => Role[]
  /** Every role was read that can be read; without it no count is a fact. */
  complete: boolean
  trouble: string[]
  /** Roles whose stored set is not ours or is broken: nobody can say what they hand out, now or later. */
  unreadable: Role[]
}

/** Turns the sets of roles around. A role that is absent from `sets` hands out nothing. */
export function holdersIn(
  all: readonly Role[],
  sets: ReadonlyMap<string, Granted>,
  complete: boolean,
): Holders {
  const byPermission = new Map<string, Role[]>()
  const unread: string[] = []
  const unreadable: Role[] = []
  for (const role of all) {
    const set = sets.get(role.id)
    if (!set) continue
    if (!set.complete && set.fixed !== undefined) unreadable.push(role)
    else if (!set.complete) unread.push(role.name)
    for (const id of set.permissions) {
      const roles = byPermission.get(id)
      if (roles) roles.push(role)
      else byPermission.set(id, [role])
    }
  }
  const trouble = [
    ...(complete ? [] : [`Only ${all.length} roles could be read; there are more.`]),
    ...unread.slice(0, 5).map((name) => `What “${name}” hands out could not be read whole.`),
    ...(unread.length > 5 ? [`So it is with ${unread.length - 5} more roles.`] : []),
  ]
  return {
    of: (permission) => byPermission.get(permission) ?? [],
    complete: trouble.length === 0,
    trouble,
    unreadable,
  }
}

/**
 * How many members lose a permission when all of these roles stop handing it out, in words; undefined where this cannot be
 * said. People may hold several of the roles, so the true number lies between the largest and the sum.
 */
export function losing(
  roles: readonly Role[],
  members: ReadonlyMap<string, number> | null,
): string | undefined {
  if (!members) return undefined
  const counts = roles.map(({ id }) => members.get(id) ?? 0)
  const [least, most] = [Math.max(0, ...counts), counts.reduce((sum, n) => sum + n, 0)]
  if (most === 0) return 'Nobody holds any of these roles.'
  if (least === most) return `${most === 1 ? '1 member loses' : `${most} members lose`} it.`
  return `Between ${least} and ${most} members lose it, depending on who holds several of these roles.`
}
