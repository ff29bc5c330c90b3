// What the tenant sends, read leniently where it may be absent and strictly where it identifies.
import { expect, test } from 'vitest'
import { grantOf, partsOf, permissionId, personOf, roleOf } from './wire.ts'

test.each([
  [
    { user_id: 'a', name: 'N', email: 'e@x' },
    { name: 'N', login: 'e@x', email: 'e@x' },
  ],
  [
    { user_id: 'a', email: 'e@x' },
    { name: 'e@x', email: 'e@x' },
  ],
  [
    { user_id: 'a', name: 'e@x', email: 'e@x', username: 'u' },
    { name: 'e@x', email: 'e@x' },
  ],
  [{ user_id: 'a', username: 'u', name: null }, { name: 'u' }],
  [{ user_id: 'sms|1', phone_number: '+47' }, { name: '+47' }],
  [{ user_id: 'a', blocked: 'yes' }, { name: 'a' }],
])('%j is shown as %j', (row, person) => {
  expect(personOf(row)).toEqual({
    id: 'a',
    state: 'active',
    kind: 'person',
    ...person,
    ...('phone_number' in row && { id: 'sms|1' }),
  })
})

test('what has no id is nobody and nothing', () => {
  for (const row of [undefined, {}, { user_id: '' }, { id: '' }, []]) {
    expect([personOf(row), roleOf(row), grantOf(row)]).toEqual([undefined, undefined, undefined])
  }
})

test('sources are read in both forms, and their absence is kept', () => {
  const row = { resource_server_identifier: 'api', permission_name: 'read:x' }
  expect(grantOf(row)).not.toHaveProperty('sources')
  expect(grantOf({ ...row, sources: ['direct', 'roles'] })?.sources).toEqual(['direct', 'roles'])
  const older = [{ source_id: '', source_name: '', source_type: 'DIRECT' }]
  expect(grantOf({ ...row, sources: older })?.sources).toEqual(['direct'])
})

test('a permission is found again in its id, whatever its API is called', () => {
  for (const api of ['https://api.example/', 'an api', ' ']) {
    expect(partsOf(permissionId('read:x', api))).toEqual({ value: 'read:x', api })
  }
  for (const text of ['', 'read:x', ' api', 'read:x ']) expect(partsOf(text)).toBeUndefined()
})
