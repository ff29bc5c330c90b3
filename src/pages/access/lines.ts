// Who holds what at one scope, as lines of a table: persons and roles, the strongest first. Pure.
import type { Assignment, Member } from '../../directory/model.ts'
import { strongestFirst } from '../members/view.ts'

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
      const held = strongestFirst(person.assignments ?? [], undefined)
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

/** What is suspended gives nothing, so it is weaker than all that is in force. */
function inOrder(a: Assignment, b: Assignment): number {
  return (
    Number(b.active) - Number(a.active) ||
    (a.rank ?? Number.MAX_SAFE_INTEGER) - (b.rank ?? Number.MAX_SAFE_INTEGER)
  )
}
