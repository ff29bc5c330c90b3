import { expect, test } from 'vitest'
import type { Assignment } from '../../directory/model.ts'
import { dayOf } from '../../ui/time.ts'
import { askedIn, endOf, sourceSentence, sourcesText, strongestFirst, viewIn } from './view.ts'

const held = (name: string, active = true): Assignment => ({
  role: { id: name.toLowerCase(), name },
  sources: [{ kind: 'direct' }],
  active,
})
const names = (list: Assignment[]) => list.map(({ role }) => role.name)

test('the strongest role comes first, a suspended one last', () => {
  const permissions = new Map([
    ['admin', 24],
    ['reader', 3],
  ])
  const all = [held('Reader'), held('Owner', false), held('Newcomer'), held('Admin')]
  expect(names(strongestFirst(all, permissions))).toEqual(['Admin', 'Reader', 'Newcomer', 'Owner'])
})

test('a role that could not be read may be the strongest', () => {
  const permissions = new Map([
    ['admin', 24],
    ['legacy', null],
    ['broken', null],
  ])
  const all = [held('Admin'), held('Legacy'), held('Newcomer'), held('Broken')]
  expect(names(strongestFirst(all, permissions))).toEqual(['Broken', 'Legacy', 'Admin', 'Newcomer'])
})

test('the directory’s own order goes before every count', () => {
  const permissions = new Map([['viewer', 24]])
  const all = [
    { ...held('Viewer'), rank: 2 },
    { ...held('Owner'), rank: 0 },
    { ...held('Editor'), rank: 1 },
  ]
  expect(names(strongestFirst(all, permissions))).toEqual(['Owner', 'Editor', 'Viewer'])
})

test.each([null, undefined])('without counts (%s) by name', (permissions) =>
  expect(names(strongestFirst([held('b'), held('Ä'), held('a')], permissions))).toEqual(['a', 'Ä', 'b']),
)

test('a search that is too short is not sent', () => {
  const view = viewIn(new URLSearchParams('q=+ab+&role=admin&scope=s'))
  expect(view).toEqual({ search: ' ab ', role: 'admin', scope: 's' })
  expect(askedIn(view, 3)).toEqual({ search: '', role: 'admin' })
  expect(askedIn(view, 2)).toEqual({ search: 'ab', role: 'admin' })
  expect(askedIn({ ...view, search: '🚨🚨' }, 3).search).toBe('')
})

test('every source is named', () => {
  expect(sourcesText([{ kind: 'direct' }, { kind: 'group', name: 'Finance' }])).toBe(
    'assigned directly, also through the group Finance',
  )
})

test('an end is told with the source that ends, and of the role only when all of them do', () => {
  const [early, late] = [new Date('2026-12-04T12:00:00Z'), new Date('2027-02-01T12:00:00Z')]
  const through = { kind: 'project' as const, name: 'Grid twin' }
  expect(sourceSentence({ kind: 'direct', until: early })).toBe(`Assigned directly, ends ${dayOf(early)}`)
  expect(sourceSentence(through)).toBe('Through the project Grid twin')
  expect(
    endOf([
      { kind: 'direct', until: late },
      { ...through, until: early },
    ]),
  ).toEqual(late)
  expect(endOf([{ kind: 'direct', until: early }, through])).toBeUndefined()
  expect(endOf([{ kind: 'direct' }])).toBeUndefined()
})
