// What an account has to act with, counted and told.
import { expect, test } from 'vitest'
import type { Credential } from '../../directory/credentials.ts'
import { fullNameOf, kindsText, liveByOwner, liveOf, namesOf } from './live.ts'

const now = Date.parse('2026-03-01T12:00:00Z')
const day = 86_400_000
let count = 0

const credential = (fields: Partial<Credential> = {}, days: number | null = 10): Credential => ({
  id: `c${(count += 1)}`,
  kind: 'token',
  owner: { id: 'one', name: 'One', kind: 'account' },
  expiresAt: days === null ? null : new Date(now + days * day),
  ...fields,
})

test('what has ended is not counted, and what ends at this very moment has', () => {
  const live = liveOf([credential({}, -1), credential({}, 0), credential({}, 1)], now)
  expect(live.credentials).toHaveLength(1)
  expect(live.kinds).toEqual({ token: 1, key: 0, secret: 0 })
})

test('the first end is that of the credential which ends first; what never ends comes last', () => {
  const live = liveOf([credential({}, null), credential({}, 9), credential({}, 2)], now)
  expect(live.soonest).toEqual(new Date(now + 2 * day))
  expect(live.endless).toBe(1)
  expect(live.credentials.map(({ expiresAt }) => expiresAt)).toEqual([
    new Date(now + 2 * day),
    new Date(now + 9 * day),
    null,
  ])
})

test('nothing at all and nothing that ends are two answers', () => {
  expect(liveOf([], now).soonest).toBeUndefined()
  expect(liveOf([credential({}, null)], now).soonest).toBeNull()
})

test('what gives nothing just now is counted, and counted apart', () => {
  const live = liveOf(
    [credential({ inactive: 'The account is disabled.' }), credential({ halfMade: true }), credential()],
    now,
  )
  expect(live.credentials).toHaveLength(3)
  expect(live.dormant).toBe(2)
})

test('each account has its own, and what people have is nobody’s here', () => {
  const other = { id: '__proto__', name: 'Two', kind: 'account' } as const
  const person = { id: 'one', name: 'Ingrid', kind: 'person' } as const
  const live = liveByOwner(
    [credential(), credential({ owner: other }), credential({ owner: person }), credential({}, -1)],
    now,
  )
  expect([...live].map(([id, { credentials }]) => [id, credentials.length])).toEqual([
    ['one', 1],
    ['__proto__', 1],
  ])
})

test.each([
  [{ token: 0, key: 0, secret: 0 }, undefined],
  [{ token: 1, key: 0, secret: 0 }, '1 token'],
  [{ token: 0, key: 2, secret: 1 }, '2 keys and 1 secret'],
  [{ token: 3, key: 1, secret: 1 }, '3 tokens, 1 key and 1 secret'],
])('%j is told as %s', (kinds, text) => {
  expect(kindsText({ kinds })).toBe(text)
})

test('an account is called by its login too, where that says more', () => {
  expect(fullNameOf({ name: 'CRM sync', login: 'crm-sync' })).toBe('CRM sync (crm-sync)')
  expect(fullNameOf({ name: 'crm-sync', login: 'crm-sync' })).toBe('crm-sync')
  const account = { id: '1', name: 'CRM sync', login: 'crm-sync', state: 'active' } as const
  expect(namesOf([account, { ...account, name: 'Other' }])).toEqual([
    'CRM sync',
    'crm-sync',
    'Other',
    'crm-sync',
  ])
})
