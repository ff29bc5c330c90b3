// Who stands first, what of a line a filter leaves, and what remains of it afterwards.
import { expect, test } from 'vitest'
import type { Assignment, Member, Source } from '../../directory/model.ts'
import { dayOf } from '../../ui/time.ts'
import { linesOf } from './lines.ts'
import { narrowed, viewIn } from './view.ts'
import { heldAfter, heldText, namesText, waysAndEnds } from './words.ts'

const direct: Source = { kind: 'direct' }
const through: Source = { kind: 'organization', name: 'Nordwind Energy', scope: 'organization.nordwind' }

const holding = (name: string, rank: number | undefined, ...sources: Source[]): Assignment => ({
  role: { id: name.toLowerCase(), name },
  ...(rank !== undefined && { rank }),
  sources,
  active: true,
})
const person = (name: string, ...assignments: Assignment[]): Member => ({
  id: `id of ${name}`,
  name,
  email: `${name.toLowerCase()}@nordwind.example`,
  state: 'active',
  kind: 'person',
  assignments,
})

const owner = holding('Owner', 0, direct)
const editor = holding('Editor', 1, direct)
const viewer = holding('Viewer', 2, through)
const names = (lines: ReturnType<typeof linesOf>) => lines.map((line) => line.person.name)

test('the strongest role of each stands first, and who holds the strongest of all', () => {
  const lines = linesOf([
    person('Nils', viewer),
    person('Tomás', viewer, owner),
    person('Leonie', editor, owner),
  ])
  expect(names(lines)).toEqual(['Leonie', 'Tomás', 'Nils'])
  expect(lines.map(({ strongest, held }) => [strongest.role.name, held.length])).toEqual([
    ['Owner', 2],
    ['Owner', 2],
    ['Viewer', 1],
  ])
})

test('names decide where the directory gives no order, and what is suspended comes last', () => {
  const [line] = linesOf([
    person(
      'Ana',
      holding('Writer', undefined, direct),
      { ...owner, active: false },
      holding('Reader', undefined, direct),
    ),
  ])
  expect(line?.held.map(({ role }) => role.name)).toEqual(['Reader', 'Writer', 'Owner'])
})

test('who holds nothing, or was not read, has no line', () => {
  expect(linesOf([person('Ana'), { ...person('Nils'), assignments: null }])).toEqual([])
})

test.each([
  ['', 'all', ['Leonie', 'Nils', 'Tomás']],
  ['LEONIE', 'all', ['Leonie']],
  ['tomás@nord', 'all', ['Tomás']],
  ['id of n', 'all', ['Nils']],
  ['view', 'all', ['Nils', 'Tomás']],
  ['view', 'direct', []],
  ['', 'direct', ['Leonie', 'Tomás']],
  ['', 'inherited', ['Nils', 'Tomás']],
  ['owner', 'inherited', []],
] as const)('a search for “%s” in %s', (search, show, found) => {
  const lines = linesOf([person('Tomás', viewer, editor), person('Leonie', owner), person('Nils', viewer)])
  expect(names(narrowed(lines, { search, show })).toSorted()).toEqual(found)
})

test('a filter leaves only the roles that it is about', () => {
  const lines = linesOf([person('Tomás', viewer, owner)])
  const [line] = narrowed(lines, { search: '', show: 'inherited' })
  expect([line?.strongest, line?.held]).toEqual([viewer, [viewer]])
})

test('the address says how the list is looked at, and nonsense counts as nothing', () => {
  expect(viewIn(new URLSearchParams('q=a+b&show=inherited&page=3&scope=project.x'))).toEqual({
    view: { search: 'a b', show: 'inherited', page: 3, scope: 'project.x' },
    search: 'a b',
    show: 'inherited',
    page: 3,
  })
  expect(viewIn(new URLSearchParams('show=most&page=-1'))).toMatchObject({ search: '', show: 'all', page: 1 })
})

test('what is left once a role is taken', () => {
  const both = holding('Owner', 0, direct, through)
  expect(heldAfter([owner, viewer], 'owner')).toEqual([viewer])
  expect(heldAfter([both], 'owner')).toEqual([{ ...both, sources: [through] }])
  expect(heldAfter([owner], 'owner')).toEqual([])
  expect(heldText([viewer, editor])).toBe(
    'Viewer through the organization Nordwind Energy and Editor directly',
  )
  expect(heldText([both])).toBe('Owner directly and through the organization Nordwind Energy')
})

test('few people are named, many are counted', () => {
  expect(namesText(['Ana', 'Nils'])).toBe('Ana and Nils')
  expect(namesText(['Ana', 'Nils', 'Leonie', 'Tomás'])).toBe('4 people')
})

test('an end is said once, with what ends', () => {
  const until = new Date('2026-12-04T12:00:00Z')
  const ending = `, ends ${dayOf(until)}`
  const both = holding('Owner', 0, { ...direct, until }, { ...through, until })
  expect(waysAndEnds(both.sources)).toBe(
    `directly${ending} and through the organization Nordwind Energy${ending}`,
  )
})
