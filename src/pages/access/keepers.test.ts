// Whether somebody can still manage access afterwards, and what a role at a scope holds for as well.
import { expect, test } from 'vitest'
import type { Assignment, Granted, Member, Scope, Source } from '../../directory/model.ts'
import { insideOf } from './inside.ts'
import { keepersAfter } from './keepers.ts'
import { linesOf } from './lines.ts'

const direct: Source = { kind: 'direct' }
const wider: Source = { kind: 'organization', name: 'Nordwind Energy', scope: 'organization.nordwind' }
const set = (...permissions: string[]): Granted => ({ permissions, complete: true })
const sets = new Map([
  ['owner', set('read', 'manage')],
  ['viewer', set('read')],
])

const holding = (role: string, ...sources: Source[]): Assignment => ({
  role: { id: role, name: role },
  sources,
  active: true,
})
const person = (id: string, ...assignments: Assignment[]): Member => ({
  id,
  name: id,
  state: 'active',
  kind: 'person',
  assignments,
})

const after = (members: Member[], role = 'owner', complete = true, all: typeof sets = sets) =>
  keepersAfter({
    lines: linesOf(members),
    complete,
    sets: all,
    keystone: 'manage',
    person: 'ana',
    role,
  })
const ana = person('ana', holding('owner', direct), holding('viewer', direct))

test.each([
  ['a role that does not give it', [ana], 'viewer', 'none'],
  ['somebody else has it from here', [ana, person('nils', holding('owner', direct))], 'owner', 'none'],
  ['the last one', [ana, person('nils', holding('viewer', direct))], 'owner', 'nobody'],
  [
    'the other is only invited',
    [ana, { ...person('nils', holding('owner', direct)), state: 'invited' as const }],
    'owner',
    'nobody',
  ],
  [
    'the other’s is suspended',
    [ana, person('nils', { ...holding('owner', direct), active: false })],
    'owner',
    'nobody',
  ],
])('%s', (_, members, role, state) => {
  expect(after(members, role)).toEqual({ state })
})

test('the last one from here, while others have it through something wider', () => {
  const others = [person('nils', holding('owner', wider)), person('leonie', holding('owner', wider))]
  expect(after([ana, ...others])).toEqual({ state: 'wider', through: [wider] })
  expect(after([person('ana', holding('owner', direct, wider))])).toEqual({
    state: 'wider',
    through: [wider],
  })
})

test('what was not read whole is not taken for nothing', () => {
  expect(after([ana], 'owner', false)).toEqual({ state: 'unsure' })
  expect(after([ana, person('nils', holding('owner', direct))], 'owner', false)).toEqual({ state: 'none' })
  expect(after([ana], 'viewer', true, new Map([['viewer', { permissions: [], complete: false }]]))).toEqual({
    state: 'unsure',
  })
})

const place = (id: string, what: string, depth: number): Scope => ({ id, name: id, what, depth })
const list = [
  place('o', 'Organization', 0),
  place('p', 'Project', 1),
  place('r', 'Resource', 2),
  place('s', 'Resource, of another type', 2),
  place('q', 'Project', 1),
  place('t', 'Resource', 2),
  place('u', 'Organization', 0),
]

test.each([
  ['o', '2 projects and 3 resources'],
  ['p', '2 resources'],
  ['q', '1 resource'],
  ['t', ''],
  ['u', ''],
  ['x', null],
])('what lies in %s', (id, words) => {
  expect(insideOf({ items: list, total: null }, id)).toBe(words)
})

test('a list that breaks off says nothing of the last one in it', () => {
  expect(insideOf({ items: list, total: null, next: 'more' }, 'u')).toBeNull()
  expect(insideOf({ items: list, total: null, next: 'more' }, 'p')).toBe('2 resources')
})
