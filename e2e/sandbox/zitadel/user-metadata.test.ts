// Metadata of people and service users, by user v2 (Connect and REST) and v1.
import { describe, expect, test } from 'vitest'
import { otherOrganizationId } from './seed.ts'
import { special } from './seed-people.ts'
import { items, startInstance } from './testing.ts'

type Instance = ReturnType<typeof startInstance>
const userId = special.bare
const value = Buffer.from('a value').toString('base64')
const set = (instance: Instance, metadata: object[], name: 'admin' | 'viewer' | 'keykeeper' = 'keykeeper') =>
  instance.user(name, 'SetUserMetadata', { userId, metadata })
const list = (instance: Instance, body: object = {}, name: 'admin' | 'viewer' | 'guest' = 'viewer') =>
  instance.user(name, 'ListUserMetadata', { userId, ...body })
const v1 = `/management/v1/users/${userId}/metadata`

describe('v2', () => {
  test('sets several at once, lists them, and takes them away', async () => {
    const instance = startInstance()
    const pairs = ['one', 'two'].map((key) => ({ key, value }))
    expect((await set(instance, pairs)).body).toEqual({ setDate: '2026-01-15T12:00:00.000Z' })
    const { body } = await list(instance)
    expect(body).toEqual({
      pagination: { totalResult: '2', appliedLimit: '100' },
      metadata: pairs.map(({ key }) => ({
        key,
        value,
        creationDate: '2026-01-15T12:00:00.000Z',
        changeDate: '2026-01-15T12:00:00.000Z',
      })),
    })
    const removed = await instance.user('keykeeper', 'DeleteUserMetadata', { userId, keys: ['one', 'two'] })
    expect(removed.body).toEqual({ deletionDate: '2026-01-15T12:00:00.000Z' })
    expect((await list(instance)).body).toEqual({ pagination: { appliedLimit: '100' } })
  })

  test('finds keys by how they begin', async () => {
    const instance = startInstance()
    const keyFilter = { key: 'gatehouse.token.', method: 'TEXT_FILTER_METHOD_STARTS_WITH' }
    const found = await list(instance, { userId: special.machine, filters: [{ keyFilter }] })
    expect(items(found, 'metadata')).toHaveLength(3)
    expect((await list(instance, { filters: [{}] })).status).toBe(400)
  })

  test('setting what is there already is no event, and an unknown key fails the whole removal', async () => {
    const instance = startInstance()
    await set(instance, [{ key: 'one', value }])
    const { sequence } = instance.world.machines.metadata(userId).get('one') ?? {}
    expect((await set(instance, [{ key: 'one', value }])).status).toBe(200)
    expect(instance.world.machines.metadata(userId).get('one')?.sequence).toBe(sequence)
    const keys = ['one', 'two']
    expect(await instance.user('admin', 'DeleteUserMetadata', { userId, keys })).toMatchObject({
      status: 404,
      body: { details: [{ debug: { id: 'META-2nnds' } }] },
    })
    expect(instance.world.userMetadata(userId)).toHaveLength(1)
  })

  test.each([
    ['nothing', []],
    ['an empty key', [{ key: '', value }]],
    ['a long key', [{ key: 'x'.repeat(201), value }]],
    ['an empty value', [{ key: 'one', value: '' }]],
    ['what is no base64', [{ key: 'one', value: '{' }]],
  ])('refuses %s', async (_, metadata) => {
    const instance = startInstance()
    expect((await set(instance, metadata)).status).toBe(400)
    expect(instance.world.userMetadata(userId)).toEqual([])
  })

  test('is for those who may write users; whoever may not read sees none', async () => {
    const instance = startInstance()
    expect((await set(instance, [{ key: 'one', value }], 'viewer')).status).toBe(403)
    await set(instance, [{ key: 'one', value }])
    expect((await list(instance, {}, 'guest')).body).toEqual({ pagination: { appliedLimit: '100' } })
    const nobody = await instance.user('admin', 'SetUserMetadata', {
      userId: '9',
      metadata: [{ key: 'one', value }],
    })
    expect(nobody).toMatchObject({ status: 400, body: { details: [{ debug: { id: 'COMMAND-uXHNj' } }] } })
  })

  test('over REST, where the keys to remove stand in the query', async () => {
    const instance = startInstance()
    const path = `/v2/users/${userId}/metadata`
    const metadata = ['one', 'two', 'three'].map((key) => ({ key, value }))
    expect((await instance.rest('admin', 'POST', path, { metadata })).status).toBe(200)
    expect((await instance.rest('admin', 'POST', `${path}/search`, {})).body).toEqual(
      (await list(instance)).body,
    )
    expect((await instance.rest('admin', 'DELETE', `${path}?keys=one&keys=three`)).status).toBe(200)
    expect(instance.world.userMetadata(userId)).toEqual([{ key: 'two', value }])
  })

  test('lists lag behind', async () => {
    const instance = startInstance()
    instance.world.settings.lagMs = 5_000
    await set(instance, [{ key: 'one', value }])
    expect(items(await list(instance), 'metadata')).toEqual([])
    instance.clock.at += 5_000
    expect(items(await list(instance), 'metadata')).toHaveLength(1)
  })
})

test('v1: one and several, within the organisation of the call', async () => {
  const { rest, world } = startInstance()
  expect((await rest('keykeeper', 'POST', `${v1}/gatehouse.token.1`, { value })).body).toMatchObject({
    id: userId,
  })
  const metadata = [{ key: 'two', value }]
  expect((await rest('keykeeper', 'POST', `${v1}/_bulk`, { metadata })).status).toBe(200)
  const found = await rest('viewer', 'POST', `${v1}/_search`, {})
  expect(items(found, 'result').map(({ key }) => key)).toEqual(['gatehouse.token.1', 'two'])
  expect((await rest('viewer', 'GET', `${v1}/two`)).body).toMatchObject({ metadata: { key: 'two', value } })
  expect((await rest('viewer', 'POST', `${v1}/three`, { value })).status).toBe(403)
  expect((await rest('guest', 'POST', `${v1}/_search`, {})).status).toBe(404)
  expect((await rest('admin', 'POST', `${v1}/three`, { value }, otherOrganizationId)).status).toBe(400)
  expect((await rest('keykeeper', 'DELETE', `${v1}/two`)).status).toBe(200)
  expect((await rest('keykeeper', 'DELETE', `${v1}/two`)).status).toBe(404)
  expect((await rest('keykeeper', 'DELETE', `${v1}/_bulk`, { keys: ['gatehouse.token.1'] })).status).toBe(200)
  expect(world.userMetadata(userId)).toEqual([])
})
