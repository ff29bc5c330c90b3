// Who holds what at one scope, as lines of a table: persons and roles, the strongest first. Pure.
import type { Assignment, Member } from '../../directory/model.ts'

/** One person at a scope with everything they hold there. */
export type Line = {
  /** Id of the person. */
  id: string
  person: Member
  /** Strongest first. */
  held: Assignment[]
  strongest: Assignment
}

/** One line for everybody who holds something; who holds the strongest role stands first. */
export function linesOf(members: readonly Member[]): Line[] {
  return members
    .flatMap((person) => {
      const held = (person.assignments ?? []).toSorted(byStrength)
      const [strongest] = held
      return strongest ? [{ id: person.id, person, held, strongest }] : []
    })
    .toSorted(
      (a, b) =>
        inOrder(a.strongest, b.strongest) ||
        a.person.name.localeCompare(b.person.name) ||
        (a.id < b.id ? -1 : 1),
    )
}

/** Where the directory puts its roles in no order, names do. A role outside of that order is the weakest. */
function byStrength(a: Assignment, b: Assignment): number {
  return inOrder(a, b) || a.role.name.localeCompare(b.role.name) || (a.role.id < b.role.id ? -1 : 1)
}

/** What is suspended gives nothing, so it is weaker than all that is in force. */
function inOrder(a: Assignment, b: Assignment): number {
  return (
    Number(b.active) - Number(a.active) ||
    (a.rank ?? Number.MAX_SAFE_INTEGER) - (b.rank ?? Number.MAX_SAFE_INTEGER)
  )
}
