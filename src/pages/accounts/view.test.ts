// Finding and ordering accounts, whatever they are called.
import { describe, expect, test } from 'vitest'
import type { Credential } from '../../directory/credentials.ts'
import { liveOf } from './live.ts'
import { arrange, viewIn, type AccountsView, type Line } from './view.ts'

const byName: AccountsView['sort'] = { key: 'name', descending: false }
const now = Date.parse('2026-03-01T12:00:00Z')

function line(name: string, differing: Partial<Line> = {}, ends: (number | null)[] = []): Line {
  const credentials = ends.map((days, index): Credential => ({
    id: `${name} ${index}`,
    kind: 'token',
    owner: { id: name, name, kind: 'account' },
    expiresAt: days === null ? null : new Date(now + days * 86_400_000),
  }))
  const live = ends.length > 0 ? { live: liveOf(credentials, now) } : {}
  return { id: `id-${name}`, name, state: 'active', ...live, ...differing }
}

const lines = [
  line('CRM sync', { login: 'crm-sync', description: 'Every night' }, [40]),
  line('(a+)+$', { createdAt: new Date(now) }, [null]),
  line('Ärger', { state: 'disabled', createdAt: new Date(now - 1000) }, [2, null]),
  line('account 10'),
  line('account 9', { state: 'disabled' }),
]
const names = (asked: Partial<AccountsView>) =>
  arrange(lines, { search: '', show: 'all', sort: byName, ...asked }).map(({ name }) => name)

test.each([
  ['', 5],
  ['  ', 5],
  ['CRM-SYNC', ['CRM sync']],
  ['night', ['CRM sync']],
  [' ärger ', ['Ärger']],
  // Literal, never a pattern (C22).
  ['(a+)+$', ['(a+)+$']],
  ['.*', []],
  // An id is found whole and not by its parts: they are alike.
  ['id-CRM sync', ['CRM sync']],
  ['id-', []],
])('a search for %j finds %j', (search, found) => {
  expect(typeof found === 'number' ? names({ search }).length : names({ search })).toEqual(found)
})

describe('order', () => {
  test('numbers in names count as numbers', () => {
    expect(names({})).toEqual(['(a+)+$', 'account 9', 'account 10', 'Ärger', 'CRM sync'])
  })

  test('by the first end: what never ends after what does, and what has nothing last', () => {
    const sort = { key: 'ends', descending: false } as const
    expect(names({ sort })).toEqual(['Ärger', 'CRM sync', '(a+)+$', 'account 9', 'account 10'])
  })

  test('downwards it is the reverse', () => {
    const sort = { key: 'created', descending: true } as const
    expect(names({ sort }).slice(0, 2)).toEqual(['(a+)+$', 'Ärger'])
    expect(names({ sort: { ...byName, descending: true } })).toEqual(names({}).toReversed())
  })
})

test('only those of a state', () => {
  expect(names({ show: 'disabled' })).toEqual(['account 9', 'Ärger'])
  expect(names({ show: 'active', search: 'account' })).toEqual(['account 10'])
})

const look = (query: string) => viewIn(new URLSearchParams(query))

test('what makes no sense in the address counts as absent', () => {
  expect(look('')).toMatchObject({ search: '', show: 'all', sort: byName, page: 1 })
  expect(look('sort=constructor&page=-1&show=gone')).toMatchObject({ show: 'all', sort: byName, page: 1 })
  const { view, ...rest } = look('q=x&sort=-ends&page=2&show=disabled&scope=here')
  expect(rest).toEqual({ search: 'x', show: 'disabled', sort: { key: 'ends', descending: true }, page: 2 })
  expect(view).toEqual({ search: 'x', show: 'disabled', sort: '-ends', page: 2, scope: 'here' })
})
