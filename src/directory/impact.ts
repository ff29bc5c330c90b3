// What people lose when roles go: the permissions they had through those and have through no other role of theirs. Pure;
// what a person holds directly, without a role, is not known here and not counted.

/** Somebody who holds a role that goes, with every role that they hold and that is in force. */
export type Holder = { id: string; name: string; roles: readonly { id: string; name: string }[] }

/** Permissions (their ids) by role id. A role that is absent was not read. */
export type Sets = ReadonlyMap<string, readonly string[]>

/** What it means for one person. Permissions are ids. */
export type Loss = {
  id: string
  name: string
  lost: string[]
  /** What they keep of it, and one role through which. */
  kept: { permission: string; through: string }[]
}

/**
 * What each holder loses when the roles of these ids go, those who lose most first. Null where the set of a role that
 * matters is missing: nothing is computed on partial data.
 */
export function impact(gone: Iterable<string>, holders: readonly Holder[], sets: Sets): Loss[] | null {
  const going = new Set(gone)
  const losses: Loss[] = []
  for (const { id, name, roles } of holders) {
    if (roles.some((role) => !sets.has(role.id))) return null
    const had = new Set(roles.filter((role) => going.has(role.id)).flatMap((role) => sets.get(role.id) ?? []))
    const through = new Map<string, string>()
    for (const role of roles)
      if (!going.has(role.id))
        for (const permission of sets.get(role.id) ?? [])
          if (!through.has(permission)) through.set(permission, role.name)
    const loss: Loss = { id, name, lost: [], kept: [] }
    for (const permission of had) {
      const other = through.get(permission)
      if (other === undefined) loss.lost.push(permission)
      else loss.kept.push({ permission, through: other })
    }
    losses.push(loss)
  }
  return losses.toSorted((a, b) => b.lost.length - a.lost.length)
}
