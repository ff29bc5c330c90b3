// Users of the Management API: search, reading one, what they hold and why.
import { describe, expect, test } from 'vitest'
import { subOf } from '../personas.ts'
import { billingApi, ordersApi, telemetryApi } from './seed.ts'
import { arrayOf, failure, pluck, startTenant } from './testing.ts'

const admin = subOf('acme', 'admin')
const viewer = subOf('acme', 'viewer')
const at = (id: string, rest = ''): string => `/users/${encodeURIComponent(id)}${rest}`

const byNumber = (number: number): string => startTenant().world.users()[number]?.id ?? ''
const wanted = (name: string) => ({
  permissions: [{ resource_server_identifier: telemetryApi, permission_name: name }],
})

describe('search', () => {
  test('answers the object of the documentation, or a bare list', async () => {
    const { get, world } = startTenant()
    const { body } = await get('/users?per_page=2&page=1&include_totals=true')
    expect(body).toMatchObject({ start: 2, limit: 2, length: 2, total: world.users().length })
    expect(world.users()).toHaveLength(80)
    const [found] = (await get('/users?q=name:ingrid')).list
    expect(found).toMatchObject({
      user_id: admin,
      name: 'Ingrid Solheim',
      email: 'ingrid.solheim@acme.example',
      identities: [{ provider: 'auth0', user_id: admin.split('|')[1], isSocial: false }],
      last_login: expect.stringMatching(/^2025-.*Z$/),
    })
  })

  test.each([
    ['ingrid', ['Ingrid Solheim']],
    ['INGRID', ['Ingrid Solheim']],
    ['ingr', []],
    ['ingr*', ['Ingrid Solheim']],
    ['name:sol*', ['Ingrid Solheim']],
    ['email:ingrid.s*', ['Ingrid Solheim']],
    ['email:"ingrid.solheim@acme.example"', ['Ingrid Solheim']],
    ['email.domain:partner.example', ['Piotr Zieliński']],
    ['name:"lena sato"', ['Lena Sato', 'Lena Sato']],
    ['name:"sato lena"', []],
    ['name:ingrid AND email:mateo*', []],
    ['name:ingrid OR name:mateo', ['Ingrid Solheim', 'Mateo Quispe']],
    ['ingrid mateo', ['Ingrid Solheim', 'Mateo Quispe']],
    ['(name:ingrid OR name:mateo) AND NOT email:mateo*', ['Ingrid Solheim']],
    ['name:"Robert <script>alert(1)</script> \\"Bob\\""', ['Robert <script>alert(1)</script> "Bob"']],
    ['favourite:blue', []],
  ])('%s finds %j', async (q, names) => {
    const { get } = startTenant()
    const { list, status } = await get(`/users?search_engine=v3&q=${encodeURIComponent(q)}`)
    expect(status).toBe(200)
    expect(pluck(list, 'name')).toEqual(names)
  })

  test.each([
    '(name:x',
    'name:',
    'name:"x',
    'AND x',
    'x)',
    'name:in*',
    'name:*grid',
    'logins_count:[1 TO 5]',
  ])('%s is no query, or one that is not served', async (q) => {
    const { get } = startTenant()
    const refused = await get(`/users?q=${encodeURIComponent(q)}`)
    expect(refused).toMatchObject(failure(400, 'invalid_query_string'))
  })

  test('sorts, and puts those without the field last', async () => {
    const { get } = startTenant()
    const dates = pluck((await get('/users?sort=last_login:-1&per_page=50')).list, 'last_login')
    expect(dates).toEqual(dates.toSorted((one, other) => (String(one) > String(other) ? -1 : 1)))
    const second = pluck((await get('/users?sort=last_login:-1&per_page=50&page=1')).list, 'last_login')
    expect(second.at(-1)).toBeUndefined()
    expect(await get('/users?sort=shoe_size:1')).toMatchObject(failure(400, 'invalid_query_string'))
  })

  test('fields are chosen or left out', async () => {
    const { get } = startTenant()
    const chosen = await get('/users?q=ingrid&fields=user_id,name,blocked&include_fields=true')
    expect(chosen.list).toEqual([{ user_id: admin, name: 'Ingrid Solheim' }])
    const [rest] = (await get('/users?q=ingrid&fields=user_id,name&include_fields=false')).list
    expect(rest).not.toHaveProperty('name')
    expect(rest).toHaveProperty('email')
  })

  test('ends at 1,000 and says how many there are', async () => {
    const { get, world } = startTenant()
    world.addUsers(100_000)
    const { body } = await get('/users?page=19&per_page=50&include_totals=true&sort=last_login:-1')
    expect(body).toMatchObject({ start: 950, length: 50, total: 100_080 })
    const beyond = await get('/users?page=20&per_page=50')
    expect(beyond).toMatchObject(failure(400, 'invalid_paging', expect.stringContaining('first 1000')))
  })

  test('lags behind; reading by id or address does not', async () => {
    const { get, world, settings, clock } = startTenant()
    settings.searchLagMs = 2_000
    world.setUser(admin, { name: 'Ingrid Berg' })
    expect((await get('/users?q=berg')).list).toEqual([])
    expect((await get(at(admin))).body).toMatchObject({ name: 'Ingrid Berg' })
    expect((await get('/users-by-email?email=ingrid.solheim@acme.example')).list).toHaveLength(1)
    clock.at += 2_000
    expect((await get('/users?q=berg')).list).toHaveLength(1)
  })
})

test('one user is read by id; the blocked, the nameless and the unknown', async () => {
  const { get, world, blocked } = startTenant()
  const nameless = world.users().find(({ id }) => id.startsWith('sms|'))
  const { body } = await get(at(nameless?.id ?? '', '?fields=user_id,name,email'))
  expect(body).toEqual({ user_id: nameless?.id })
  expect((await get('/users?q=blocked:true')).list).toHaveLength(1)
  blocked.add(viewer)
  expect((await get(at(viewer))).body).toMatchObject({ blocked: true })
  expect(await get(at('auth0|nobody'))).toMatchObject(failure(404, 'inexistent_user'))
  expect((await get('/users-by-email?email=Ingrid.Solheim@acme.example')).list).toEqual([])
  expect(await get('/users-by-email')).toMatchObject(failure(400))
})

describe('roles of a user', () => {
  test('are those given directly', async () => {
    const { get } = startTenant()
    expect(pluck((await get(at(viewer, '/roles'))).list, 'name')).toEqual(['Console auditor'])
    const { body } = await get(at(viewer, '/roles?include_totals=true'))
    expect(body).toMatchObject({ start: 0, limit: 50, total: 1, roles: [expect.anything()] })
  })

  test('are given and taken away', async () => {
    const { post, delete: remove, world } = startTenant()
    const roles = [world.role('Refunds').id, world.role('Support').id]
    expect(await post(at(viewer, '/roles'), { roles })).toMatchObject({ status: 204, text: '' })
    expect(world.role('Refunds').users.has(viewer)).toBe(true)
    expect(await remove(at(viewer, '/roles'), { roles })).toMatchObject({ status: 204, text: '' })
    expect(world.role('Refunds').users.has(viewer)).toBe(false)
    expect(await post(at(viewer, '/roles'), { roles: ['rol_none'] })).toMatchObject(
      failure(404, 'inexistent_role'),
    )
    expect(await post(at('auth0|no', '/roles'), { roles })).toMatchObject(failure(404, 'inexistent_user'))
    expect(await post(at(viewer, '/roles'), { roles: [] })).toMatchObject(failure(400, 'invalid_body'))
  })

  test('are 50 at most', async () => {
    const { post, world } = startTenant()
    world.addRoles(50)
    const roles = world.roles().flatMap(({ id, name }) => (name.startsWith('Bulk') ? [id] : []))
    expect(await post(at(viewer, '/roles'), { roles })).toMatchObject(failure(400))
    expect(await post(at(viewer, '/roles'), { roles: roles.slice(1) })).toMatchObject({ status: 204 })
  })
})

describe('permissions of a user', () => {
  test('are given directly and read together with those of his own roles', async () => {
    const { get, post, delete: remove } = startTenant()
    const path = at(viewer, '/permissions')
    const before = (await get(`${path}?include_totals=true`)).body
    expect(await post(path, wanted('purge:metrics'))).toMatchObject({ status: 201, text: '' })
    const { body } = await get(`${path}?include_totals=true`)
    expect(body['total']).toBe(Number(before['total']) + 1)
    expect(arrayOf(body['permissions'])[0]).toMatchObject({ permission_name: 'purge:metrics' })
    // In the group "Internal audit", which gives permissions of this API.
    expect(pluck(body['permissions'], 'resource_server_identifier')).not.toContain(billingApi)
    expect(await remove(path, wanted('purge:metrics'))).toMatchObject({ status: 204, text: '' })
    expect((await get(`${path}?include_totals=true`)).body).toEqual(before)
    expect(await post(path, wanted('sing:songs'))).toMatchObject(failure(404))
  })

  test('are 1,000 at most', async () => {
    const { post, world } = startTenant()
    world.addPermissions(1_000)
    world.direct(viewer)
    for (const { value } of world.findApi('https://bulk.acme.example')?.scopes ?? []) {
      world.give(viewer, { api: 'https://bulk.acme.example', name: value })
    }
    const refused = await post(at(viewer, '/permissions'), wanted('purge:metrics'))
    expect(refused).toMatchObject(failure(400, undefined, 'No more permissions can be assigned'))
  })
})

describe('effective', () => {
  test('roles come directly, through groups, or both', async () => {
    const { get, world } = startTenant()
    const { body } = await get(at(viewer, '/effective-roles?take=50'))
    const sources = arrayOf(body['roles']).map((role) => [
      Reflect.get(Object(role), 'name'),
      Reflect.get(Object(role), 'sources'),
    ])
    expect(new Map(Object.entries(Object.fromEntries(sources)))).toEqual(
      new Map([
        ['Console auditor', ['direct']],
        ['Billing viewer', ['groups']],
      ]),
    )
    expect(body).not.toHaveProperty('next')
    const both = await get(at(byNumber(14), '/effective-roles'))
    expect(both.body['roles']).toEqual([expect.objectContaining({ sources: ['direct', 'groups'] })])
    const role = world.role('Billing viewer').id
    const groups = await get(at(viewer, `/effective-roles/sources/groups?role_id=${role}`))
    expect(groups.body).toEqual({ groups: [{ id: expect.stringMatching(/^grp_/), name: 'Internal audit' }] })
  })

  test('permissions of one API, with their source, page by page', async () => {
    const { get } = startTenant()
    const path = at(byNumber(50), '/effective-permissions')
    const api = `resource_server_identifier=${encodeURIComponent(ordersApi)}`
    const { body } = await get(`${path}?${api}`)
    expect(body['permissions']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ permission_name: 'delete:orders', sources: ['direct'] }),
        expect.objectContaining({ permission_name: 'read:orders', sources: ['direct', 'roles'] }),
        expect.objectContaining({ permission_name: 'write:orders', sources: ['roles'] }),
      ]),
    )
    const first = await get(`${path}?${api}&take=1`)
    const second = await get(`${path}?${api}&take=1&from=${String(first.body['next'])}`)
    expect(second.body['permissions']).toEqual([arrayOf(body['permissions'])[1]])
    expect(await get(path)).toMatchObject(failure(400, 'invalid_query_string'))
    expect(await get(`${path}?resource_server_identifier=no`)).toMatchObject(failure(404))
  })

  test('why somebody has a permission', async () => {
    const { get } = startTenant()
    const path = at(viewer, '/effective-permissions/sources/effective-roles')
    const query = { resource_server_identifier: billingApi, permission_name: 'read:invoices' }
    const { body } = await get(`${path}?${new URLSearchParams(query)}`)
    expect(body['roles']).toEqual([expect.objectContaining({ name: 'Billing viewer', sources: ['groups'] })])
  })

  test('nothing of it in tenants that do not have it', async () => {
    const { get, settings } = startTenant()
    settings.effective = false
    for (const path of ['effective-roles', `effective-permissions?resource_server_identifier=${ordersApi}`]) {
      expect(await get(at(viewer, `/${path}`))).toMatchObject(failure(404))
    }
  })
})

test('the organizations of a user', async () => {
  const { get } = startTenant()
  const { body } = await get(at(subOf('acme', 'guest'), '/organizations?include_totals=true'))
  expect(pluck(body['organizations'], 'display_name')).toEqual(['Northwind Retail', 'Contoso Logistics'])
})
