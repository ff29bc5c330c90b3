import { expect, test } from 'vitest'
import type { Credential } from '../../directory/credentials.ts'
import { isOldAlive, pairOf, rotationsOf } from './rotations.ts'

const credential = (id: string, more: Partial<Credential> = {}): Credential => ({
  id,
  kind: 'token',
  owner: { id: 'a1', name: 'Crawler', kind: 'account' },
  expiresAt: new Date('2027-01-01'),
  ...more,
})
const named = (id: string, name: string) => credential(id, { name, hint: `kos_${id}`, replaces: 'x' })
const now = Date.parse('2026-12-01')

test('a rotation is found from what the new one replaces', () => {
  const [old, fresh] = [credential('t1'), credential('t2', { replaces: 't1' })]
  expect(rotationsOf([old, fresh, credential('t3')], true)).toEqual([{ fresh, old }])
})

test('an old one that is not listed is gone, or nobody can say', () => {
  const fresh = credential('t2', { replaces: 't1' })
  expect(rotationsOf([fresh], true)).toEqual([{ fresh, old: 'gone' }])
  expect(rotationsOf([fresh], false)).toEqual([{ fresh, old: 'unread' }])
})

test('only rotations of the kinds that are asked for', () => {
  const key = credential('k2', { kind: 'key', replaces: 'k1' })
  expect(rotationsOf([key], true, ['token'])).toEqual([])
  expect(rotationsOf([key], true, ['key', 'secret'])).toHaveLength(1)
})

test('the old one lives until it is gone or has ended', () => {
  const fresh = credential('t2', { replaces: 't1' })
  const live = (old: Credential | 'gone' | 'unread') => isOldAlive({ fresh, old }, now)
  expect(live(credential('t1'))).toBe(true)
  expect(live(credential('t1', { expiresAt: null }))).toBe(true)
  expect(live(credential('t1', { expiresAt: new Date('2026-11-30') }))).toBe(false)
  expect(live('gone')).toBe(false)
  expect(live('unread')).toBe(false)
})

test('two of one name are told apart by what they are recognized by', () => {
  expect(pairOf({ fresh: named('2', 'Robot'), old: named('1', 'Robot') })).toEqual({
    fresh: 'Robot (kos_2)',
    old: 'Robot (kos_1)',
  })
  expect(pairOf({ fresh: named('2', 'New'), old: named('1', 'Robot') })).toEqual({
    fresh: 'New',
    old: 'Robot',
  })
  expect(pairOf({ fresh: named('2', 'New'), old: 'gone' }).old).toBe('one that is not listed')
})
