// What KtrlPlane sends, read leniently where it only describes, and strictly where it identifies or ends.
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { Assignments, Organizations, People, PermissionRows, Projects, Resources, Roles } from './wire.ts'

const held = { assignment_id: 'a', user_id: 'auth0|u', role_id: 'r' }
const one = (row: object) => v.parse(Assignments, [{ ...held, ...row }])[0]
const person = (row: object) => v.parse(People, [{ id: 'auth0|u', ...row }])[0]

test('lists that are null, and fields of another time, are nothing to stumble over', () => {
  for (const list of [Organizations, Projects, Roles, PermissionRows, People, Assignments])
    expect(v.parse(list, null)).toEqual([])
  expect(v.parse(Resources, { resources: null })).toEqual([])
  expect(v.parse(Resources, {})).toEqual([])
  expect(v.is(Projects, {})).toBe(false)
  expect(v.parse(Organizations, [{ org_id: 'one', constructor: 'x', secret: 1 }])).toEqual([
    { org_id: 'one', name: '' },
  ])
})

test.each(['', 'Upper', '1st', '../up', 'a.b', 'a b', 'a'.repeat(64), null])(
  'what cannot be the id of a place makes the list unreadable: %j',
  (id) => {
    expect(v.is(Organizations, [{ org_id: id, name: 'x' }])).toBe(false)
    expect(v.is(Projects, [{ project_id: id, name: 'x' }])).toBe(false)
  },
)

test('a project without an organization', () => {
  const projects = [{ project_id: 'a' }, { project_id: 'b', org_id: null }, { project_id: 'c', org_id: '' }]
  expect(v.parse(Projects, projects).map(({ org_id }) => org_id)).toEqual([undefined, undefined, undefined])
})

test('roles: by the name for people, and without those that are hidden', () => {
  const rows = [
    { role_id: '1', name: 'Konnektr.Data.Owner', display_name: 'Data Owner', description: 'All data' },
    { role_id: '2', name: 'Owner', display_name: 'Owner', created_at: '0001-01-01T00:00:00Z' },
    { role_id: '3', name: null, is_hidden: 'no' },
    { role_id: '4', name: 'Hidden', is_hidden: true },
  ]
  expect(v.parse(Roles, rows)).toEqual([
    { id: '1', name: 'Data Owner', group: 'Konnektr.Data.Owner', description: 'All data' },
    { id: '2', name: 'Owner', group: 'Owner' },
    { id: '3', name: '3' },
  ])
})

describe('people', () => {
  test.each([
    [
      { name: 'N', email: 'e@x' },
      { name: 'N', login: 'e@x', email: 'e@x' },
    ],
    [
      { name: '', email: 'e@x' },
      { name: 'e', login: 'e@x', email: 'e@x' },
    ],
    [{ email: '@x' }, { name: '@x', email: '@x' }],
    [
      { name: 'e@x', email: 'e@x' },
      { name: 'e@x', email: 'e@x' },
    ],
    [{ name: null, email: 5 }, { name: 'auth0|u' }],
    [
      { is_service_account: true, name: 'S' },
      { name: 'S', kind: 'account' },
    ],
    [
      { id: 'e@x', email: 'e@x' },
      { id: 'e@x', name: 'e', login: 'e@x', email: 'e@x', state: 'invited' },
    ],
    // Without an email claim the server stores a subject that holds an "@" as the address.
    [
      { id: 'samlp|corp|j@x', email: 'samlp|corp|j@x', name: 'samlp|corp|j' },
      { id: 'samlp|corp|j@x', name: 'samlp|corp|j' },
    ],
    [
      { id: 'samlp|corp|j@x', email: 'samlp|corp|j@x', name: '' },
      { id: 'samlp|corp|j@x', name: 'samlp|corp|j@x' },
    ],
    [
      { id: 'samlp|corp|j@x', email: 'j@x' },
      { id: 'samlp|corp|j@x', name: 'j', login: 'j@x', email: 'j@x' },
    ],
    [
      { id: 'q@clients', email: 'q@clients' },
      { id: 'q@clients', name: 'q', login: 'q@clients', email: 'q@clients', kind: 'account' },
    ],
  ])('%j', (row, expected) => {
    expect(person(row)).toEqual({ id: 'auth0|u', state: 'active', kind: 'person', ...expected })
  })
})

describe('assignments', () => {
  test('with nothing but its ids', () => {
    expect(one({ user: null, role: null })).toEqual({
      id: 'a',
      person: { id: 'auth0|u', name: 'auth0|u', state: 'active', kind: 'person' },
      role: { id: 'r', name: 'r' },
      source: { kind: 'direct' },
    })
  })

  test.each([
    [{}, { kind: 'direct' }],
    [{ inheritance_type: '' }, { kind: 'direct' }],
    [{ inheritance_type: 'direct' }, { kind: 'direct' }],
    [
      { inherited_from_scope_type: 'project', inherited_from_scope_id: 'grid', inherited_from_name: 'Grid' },
      { kind: 'project', name: 'Grid', scope: 'project.grid' },
    ],
    [
      { inherited_from_scope_type: 'organization', inherited_from_scope_id: 'nord' },
      { kind: 'organization', name: 'nord', scope: 'organization.nord' },
    ],
    [{ inherited_from_scope_type: 'organization' }, { kind: 'wider', name: 'KtrlPlane' }],
    [{ inherited_from_scope_type: 'global' }, { kind: 'wider', name: 'KtrlPlane' }],
  ])('%j comes from %j', (row, source) => {
    const type = 'inherited_from_scope_type' in row ? { inheritance_type: 'inherited' } : {}
    expect(one({ ...type, ...row })?.source).toEqual(source)
  })

  test('when it was given, by whom, and when it ends', () => {
    const times = { created_at: '2025-12-25T10:20:30.123456Z', expires_at: '2026-01-01T00:00:00+01:00' }
    expect(one({ ...times, assigned_by: 'auth0|x' })?.source).toEqual({
      kind: 'direct',
      since: new Date('2025-12-25T10:20:30.123Z'),
      until: new Date('2025-12-31T23:00:00Z'),
      by: 'auth0|x',
    })
    expect(one({ created_at: 'yesterday', expires_at: null })?.source).toEqual({ kind: 'direct' })
  })

  test('an end that cannot be read never passes for none', () => {
    for (const expires_at of ['soon', 5, '2026-13-01T00:00:00Z', ''])
      expect(v.is(Assignments, [{ ...held, expires_at }])).toBe(false)
  })
})
