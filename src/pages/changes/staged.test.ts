import { expect, test, vi } from 'vitest'
import { countOf, createStaging, overLimit } from './staged.ts'

test('marks say what differs from what is granted, and nothing else', () => {
  const staging = createStaging()
  staging.set('editor', ['a', 'b', 'c'], true, ['a'])
  staging.set('editor', ['a'], false, ['a'])
  expect(staging.all().get('editor')).toEqual({ base: ['a'], change: { add: ['b', 'c'], remove: ['a'] } })
  expect(['a', 'b', 'd'].map((id) => staging.mark('editor', id))).toEqual(['remove', 'add', undefined])
  expect(countOf(staging.all())).toEqual({ add: 2, remove: 1 })
})

test('marking back leaves no trace', () => {
  const staging = createStaging()
  staging.set('editor', ['a', 'b'], false, ['a'])
  staging.set('editor', ['a'], true, ['a'])
  expect(staging.all().size).toBe(0)
})

test('the base is the set of the first mark, whatever is read later', () => {
  const staging = createStaging()
  staging.set('editor', ['b'], true, ['a'])
  staging.set('editor', ['c'], true, ['a', 'x'])
  expect(staging.all().get('editor')?.base).toEqual(['a'])
})

test('who listens hears of every change, and what is read twice is the same object', () => {
  const staging = createStaging()
  const heard = vi.fn()
  const stop = staging.subscribe(heard)
  staging.set('editor', ['a'], true, [])
  staging.set('__proto__', ['a'], true, [])
  expect(staging.all()).toBe(staging.all())
  staging.clear('editor')
  expect([...staging.all().keys()]).toEqual(['__proto__'])
  staging.clear()
  stop()
  staging.set('editor', ['a'], true, [])
  expect(heard).toHaveBeenCalledTimes(4)
})

test('only what a mark concerns is touched', () => {
  const staging = createStaging()
  staging.set('editor', ['a'], true, [])
  staging.set('viewer', ['b'], true, [])
  const before = staging.touched('holder', 'viewer')
  expect(staging.touched('permission', 'a')).toBe(1)
  staging.set('editor', ['a'], false, [])
  expect([staging.touched('permission', 'a'), staging.touched('holder', 'editor')]).toEqual([2, 2])
  expect([staging.touched('holder', 'viewer'), staging.touched('permission', 'b')]).toEqual([before, 1])
  staging.clear()
  expect([staging.touched('holder', 'viewer'), staging.touched('permission', 'b')]).toEqual([before + 1, 2])
})

test('a role that would have too many is found, and one that only loses some never is', () => {
  const staging = createStaging()
  staging.set('full', ['a'], false, ['a', 'b', 'c', 'd'])
  staging.set('editor', ['c', 'd'], true, ['a', 'b'])
  expect(overLimit(staging.all(), 4)).toBeUndefined()
  expect(overLimit(staging.all(), 2)).toEqual({ holder: 'editor', would: 4, limit: 2 })
  expect(overLimit(staging.all(), undefined)).toBeUndefined()
})
