// What the instance holds at the start, what a test can do to it, and that lists stay quick when there is a lot.
import { expect, test } from 'vitest'
import { personaNames, subOf, zitadelRoles } from '../personas.ts'
import { homeOrganizationId, kosmosProjectId, otherOrganizationId } from './seed.ts'
import { special, staffId } from './seed-people.ts'
import { catalogueKey, encoded, roleKey } from './seed-permissions.ts'
import { items, startInstance } from './testing.ts'
import type { ZitadelWorld } from './world.ts'

const read = (world: ZitadelWorld, key: string): { permissions: unknown[] } =>
  JSON.parse(Buffer.from(world.metadata().find((one) => one.key === key)?.value ?? '', 'base64').toString())

/** Milliseconds of the second call; the first may have to sort. */
async function timed(ask: () => Promise<unknown>): Promise<number> {
  await ask()
  const from = performance.now()
  await ask()
  return performance.now() - from
}

test('the seed: people, their roles, and permissions', () => {
  const { world } = startInstance()
  expect(world.people).toHaveLength(63)
  expect(new Set(world.people.map(({ id }) => id)).size).toBe(63)
  for (const name of personaNames) {
    const own = world.authorizations().filter(({ userId }) => userId === subOf('kosmos', name))
    expect(own.flatMap(({ roleKeys }) => roleKeys)).toEqual(zitadelRoles[name].roles)
  }
  // What is given exists: each person, each role.
  const roles = new Set(world.roles().map(({ key }) => key))
  for (const { userId, roleKeys } of world.authorizations()) {
    expect(world.person(userId)).toBeDefined()
    for (const key of roleKeys) expect(roles).toContain(key)
  }
  const holders = (key: string) => world.authorizations().filter(({ roleKeys }) => roleKeys.includes(key))
  for (const key of ['admin', 'operator', 'analyst', 'user', 'readonly']) {
    expect(holders(key).length).toBeGreaterThan(2)
  }
  expect(holders('auditor')).toHaveLength(1)
  const { permissions } = read(world, catalogueKey(kosmosProjectId))
  expect(permissions).toHaveLength(24)
  expect(read(world, roleKey(kosmosProjectId, 'admin')).permissions).toHaveLength(24)
  expect(() => read(world, roleKey(kosmosProjectId, 'legacy'))).toThrow('JSON')
})

test('the key of a role with a long name has its hash', () => {
  const long = roleKey(kosmosProjectId, 'k'.repeat(167))
  expect(roleKey(kosmosProjectId, 'k'.repeat(166))).toHaveLength(200)
  expect(long).toMatch(/^gatehouse\.role\.310000000000000001\.#[\w-]{43}$/)
})

test('another administrator: authorizations and metadata', () => {
  const { world } = startInstance()
  const userId = staffId('victor.popescu')
  const own = () => world.authorizations().filter((one) => one.userId === userId)
  world.setAuthorization({ userId, roleKeys: ['user'] })
  world.setAuthorization({ userId, roleKeys: ['user', 'analyst'], state: 'INACTIVE' })
  world.setAuthorization({ userId, organizationId: otherOrganizationId, roleKeys: ['user'] })
  expect(own()).toMatchObject([
    { organizationId: homeOrganizationId, roleKeys: ['user', 'analyst'], state: 'INACTIVE' },
    { organizationId: otherOrganizationId, roleKeys: ['user'], state: 'ACTIVE' },
  ])
  world.setAuthorization({ userId, roleKeys: ['user'] })
  expect(own().at(-1)).toMatchObject({ organizationId: homeOrganizationId, state: 'INACTIVE' })
  world.removeAuthorization({ userId })
  expect(own()).toMatchObject([{ organizationId: otherOrganizationId }])
  world.setMetadata('k', encoded({ a: 1 }))
  expect(world.metadata().at(-1)).toMatchObject({ key: 'k', value: encoded({ a: 1 }) })
  world.reset()
  expect(own()).toEqual([])
  expect(world.metadata().some(({ key }) => key === 'k')).toBe(false)
})

test('a thousand roles and permissions, a hundred thousand people: lists stay quick', async () => {
  const instance = startInstance()
  const { world, user, authorization, connect, rest } = instance
  const started = performance.now()
  world.addRoles(1000)
  world.addPermissions(1000, ['admin', 'bulk-0001'])
  world.addPeople(100_000)
  world.addAuthorizations(50_000, 'user')
  expect(performance.now() - started).toBeLessThan(10_000)
  expect(read(world, catalogueKey(kosmosProjectId)).permissions).toHaveLength(1024)
  expect(read(world, roleKey(kosmosProjectId, 'bulk-0001')).permissions).toHaveLength(1000)

  const displayNameQuery = { displayName: 'person 0999', method: 'TEXT_QUERY_METHOD_CONTAINS_IGNORE_CASE' }
  const sortingColumn = 'USER_FIELD_NAME_DISPLAY_NAME'
  const people = { queries: [{ displayNameQuery }], sortingColumn, query: { asc: true, limit: 5 } }
  const found = await user('admin', 'ListUsers', people)
  expect(found.body['details']).toMatchObject({ totalResult: '10' })
  expect(items(found, 'result')).toHaveLength(5)
  const filters = [{ projectId: { id: kosmosProjectId } }, { roleKey: { key: 'user' } }]
  const grants = '/management/v1/users/grants/_search'
  const projectId = kosmosProjectId
  for (const ask of [
    () => user('admin', 'ListUsers', people),
    () => user('admin', 'ListUsers', { sortingColumn }),
    () => authorization('admin', 'ListAuthorizations', { filters }),
    () => rest('admin', 'POST', grants, {}),
    () => connect('admin', 'ListProjectRoles', { projectId }),
  ]) {
    expect(await timed(ask)).toBeLessThan(2000)
  }
})

test('people that are added have names and numbers of their own', () => {
  const { world } = startInstance()
  world.addPeople(2)
  world.addPeople(1)
  expect(world.people.slice(-3).map(({ displayName }) => displayName)).toEqual([
    'Person 00001',
    'Person 00002',
    'Person 00003',
  ])
  world.addAuthorizations(100, 'readonly')
  const given = world.authorizations().filter(({ roleKeys }) => roleKeys.includes('readonly'))
  expect(given.length).toBeGreaterThan(100)
  expect(new Set(world.people.map(({ id }) => id)).size).toBe(world.people.length)
  expect(world.person(special.machine)?.type).toBe('MACHINE')
})
