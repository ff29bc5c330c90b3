import { expect, test } from 'vitest'
import { Problem } from '../../directory/problem.ts'
import { fateIn, isInactive, isSettled } from './fate.ts'

const item = { id: 'r', change: 'add' as const }
const done = { items: [item], now: ['r'], visible: true }
const there = { ...done, items: [{ ...item, already: true as const }] }

test.each([
  [done, { kind: 'assigned' }],
  [there, { kind: 'already' }],
  [{ ...done, visible: false }, { kind: 'unseen' }],
  [{ ...done, redone: true as const }, { kind: 'redone' }],
  [
    { ...done, inactive: true as const },
    { kind: 'assigned', inactive: true },
  ],
  [
    { ...there, inactive: true as const },
    { kind: 'already', inactive: true },
  ],
  [
    { ...done, visible: false, inactive: true as const },
    { kind: 'unseen', inactive: true },
  ],
])('%j comes to %j', (outcome, fate) => {
  expect(fateIn(outcome)).toEqual(fate)
  expect(isSettled(fateIn(outcome))).toBe(true)
  expect(isInactive(fateIn(outcome))).toBe('inactive' in outcome)
})

test('what failed can be tried again', () => {
  const problem = new Problem('forbidden', 'No.')
  const fate = fateIn({ ...done, items: [{ ...item, problem }] })
  expect(fate).toEqual({ kind: 'failed', why: 'No.' })
  expect([isSettled(fate), isInactive(fate), isInactive(undefined)]).toEqual([false, false, false])
})
