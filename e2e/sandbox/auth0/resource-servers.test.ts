// APIs and organizations of the Management API.
import { describe, expect, test } from 'vitest'
import { acmeApi } from '../console-config.ts'
import { subOf } from '../personas.ts'
import { ordersApi } from './seed.ts'
import { arrayOf, failure, pluck, startTenant } from './testing.ts'

const orders = `/resource-servers/${encodeURIComponent(ordersApi)}`

describe('APIs', () => {
  test('are listed with their permissions, Auth0 own among them', async () => {
    const { get } = startTenant()
    const { body } = await get('/resource-servers?include_totals=true')
    expect(body).toMatchObject({ start: 0, limit: 50, total: 5 })
    const [console, , , , system] = arrayOf(body['resource_servers'])
    expect(console).toMatchObject({
      id: expect.stringMatching(/^[\da-f]{24}$/),
      name: 'Gatehouse console',
      identifier: acmeApi,
      is_system: false,
      enforce_policies: true,
      token_dialect: 'access_token_authz',
    })
    expect(system).toMatchObject({ is_system: true, identifier: expect.stringMatching(/\/api\/v2\/$/) })
  })

  test('are chosen by identifier, read by id or identifier', async () => {
    const { get } = startTenant()
    const { list } = await get(`/resource-servers?identifiers=${encodeURIComponent(ordersApi)}`)
    expect(pluck(list, 'name')).toEqual(['Orders'])
    const byIdentifier = await get(orders)
    expect(byIdentifier).toMatchObject({ status: 200, body: { identifier: ordersApi } })
    expect((await get(`/resource-servers/${String(byIdentifier.body['id'])}`)).body).toEqual(
      byIdentifier.body,
    )
    expect(await get('/resource-servers/none')).toMatchObject(failure(404, 'inexistent_resource_server'))
    const many = Array.from({ length: 11 }, (_, index) => `identifiers=${index}`).join('&')
    expect(await get(`/resource-servers?${many}`)).toMatchObject(failure(400))
  })

  test('the list of permissions is replaced; what goes is lost to roles and users', async () => {
    const { patch, get, world } = startTenant()
    const scopes = [{ value: 'read:orders', description: 'See' }, { value: 'pack:orders' }]
    const changed = await patch(orders, { scopes })
    expect(changed).toMatchObject({ status: 201, body: { scopes } })
    expect((await get(orders)).body['scopes']).toEqual(scopes)
    expect([...(world.role('Order manager').permissions.get(ordersApi) ?? [])]).toEqual(['read:orders'])
    const direct = world.users().flatMap(({ id }) => Array.from(world.direct(id).get(ordersApi) ?? []))
    expect(direct).toEqual(['read:orders'])
    expect(await patch(orders, { scopes: [] })).toMatchObject({ body: { scopes: [] } })
    expect(world.role('Order manager').permissions.has(ordersApi)).toBe(false)
  })

  test('flags and names change alone', async () => {
    const { patch, world } = startTenant()
    const before = structuredClone(world.findApi(ordersApi)?.scopes)
    const changes = {
      name: 'Shop',
      enforce_policies: false,
      token_dialect: 'access_token',
      token_lifetime: 60,
    }
    expect(await patch(orders, changes)).toMatchObject({ body: changes })
    expect(world.findApi(ordersApi)?.scopes).toEqual(before)
  })

  test.each([
    [{ scopes: [{ description: 'x' }] }, 'Missing required property: value'],
    [{ scopes: [{ value: 'a' }, { value: 'a', description: 'b' }] }, 'Array items are not unique'],
    [{ scopes: Array.from({ length: 1_001 }, (_, index) => ({ value: `a:${index}` })) }, 'Array is too long'],
    [{ scopes: [{ value: 'x'.repeat(281) }] }, 'String is too long, maximum 280'],
    [{ identifier: 'https://other.example' }, 'Additional properties not allowed: identifier'],
    [{ name: '<b>' }, 'does not match pattern'],
  ])('%# is refused', async (body, why) => {
    const { patch, get } = startTenant()
    const before = (await get(orders)).body
    expect(await patch(orders, body)).toMatchObject(
      failure(400, 'invalid_body', expect.stringContaining(why)),
    )
    expect((await get(orders)).body).toEqual(before)
  })

  test('nobody changes the API of Auth0', async () => {
    const { patch, world } = startTenant()
    const system = world.apis().find(({ isSystem }) => isSystem)
    const refused = await patch(`/resource-servers/${system?.id}`, { scopes: [] })
    expect(refused).toMatchObject(failure(400, 'invalid_body'))
    expect(system?.scopes).not.toEqual([])
  })
})

describe('organizations', () => {
  test('are listed either way and read', async () => {
    const { get, walk } = startTenant()
    const { body } = await get('/organizations?include_totals=true')
    expect(body).toMatchObject({ total: 2 })
    expect(await walk('/organizations', 'organizations', 1)).toEqual(body['organizations'])
    const [first] = arrayOf(body['organizations'])
    expect((await get(`/organizations/${String(pluck([first], 'id')[0])}`)).body).toEqual(first)
    const sorted = await get('/organizations?sort=display_name:1')
    expect(pluck(sorted.list, 'name')).toEqual(['contoso', 'northwind'])
    expect(await get('/organizations?sort=id:1')).toMatchObject(failure(400))
    expect(await get('/organizations/org_none')).toMatchObject(failure(404))
  })

  test('members, with their roles when asked and allowed', async () => {
    const { get, send, walk, world } = startTenant()
    const path = `/organizations/${world.organizations()[0]?.id}/members`
    const plain = await walk(path, 'members', 2)
    expect(plain).toHaveLength(5)
    expect(plain[0]).not.toHaveProperty('roles')
    const { list } = await get(`${path}?fields=user_id,roles`)
    expect(list[1]).toEqual({
      user_id: expect.any(String),
      roles: [{ id: expect.any(String), name: 'Order clerk' }],
    })
    const authorization = 'Bearer scopes=read:organization_members'
    expect(await send('GET', path, { authorization })).toMatchObject({ status: 200 })
    const refused = await send('GET', `${path}?fields=roles`, { authorization })
    expect(refused).toMatchObject(failure(403, 'insufficient_scope'))
  })

  test('roles of a member hold only there', async () => {
    const { get, post, delete: remove, world } = startTenant()
    const guest = subOf('acme', 'guest')
    const path = `/organizations/${world.organizations()[0]?.id}/members/${encodeURIComponent(guest)}/roles`
    const roles = [world.role('Refunds').id]
    expect(await post(path, { roles })).toMatchObject({ status: 204, text: '' })
    const { body } = await get(`${path}?include_totals=true`)
    expect(pluck(body['roles'], 'name')).toEqual(['Order clerk', 'Refunds'])
    expect(world.role('Refunds').users.has(guest)).toBe(false)
    expect(await remove(path, { roles })).toMatchObject({ status: 204 })
    expect(pluck((await get(path)).list, 'name')).toEqual(['Order clerk'])
    world.addRoles(50)
    const many = world.roles().flatMap(({ id, name }) => (name.startsWith('Bulk') ? [id] : []))
    expect(await post(path, { roles: many })).toMatchObject(failure(409))
    expect(
      await post(path.replace(/members\/.*\/roles/, 'members/auth0%7Cno/roles'), { roles }),
    ).toMatchObject(failure(404))
  })
})
