// Roles, permissions, people by search, and what the caller may do.
import { expect, test } from 'vitest'
import { subOf } from '../personas.ts'
import { people } from './seed.ts'
import { ownerRole } from './seed-roles.ts'
import { pluck, startKtrlplane } from './testing.ts'

test('seven roles hand out what the migrations give them; the hidden one is not listed', async () => {
  const { guest } = startKtrlplane()
  const { list } = await guest('GET /api/v1/roles')
  expect(pluck(list, 'display_name')).toEqual([
    'Owner',
    'Editor',
    'Viewer',
    'Data Owner',
    'Graph Owner',
    'Graph Viewer',
  ])
  expect(new Set(pluck(list, 'display_order'))).toEqual(new Set([0]))
  const actions = async (role: unknown): Promise<unknown[]> =>
    pluck((await guest(`GET /api/v1/roles/${String(role)}/permissions`)).list, 'action')
  expect(await actions(ownerRole)).toEqual(['read', 'write', 'delete', 'manage_access', 'manage_billing'])
  expect((await Promise.all(pluck(list, 'role_id').map(actions))).map(({ length }) => length)).toEqual([
    5, 2, 1, 5, 5, 6,
  ])
  expect(await actions('service-account-permission-checker')).toEqual(['check_permissions_on_behalf_of'])
})

test('no permissions are null as coded, and an unknown role 404 as documented', async () => {
  const path = 'GET /api/v1/roles/made-up/permissions'
  expect(await startKtrlplane().admin(path)).toMatchObject({ status: 200, text: 'null' })
  expect((await startKtrlplane({ strict: true }).admin(path)).status).toBe(404)
})

test.each([
  ['brandt', [people.leonie, people.nils]],
  ['BRANDT', [people.leonie, people.nils]],
  // Five bytes, four letters.
  ['Zoë ', [people.zoe]],
  ['Bran', []],
  ['', []],
  ['google-oauth2', [people.unknown]],
  // Wildcards, and none where they are quoted.
  ['Le%Bran', [people.leonie]],
  ['_eonie', [people.leonie]],
  [String.raw`\_eonie`, []],
  // No pattern of ours.
  ['(.*).', []],
  ['="https', []],
])('a search for “%s” finds %j', async (words, ids) => {
  const { guest } = startKtrlplane()
  const { status, list } = await guest(`GET /api/v1/users/search?q=${encodeURIComponent(words)}`)
  expect(status).toBe(200)
  expect(pluck(list, 'id')).toEqual(ids)
})

test('a search answers ten at most', async () => {
  const { guest, world } = startKtrlplane()
  for (let n = 0; n < 12; n += 1) world.addUser({ user_id: `auth0|crowd${n}`, name: `Crowd ${n}` })
  expect((await guest('GET /api/v1/users/search?q=crowd')).list).toHaveLength(10)
})

const check = (type: string, id: string): string =>
  `GET /api/v1/permissions/check?scopeType=${type}&scopeId=${id}`

test('rights come down from organization to project to resource, and not up', async () => {
  const { admin, viewer, keykeeper, by } = startKtrlplane()
  const all = ['read', 'write', 'delete', 'manage_access', 'manage_billing']
  for (const [type, id] of [
    ['organization', 'nordwind'],
    ['project', 'grid-twin'],
    ['resource', 'grid-graph'],
  ] as const) {
    expect((await admin(check(type, id))).body).toEqual({
      user_id: subOf('ktrlplane', 'admin'),
      scope_type: type,
      scope_id: id,
      permissions: all,
    })
    expect((await viewer(check(type, id))).body['permissions']).toEqual(['read'])
  }
  expect((await admin(check('resource', 'trial-graph'))).body['permissions']).toEqual(['read'])
  expect((await keykeeper(check('resource', 'grid-graph'))).body['permissions']).toEqual(['read', 'write'])
  expect((await keykeeper(check('organization', 'nordwind'))).body['permissions']).toBeNull()
  // Of another service, and as they are written.
  expect((await by(people.formula, check('resource', 'grid-graph'))).body['permissions']).toEqual([
    'digitaltwins/*',
    'models/*',
    'query/*',
    'jobs/*',
    'mcp/*',
  ])
})

test('no rights are null as coded and [] as documented, also where nothing is', async () => {
  for (const [type, id] of [
    ['project', 'sandbox-ana'],
    ['project', 'nowhere'],
    ['city', 'nowhere'],
  ] as const) {
    expect((await startKtrlplane().guest(check(type, id))).body['permissions']).toBeNull()
    const strict = startKtrlplane({ strict: true })
    expect((await strict.guest(check(type, id))).body['permissions']).toEqual([])
  }
  expect((await startKtrlplane().guest('GET /api/v1/permissions/check')).body).toEqual({
    error: 'Missing scopeType or scopeId',
  })
})
