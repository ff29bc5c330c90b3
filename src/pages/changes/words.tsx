// Changes in words: what each of them is called, what it means and what is risky about it.
import type { Catalogue, ItemOutcome, Permission, SetChange } from '../../directory/model.ts'
import { Badge } from '../../ui/badge.tsx'
import type { ChangeItem } from '../../ui/change-list.tsx'
import { riskOf } from './risk.ts'

/** Finds a permission and its resource by id. */
export type Lookup = (id: string) => { permission: Permission; resource: string } | undefined

/** Makes the lookup of a catalogue. */
export function lookupIn({ resources }: Catalogue): Lookup {
  const byId = new Map(
    resources.flatMap(({ name, permissions }) =>
      permissions.map((permission) => [permission.id, { permission, resource: name }] as const),
    ),
  )
  return (id) => byId.get(id)
}

/** One permission as a line of a list. */
function lineOf(lookup: Lookup, id: string, kind: ChangeItem['kind']): ChangeItem {
  const { permission, resource } = lookup(id) ?? {}
  const name = permission?.name ?? id
  const risk = kind === 'add' ? riskOf(name) : undefined
  return {
    key: `${kind} ${id}`,
    kind,
    name,
    note: [resource, permission?.description].filter(Boolean).join(' · '),
    aside: risk && <Badge tone="warn">{risk}</Badge>,
  }
}

/** A change as lines: what is risky first, then by name. */
export function linesOf(lookup: Lookup, { add, remove }: SetChange): ChangeItem[] {
  const lines = [
    ...add.map((id) => lineOf(lookup, id, 'add')),
    ...remove.map((id) => lineOf(lookup, id, 'remove')),
  ]
  return lines.toSorted(
    (one, other) =>
      Number(Boolean(other.aside)) - Number(Boolean(one.aside)) || one.name.localeCompare(other.name),
  )
}

/** What became of each item, as lines: what failed first. */
export function outcomeLines(lookup: Lookup, items: readonly ItemOutcome[]): ChangeItem[] {
  const lines = items.map(({ id, change, already, problem }) => ({
    ...lineOf(lookup, id, problem ? 'failed' : already ? 'same' : change),
    ...(problem && { note: problem.message }),
    ...(already && {
      note: change === 'add' ? 'Somebody had added it already.' : 'Somebody had taken it away already.',
    }),
  }))
  return lines.toSorted((one, other) => Number(other.kind === 'failed') - Number(one.kind === 'failed'))
}

const many = (count: number) => `${count} permission${count === 1 ? ' is' : 's are'}`

/** "3 permissions are added and 1 is taken away". */
export function sumOf(add: number, remove: number): string {
  if (remove === 0) return `${many(add)} added`
  if (add === 0) return `${many(remove)} taken away`
  return `${many(add)} added and ${remove} ${remove === 1 ? 'is' : 'are'} taken away`
}

/** "+3 −1", as it stands on bars and buttons. */
export function shortSum({ add, remove }: { add: number; remove: number }): string {
  return [add > 0 && `+${add}`, remove > 0 && `−${remove}`].filter(Boolean).join(' ')
}
