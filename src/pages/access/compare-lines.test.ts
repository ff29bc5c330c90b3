import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Assignment, Member, Source } from '../../directory/model.ts'
import { endOf } from '../members/view.ts'
import { compared, differences, mirrored, showIn, shownOf } from './compare-lines.ts'
import { linesOf } from './lines.ts'

const names = ['Owner', 'Editor', 'Viewer', 'Data Owner']
const soon = new Date('2026-12-01T00:00:00Z')
const later = new Date('2027-01-01T00:00:00Z')
const direct: Source = { kind: 'direct' }
const above: Source = { kind: 'organization', name: 'Nordwind', scope: 'organization.nordwind' }

const role = (rank: number, { sources = [direct], active = true }: Partial<Assignment> = {}): Assignment => ({
  role: { id: `r${rank}`, name: names[rank] ?? '' },
  rank,
  sources,
  active,
})
const member = (id: string, assignments: Assignment[] | null): Member => ({
  id,
  name: `Name of ${id}`,
  state: 'active',
  kind: 'person',
  assignments,
})
const lines = (...members: Member[]) => linesOf(members)
/** What the comparison says of one person. */
const said = (a: Assignment[], b: Assignment[]) =>
  compared(lines(member('p', a)), lines(member('p', b))).map(({ difference }) => difference)

describe('who holds what at two scopes', () => {
  test.each<[string, Assignment[], Assignment[], string[]]>([
    ['nothing at either', [], [], []],
    ['only at the first', [role(2)], [], ['only-a']],
    ['only at the second', [], [role(2)], ['only-b']],
    ['the same', [role(0), role(2)], [role(2), role(0)], ['same']],
    ['the same from elsewhere', [role(2)], [role(2, { sources: [above] })], ['same']],
    ['a stronger one', [role(0)], [role(2)], ['stronger-a']],
    ['a stronger one besides', [role(2)], [role(1), role(2)], ['stronger-b']],
    ['weaker ones besides', [role(0)], [role(0), role(3)], ['other']],
    ['suspended', [role(0, { active: false }), role(2)], [role(1)], ['stronger-b']],
    ['suspended at one', [role(1, { active: false })], [role(1)], ['stronger-b']],
    ['another end', [role(2)], [role(2, { sources: [{ ...direct, until: soon }] })], ['ends']],
    [
      'the same end by other ways',
      [role(2, { sources: [{ ...above, until: soon }] })],
      [role(2, { sources: [{ ...direct, until: soon }] })],
      ['same'],
    ],
  ])('%s', (_what, a, b, difference) => {
    expect(said(a, b)).toEqual(difference)
  })

  test('where the directory puts its roles in no order, they are only others', () => {
    const { rank: _, ...owner } = role(0)
    const { rank: __, ...viewer } = role(2)
    expect(said([owner], [viewer])).toEqual(['other'])
  })

  test('whoever holds the strongest role anywhere stands first, then names', () => {
    const a = lines(member('x', [role(1)]), member('b', [role(2)]))
    const b = lines(member('b', [role(0)]), member('a', [role(1)]), member('c', [role(3)]))
    expect(compared(a, b).map(({ id }) => id)).toEqual(['b', 'a', 'x', 'c'])
  })

  test('a role ends when the last of its sources does', () => {
    expect(endOf(role(0).sources)).toBeUndefined()
    expect(endOf(role(0, { sources: [{ ...direct, until: soon }, above] }).sources)).toBeUndefined()
    const both = [
      { ...direct, until: later },
      { ...above, until: soon },
    ]
    expect(endOf(role(0, { sources: both }).sources)).toEqual(later)
  })

  test('what an address does not name is all that differs', () => {
    expect(showIn(null)).toBe('differences')
    expect(showIn('constructor')).toBe('differences')
    expect(showIn('only-b')).toBe('only-b')
    const pairs = compared(
      lines(member('p', [role(0)]), member('q', [role(1)])),
      lines(member('p', [role(0)])),
    )
    expect(shownOf(pairs, 'differences').map(({ id }) => id)).toEqual(['q'])
    expect(shownOf(pairs, 'all')).toHaveLength(2)
    expect(shownOf(pairs, 'only-b')).toEqual([])
  })
})

const assignment = fc
  .record({
    rank: fc.nat(3),
    active: fc.boolean(),
    sources: fc.array(
      fc.constantFrom(direct, above, { ...direct, until: soon }, { ...above, until: later }),
      {
        minLength: 1,
        maxLength: 2,
      },
    ),
  })
  .map(({ rank, ...rest }) => role(rank, rest))
const held = fc.uniqueArray(assignment, { selector: (one) => one.role.id, maxLength: 4 })
const roster = fc
  .uniqueArray(fc.tuple(fc.constantFrom('p', 'q', 'r', '__proto__', 'constructor'), held), {
    selector: ([id]) => id,
  })
  .map((members) => lines(...members.map(([id, assignments]) => member(id, assignments))))

describe('for any two lists', () => {
  test('everybody of either stands there once, with what they hold at each', () => {
    fc.assert(
      fc.property(roster, roster, (a, b) => {
        const pairs = compared(a, b)
        expect(pairs.map(({ id }) => id).toSorted()).toEqual(
          [...new Set([...a, ...b].map(({ id }) => id))].toSorted(),
        )
        for (const pair of pairs) {
          expect(pair.a).toEqual(a.find(({ id }) => id === pair.id)?.held ?? [])
          expect(pair.b).toEqual(b.find(({ id }) => id === pair.id)?.held ?? [])
        }
        const kinds = differences.map((one) => shownOf(pairs, one).length)
        expect(kinds.reduce((sum, count) => sum + count, 0)).toBe(pairs.length)
      }),
    )
  })

  test('the other way round it says the mirror image', () => {
    fc.assert(
      fc.property(roster, roster, (a, b) => {
        const there = compared(a, b).map(({ id, a, b, difference }) => ({ id, a, b, difference }))
        const back = compared(b, a).map(({ id, a, b, difference }) => ({
          id,
          a: b,
          b: a,
          difference: mirrored(difference),
        }))
        expect(back).toEqual(there)
      }),
    )
  })

  test('a list differs from itself in nothing', () => {
    fc.assert(
      fc.property(roster, (a) => {
        expect(shownOf(compared(a, a), 'differences')).toEqual([])
      }),
    )
  })
})
