import { expect, test } from 'vitest'
import type { Credential } from '../../directory/credentials.ts'
import { arrange } from './view.ts'

const credential = (id: string, more: Partial<Credential> = {}): Credential => ({
  id,
  kind: 'token',
  owner: { id: 'a1', name: 'Crawler', kind: 'account' },
  expiresAt: null,
  ...more,
})
const day = (n: number) => new Date(Date.UTC(2026, 11, n))
const ids = (credentials: Credential[]) => credentials.map(({ id }) => id)
const by = (key: 'name' | 'ends' | 'used', descending = false, search = '') => ({
  search,
  sort: { key, descending },
})

test('the search is literal, in name, purpose, owner and what it is recognized by', () => {
  const all = [
    credential('1', { name: 'Deploy' }),
    credential('2', { purpose: 'deploys at night' }),
    credential('3', { hint: 'kos_DePl' }),
    credential('4', { owner: { id: 'a2', name: 'Deployer', kind: 'account' } }),
    credential('5', { name: 'backup' }),
    credential('6', { name: 'dep.oy' }),
  ]
  expect(ids(arrange(all, by('name', false, 'DEPL'))).toSorted()).toEqual(['1', '2', '3', '4'])
  expect(ids(arrange(all, by('name', false, 'dep.')))).toEqual(['6'])
})

test('what ends first comes first, what never ends last, and the other way round', () => {
  const all = [
    credential('never', { name: 'a' }),
    credential('late', { expiresAt: day(20) }),
    credential('soon', { expiresAt: day(2) }),
  ]
  expect(ids(arrange(all, by('ends')))).toEqual(['soon', 'late', 'never'])
  expect(ids(arrange(all, by('ends', true)))).toEqual(['never', 'late', 'soon'])
})

test('what is not known comes before what was never used, before what was', () => {
  const all = [
    credential('used', { lastUsedAt: day(1) }),
    credential('never', { lastUsedAt: null }),
    credential('unknown'),
  ]
  expect(ids(arrange(all, by('used')))).toEqual(['unknown', 'never', 'used'])
})

test('what is alike in the order has one order all the same', () => {
  const all = [credential('2', { name: 'x' }), credential('1', { name: 'x' })]
  expect(ids(arrange(all, by('ends')))).toEqual(['1', '2'])
  expect(ids(arrange(all.toReversed(), by('ends')))).toEqual(['1', '2'])
})
