// Permissions that stand for others: which of the catalogue each covers, and who has one without being handed it. Pure.
import type { Permission, Resource, Role } from '../../directory/model.ts'

/** Which permissions stand for which. */
export type Covering = {
  /** The permissions that stand for that one, the narrowest first. */
  of: (permission: string) => readonly Permission[]
  /** Those of them that are among `granted`: the ways by which whoever has these has that one as well. */
  through: (permission: string, granted: ReadonlySet<string>) => readonly Permission[]
  /** No permission stands for another. */
  none: boolean
}

const nothing: readonly Permission[] = []

/** Turns what the permissions of a catalogue cover around. What no list brings covers nothing here. */
export function coveringOf(resources: readonly Resource[]): Covering {
  const standing = resources
    .flatMap(({ permissions }) => permissions)
    .filter(({ covers }) => covers)
    .toSorted((a, b) => sizeOf(a) - sizeOf(b) || a.name.localeCompare(b.name))
  const byCovered = new Map<string, Permission[]>()
  for (const one of standing)
    for (const id of one.covers?.permissions ?? []) {
      // Nothing is had through itself.
      if (id === one.id) continue
      const known = byCovered.get(id)
      if (known) known.push(one)
      else byCovered.set(id, [one])
    }
  const of = (permission: string) => byCovered.get(permission) ?? nothing
  return {
    of,
    through: (permission, granted) => of(permission).filter(({ id }) => granted.has(id)),
    none: standing.length === 0,
  }
}

/** A role that has a permission; `through` is empty where it is handed out by its own name. */
export type Holding = { role: Role; through: readonly Permission[] }

/**
 * Every role that has the permission, those that hand it out by its own name first. `of` answers for the roles that hand out
 * exactly that one.
 */
export function holdingOf(
  permission: string,
  covering: Covering,
  of: (permission: string) => readonly Role[],
): Holding[] {
  const own = of(permission)
  const known = new Set(own.map(({ id }) => id))
  const others = new Map<string, { role: Role; through: Permission[] }>()
  for (const wider of covering.of(permission))
    for (const role of of(wider.id)) {
      if (known.has(role.id)) continue
      const holding = others.get(role.id)
      if (holding) holding.through.push(wider)
      else others.set(role.id, { role, through: [wider] })
    }
  return [...own.map((role) => ({ role, through: nothing })), ...others.values()]
}

/** What a permission covers of the catalogue, by name; empty where nobody hands out any of it. */
export function coveredBy({ covers }: Permission, resources: readonly Resource[]): Permission[] {
  const wanted = new Set(covers?.permissions)
  return resources
    .flatMap(({ permissions }) => permissions)
    .filter(({ id }) => wanted.has(id))
    .toSorted((a, b) => a.name.localeCompare(b.name))
}

/** "through digitaltwins/*", with every way named. */
export function throughText(through: readonly Permission[]): string {
  return `through ${through.map(({ name }) => name).join(' and ')}`
}

function sizeOf({ covers }: Permission): number {
  return covers?.permissions.length ?? 0
}
