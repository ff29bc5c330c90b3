// What was marked on the page of a member and is not saved yet: roles to assign and roles to take away. Pure.
import { applied, meet, type Meeting } from '../../directory/delta.ts'
import type { Assignment, ChangeOutcome, SetChange } from '../../directory/model.ts'

/** Names of roles by id, so that a mark can be drawn without reading the role again. */
export type Names = ReadonlyMap<string, string>

/** The marks, over the set that the member had when the first of them was made. */
export type StagedRoles = { base: readonly string[]; change: SetChange; names: Names }

export const nothingStaged: StagedRoles = { base: [], change: { add: [], remove: [] }, names: new Map() }

/** The roles that were given to the member and can be taken away again, by id: what a change is laid over. */
export function ownRoles(assignments: readonly Assignment[]): string[] {
  return assignments
    .filter(({ sources }) => sources.some(({ kind }) => kind === 'direct'))
    .map(({ role }) => role.id)
}

/** Marks roles as held in the end or not. A mark that changes nothing leaves no trace. */
export function mark(
  staged: StagedRoles,
  own: readonly string[],
  roles: readonly { id: string; name: string }[],
  on: boolean,
): StagedRoles {
  const { change } = staged
  const base = change.add.length + change.remove.length === 0 ? own : staged.base
  const wanted = new Set(applied(base, change))
  for (const { id } of roles) {
    if (on) wanted.add(id)
    else wanted.delete(id)
  }
  const there = new Set(base)
  return {
    base,
    change: {
      add: [...wanted].filter((id) => !there.has(id)),
      remove: base.filter((id) => !wanted.has(id)),
    },
    names: new Map([...staged.names, ...roles.map(({ id, name }) => [id, name] as const)]),
  }
}

/** The marks laid on what the member holds now. */
export function meetNow({ base, change }: StagedRoles, assignments: readonly Assignment[]): Meeting {
  return meet(base, ownRoles(assignments), change)
}

/** The marks that a save could not carry out: they stay. */
export function leftOver(staged: StagedRoles, { items, now }: ChangeOutcome): StagedRoles {
  const failed = items.filter(({ problem }) => problem)
  const of = (kind: 'add' | 'remove') => failed.flatMap(({ id, change }) => (change === kind ? [id] : []))
  return { base: now, change: { add: of('add'), remove: of('remove') }, names: staged.names }
}
