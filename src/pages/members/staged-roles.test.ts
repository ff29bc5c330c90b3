import { expect, test } from 'vitest'
import { Problem } from '../../directory/problem.ts'
import { leftOver, mark, meetNow, nothingStaged, ownRoles } from './staged-roles.ts'

const role = (id: string) => ({ id, name: id.toUpperCase() })
const direct = { kind: 'direct' as const }
const group = { kind: 'group' as const, name: 'Finance' }

test('only what was given directly can be taken away', () => {
  const held = [
    { role: role('a'), sources: [direct], active: true },
    { role: role('b'), sources: [group], active: true },
    { role: role('c'), sources: [group, direct], active: false },
  ]
  expect(ownRoles(held)).toEqual(['a', 'c'])
})

test('marks add up, and marking back leaves no trace', () => {
  const once = mark(nothingStaged, ['a', 'b'], [role('c')], true)
  const twice = mark(once, ['a', 'b'], [role('a')], false)
  expect(twice.change).toEqual({ add: ['c'], remove: ['a'] })
  expect(twice.names.get('c')).toBe('C')
  const back = mark(mark(twice, ['a', 'b'], [role('c')], false), ['a', 'b'], [role('a')], true)
  expect(back.change).toEqual({ add: [], remove: [] })
})

test('what others did since the first mark is theirs', () => {
  const staged = mark(nothingStaged, ['a'], [role('b')], true)
  const later = mark(staged, ['a', 'x'], [role('a')], false)
  const now = ['a', 'x', 'b'].map((id) => ({ role: role(id), sources: [direct], active: true }))
  expect(meetNow(later, now)).toMatchObject({
    theirs: { add: ['x', 'b'], remove: [] },
    yours: { add: [], remove: ['a'] },
    both: { add: ['b'], remove: [] },
    merged: ['x', 'b'],
  })
})

test('only what failed stays marked', () => {
  const staged = mark(mark(nothingStaged, ['a'], [role('b'), role('c')], true), ['a'], [role('a')], false)
  const outcome = {
    items: [
      { id: 'b', change: 'add' as const },
      { id: 'c', change: 'add' as const, problem: new Problem('limited', 'Too many roles.') },
      { id: 'a', change: 'remove' as const, already: true as const },
    ],
    now: ['b'],
    visible: true,
  }
  expect(leftOver(staged, outcome)).toMatchObject({ base: ['b'], change: { add: ['c'], remove: [] } })
})
