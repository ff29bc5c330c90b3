// What the dialog that gives access says of people: what they have already, and what became of those it was sent for. Pure.
import type { Person } from '../../directory/model.ts'
import { isInactive, type Fate } from '../role/fate.ts'
import type { Line } from './lines.ts'
import { heldText, namesText, waysText } from './words.ts'

/** Whether somebody has the role from this very scope. */
export function hasHere(line: Line | undefined, role: string): boolean {
  const held = line?.held.find((one) => one.role.id === role)
  return held?.sources.some(({ kind }) => kind === 'direct') === true
}

/** What somebody has already; `off` where they need not be given the role. Undefined where they hold nothing. */
export function remark(
  line: Line | undefined,
  role: { id: string; name: string } | undefined,
): { text: string; off: boolean } | undefined {
  if (!line) return undefined
  const held = role && line.held.find((one) => one.role.id === role.id)
  if (!role || !held) return { text: `Has ${heldText(line.held)}`, off: false }
  if (hasHere(line, role.id)) return { text: `Has ${role.name} here already`, off: true }
  return { text: `Has ${role.name} already, ${waysText(held.sources)}`, off: false }
}

/** Who got it and who had it already, in sentences that follow its name; null where there is more to say than that. */
export function toldOf(people: readonly Person[], fates: ReadonlyMap<string, Fate>): string | null {
  const of = (kind: Fate['kind']) =>
    people.flatMap(({ id, name }) => {
      const fate = fates.get(id)
      return fate?.kind === kind && !isInactive(fate) ? [name] : []
    })
  const [given, already] = [of('assigned'), of('already')]
  if (given.length + already.length < people.length) return null
  return [
    given.length > 0 && `given to ${namesText(given)}.`,
    already.length > 0 && `${namesText(already)} had it already.`,
  ]
    .filter(Boolean)
    .join(' ')
}
