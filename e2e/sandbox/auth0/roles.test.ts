// Roles of the Management API: definitions, what they hand out, who has them, and how lists are paged.
import { describe, expect, test } from 'vitest'
import { arrayOf, failure, pluck, startTenant } from './testing.ts'
import { awkwardRoleName, ordersApi } from './seed.ts'
import { bulkApi } from './world.ts'

const orders = (name: string) => ({ resource_server_identifier: ordersApi, permission_name: name })

describe('definitions', () => {
  test('are listed bare, or with totals', async () => {
    const { get, world } = startTenant()
    const bare = await get('/roles')
    expect(bare.list).toHaveLength(world.roles().length)
    expect(bare.list[0]).toEqual({
      id: expect.stringMatching(/^rol_\w{10,16}$/),
      name: 'Console administrator',
      description: 'Everything in this console',
    })
    const { body } = await get('/roles?per_page=3&page=1&include_totals=true')
    expect(body).toMatchObject({ start: 3, limit: 3, total: world.roles().length })
    expect(pluck(body['roles'], 'name')).toEqual(['Order clerk', 'Order manager', 'Refunds'])
  })

  test('are filtered by name without regard to case', async () => {
    const { get } = startTenant()
    expect(pluck((await get('/roles?name_filter=order')).list, 'name')).toEqual([
      'Order clerk',
      'Order manager',
    ])
  })

  test('are made, read, changed and deleted', async () => {
    const { get, post, patch, delete: remove, world } = startTenant()
    const made = await post('/roles', { name: 'Auditor', description: 'Looks' })
    expect(made).toMatchObject({ status: 200, body: { name: 'Auditor', description: 'Looks' } })
    const path = `/roles/${String(made.body['id'])}`
    expect(await get(path)).toMatchObject({ status: 200, body: made.body })
    const changed = await patch(path, { description: '' })
    expect(changed).toMatchObject({ status: 200, body: { name: 'Auditor', description: '' } })
    expect(await remove(path)).toMatchObject({ status: 200, text: '' })
    expect(world.findRole('Auditor')).toBeUndefined()
    for (const answer of [await get(path), await patch(path, {}), await remove(path)]) {
      expect(answer).toMatchObject(failure(404, 'inexistent_role'))
    }
    const again = await post('/roles', { name: 'Auditor' })
    expect(again.body['id']).not.toBe(made.body['id'])
  })

  test('a deleted role is gone from groups, members and users', async () => {
    const { delete: remove, world } = startTenant()
    const { id } = world.role('Order clerk')
    await remove(`/roles/${id}`)
    expect(world.groups().some(({ roles }) => roles.has(id))).toBe(false)
    const members = world.organizations().flatMap((organization) => Array.from(organization.members.values()))
    expect(members.some(({ roles }) => roles.has(id))).toBe(false)
  })

  test('a name is there once', async () => {
    const { post, patch, world } = startTenant()
    expect(await post('/roles', { name: 'Support' })).toMatchObject(failure(409))
    const path = `/roles/${world.role('Refunds').id}`
    expect(await patch(path, { name: 'Support' })).toMatchObject(failure(409))
    expect(await patch(path, { name: 'Refunds' })).toMatchObject({ status: 200 })
    expect(await patch(`/roles/${world.role(awkwardRoleName).id}`, { description: 'x' })).toMatchObject({
      body: { name: awkwardRoleName },
    })
  })

  test.each([
    [{}, 'Missing required property: name'],
    [{ name: '' }, 'String is too short, minimum 1'],
    [{ name: 7 }, 'Expected type string but found type 7'],
    [{ name: 'x', colour: 'red' }, 'Additional properties not allowed: colour'],
    ['{', 'Invalid request payload JSON format'],
  ])('%j is refused', async (body, why) => {
    const { post, world } = startTenant()
    const before = world.roles().length
    expect(await post('/roles', body)).toMatchObject(
      failure(400, 'invalid_body', expect.stringContaining(why)),
    )
    expect(world.roles()).toHaveLength(before)
  })

  test('there are 1,000 at most', async () => {
    const { post, get, world } = startTenant()
    world.addRoles(1_000 - world.roles().length)
    expect(await post('/roles', { name: 'One too many' })).toMatchObject(failure(403, 'too_many_entities'))
    const last = await get('/roles?per_page=50&page=19&include_totals=true')
    expect(arrayOf(last.body['roles'])).toHaveLength(50)
  })
})

describe('paging by number', () => {
  test('more than maxPerPage is asked for in vain', async () => {
    const { get, world, settings } = startTenant()
    world.addRoles(200)
    expect((await get('/roles?per_page=100')).list).toHaveLength(50)
    expect((await get('/roles?per_page=100&include_totals=true')).body).toMatchObject({ limit: 50 })
    settings.maxPerPage = 100
    expect((await get('/roles?per_page=100')).list).toHaveLength(100)
  })

  test.each(['per_page=101', 'per_page=-1', 'page=-1', 'page=x', 'include_totals=yes', 'q=name'])(
    '%s is refused',
    async (query) => {
      const { get } = startTenant()
      expect(await get(`/roles?${query}`)).toMatchObject(failure(400, 'invalid_query_string'))
    },
  )

  test('nothing beyond record 1,000, however short the list', async () => {
    const { get } = startTenant()
    expect((await get('/roles?per_page=50&page=19')).list).toEqual([])
    const refused = await get('/roles?per_page=50&page=20')
    expect(refused).toMatchObject(failure(400, 'invalid_paging', expect.stringContaining('page 20 exceeds')))
  })
})

describe('permissions', () => {
  test('are listed with the names of their APIs', async () => {
    const { get, world } = startTenant()
    const path = `/roles/${world.role('Refunds').id}/permissions`
    const { body } = await get(`${path}?include_totals=true`)
    expect(body).toMatchObject({ start: 0, limit: 50, total: 4 })
    expect(arrayOf(body['permissions'])[1]).toEqual({
      resource_server_identifier: ordersApi,
      resource_server_name: 'Orders',
      permission_name: 'refund:orders',
      description: 'Send money back to the customer',
    })
    expect((await get(`/roles/${world.role('Newcomer').id}/permissions`)).list).toEqual([])
  })

  test('are added and taken away, never replaced', async () => {
    const { post, delete: remove, world } = startTenant()
    const { id, permissions } = world.role('Order clerk')
    const path = `/roles/${id}/permissions`
    const added = await post(path, { permissions: [orders('read:orders'), orders('cancel:orders')] })
    expect(added).toMatchObject({ status: 201, text: '' })
    expect([...(permissions.get(ordersApi) ?? [])]).toEqual([
      'read:orders',
      'write:orders',
      'read:carriers',
      'cancel:orders',
    ])
    const gone = { permissions: [orders('read:orders'), orders('admin:orders')] }
    expect(await remove(path, gone)).toMatchObject({ status: 200, text: '' })
    expect([...(permissions.get(ordersApi) ?? [])]).toEqual([
      'write:orders',
      'read:carriers',
      'cancel:orders',
    ])
  })

  test('all or none, and only what exists', async () => {
    const { post, world } = startTenant()
    const { id, permissions } = world.role('Newcomer')
    const add = (...wanted: unknown[]) => post(`/roles/${id}/permissions`, { permissions: wanted })
    const elsewhere = {
      resource_server_identifier: 'https://nowhere.example',
      permission_name: 'read:orders',
    }
    expect(await add(orders('read:orders'), elsewhere)).toMatchObject(
      failure(404, 'inexistent_resource_server'),
    )
    expect(await add(orders('read:orders'), orders('sing:songs'))).toMatchObject(failure(404))
    expect(await add()).toMatchObject(failure(400, 'invalid_body', expect.stringContaining('too short')))
    const twice = await add(orders('read:orders'), orders('read:orders'))
    expect(twice).toMatchObject(failure(400, 'invalid_body', expect.stringContaining('not unique')))
    expect(permissions.size).toBe(0)
  })

  test('there are 1,000 a role at most', async () => {
    const { post, get, world } = startTenant()
    world.addPermissions(1_000, ['Newcomer'])
    const path = `/roles/${world.role('Newcomer').id}/permissions`
    expect(await post(path, { permissions: [orders('read:orders')] })).toMatchObject(failure(400))
    const held = { resource_server_identifier: bulkApi, permission_name: 'read:bulk_0001' }
    expect(await post(path, { permissions: [held] })).toMatchObject({ status: 201 })
    const last = await get(`${path}?per_page=50&page=19&include_totals=true`)
    expect(last.body).toMatchObject({ total: 1_000 })
    expect(pluck(last.body['permissions'], 'permission_name')).toContain('read:bulk_1000')
  })
})

describe('users', () => {
  test('are those who have the role directly', async () => {
    const { get, world } = startTenant()
    const { id, users } = world.role('Billing viewer')
    expect(users.size).toBe(0)
    expect((await get(`/roles/${id}/users`)).list).toEqual([])
    const admins = await get(`/roles/${world.role('Console administrator').id}/users?include_totals=true`)
    expect(admins.body).toEqual({
      start: 0,
      limit: 50,
      total: 1,
      users: [
        { user_id: expect.stringMatching(/^auth0\|/), name: 'Ingrid Solheim', email: expect.any(String) },
      ],
    })
  })

  test('checkpoints go past 1,000 and miss nobody when people come and go', async () => {
    const { get, walk, world } = startTenant()
    world.addUsers(1_500, ['Newcomer'])
    const { id, users } = world.role('Newcomer')
    const path = `/roles/${id}/users`
    expect(await get(`${path}?page=20&per_page=50`)).toMatchObject(failure(400, 'invalid_paging'))
    const all = [...users.keys()]
    expect(pluck(await walk(path, 'users', 100), 'user_id')).toEqual(all)
    const first = await get(`${path}?take=10`)
    for (const gone of all.slice(5, 15)) world.unassign(gone, id)
    const second = await get(`${path}?take=10&from=${String(first.body['next'])}`)
    expect(pluck(second.body['users'], 'user_id')).toEqual(all.slice(15, 25))
  })

  test('a checkpoint is good for a day, and none is made up', async () => {
    const { get, world, clock } = startTenant()
    const path = `/roles/${world.role('Support').id}/users`
    const from = String((await get(`${path}?take=2`)).body['next'])
    expect((await get(`${path}?take=2&from=${from}`)).status).toBe(200)
    expect(await get(`${path}?from=made-up`)).toMatchObject(failure(400))
    expect(await get(`${path}?from=${from}&page=1`)).toMatchObject(failure(400))
    clock.at += 25 * 3_600_000
    expect(await get(`${path}?from=${from}`)).toMatchObject(failure(400))
  })

  test('are added, all or none; there is no taking away', async () => {
    const { post, send, world } = startTenant()
    const { id, users } = world.role('Seasonal 2024')
    const path = `/roles/${id}/users`
    const [one, other] = world.users().map((user) => user.id)
    expect(await post(path, { users: [one, 'auth0|nobody'] })).toMatchObject(failure(404, 'inexistent_user'))
    expect(users.size).toBe(0)
    expect(await post(path, { users: [one, other] })).toMatchObject({ status: 200, text: '' })
    expect([...users.keys()]).toEqual([one, other])
    expect(await send('DELETE', path, { body: { users: [one] } })).toMatchObject(failure(404))
  })

  test('nobody gets more than 50 roles', async () => {
    const { post, world } = startTenant()
    world.addRoles(60)
    const [user] = world.users()
    const bulk = world.roles().filter(({ name }) => name.startsWith('Bulk'))
    world.setRoles(
      user?.id ?? '',
      bulk.slice(0, 50).map((role) => role.id),
    )
    const path = `/roles/${bulk[55]?.id}/users`
    expect(await post(path, { users: [user?.id] })).toMatchObject(failure(400))
    expect(bulk[55]?.users.size).toBe(0)
  })
})
