// Applications: who sees what of them, what may be written, and where there are too many.
import { expect, test } from 'vitest'
import { arrayOf, failure, pluck, startTenant } from './testing.ts'
import { awkwardClientName, keyIds, machineIds, seedHalf } from './seed-clients.ts'

const machine = { name: 'Stock counter', app_type: 'non_interactive', grant_types: ['client_credentials'] }
const key = { credential_type: 'public_key', name: 'first', pem: seedHalf(5).pem }
const withKey = (...keys: object[]) => ({
  client_authentication_methods: { private_key_jwt: { credentials: keys } },
})

test('the seed has machines of every kind', async () => {
  const { get, walk } = startTenant()
  const { body } = await get('/clients?app_type=non_interactive&is_global=false&include_totals=true')
  expect(body).toMatchObject({ start: 0, limit: 50, total: 10 })
  const names = pluck(body['clients'], 'name')
  expect(names).toEqual(expect.arrayContaining(['Orders sync', 'Gatehouse gateway', awkwardClientName]))
  expect(names).not.toContain('Gatehouse')
  const all = await walk('/clients', 'clients', 3)
  expect(all).toHaveLength(12)
  expect(new Set(pluck(all, 'name'))).toEqual(new Set([...names, 'All Applications', 'Gatehouse']))
  expect((await get('/clients')).list).toHaveLength(12)
  expect((await get('/clients?is_global=true')).list).toMatchObject([{ name: 'All Applications' }])
  expect((await get('/clients?app_type=spa,native')).list).toMatchObject([{ client_id: 'acme-console' }])
  expect((await get('/clients?is_first_party=false')).list).toEqual([])
})

test('what is seen depends on the scopes', async () => {
  const { send, world } = startTenant()
  const see = async (scopes: string, query = ''): Promise<string[]> => {
    const answer = await send('GET', `/clients/${machineIds.telemetry}${query}`, {
      authorization: `Bearer scopes=${scopes}`,
    })
    return Object.keys(answer.body)
  }
  expect(await see('read:client_summary')).toEqual(['name', 'description', 'client_id', 'app_type'])
  const plain = await see('read:clients')
  expect(plain).toEqual(expect.arrayContaining(['client_metadata', 'grant_types', 'created_at']))
  expect(plain).not.toContain('client_secret')
  expect(plain).not.toContain('client_authentication_methods')
  for (const scope of ['read:client_keys', 'read:client_credentials'])
    expect(await see(`read:clients,${scope}`)).toEqual(
      expect.arrayContaining(['client_secret', 'client_authentication_methods']),
    )
  expect(await see('read:clients,read:client_keys', '?fields=name,client_secret')).toEqual([
    'name',
    'client_secret',
  ])
  expect(await see('read:client_summary', '?fields=name,app_type&include_fields=false')).toEqual([
    'description',
    'client_id',
  ])
  const refused = await send('GET', '/clients', { authorization: 'Bearer scopes=read:roles' })
  expect(refused).toMatchObject(failure(403, 'insufficient_scope'))
  expect(world.client(machineIds.orders).secret).toHaveLength(64)
})

test('an application is made with a secret, which only making and rotating shows', async () => {
  const { post, patch, send, world } = startTenant()
  const made = await post('/clients', {
    ...machine,
    token_endpoint_auth_method: 'client_secret_basic',
    description: 'Counts',
    client_metadata: { team: 'north', gone: null },
  })
  expect(made.status).toBe(201)
  const id = String(made.body['client_id'])
  expect(id).toMatch(/^[A-Za-z0-9]{32}$/)
  expect(made.body).toMatchObject({
    ...machine,
    token_endpoint_auth_method: 'client_secret_basic',
    client_metadata: { team: 'north' },
    client_secret: world.client(id).secret,
  })
  const reader = { authorization: 'Bearer scopes=read:clients,update:clients' }
  const change = { name: 'Shelf counter', client_metadata: { team: null, floor: '2' } }
  const renamed = await send('PATCH', `/clients/${id}`, { ...reader, body: change })
  expect(renamed.status).toBe(200)
  expect(renamed.body).toMatchObject({ name: 'Shelf counter', client_metadata: { floor: '2' } })
  expect(renamed.body).not.toHaveProperty('client_secret')
  const rotated = await post(`/clients/${id}/rotate-secret`, undefined)
  expect(rotated.status).toBe(200)
  expect(rotated.body['client_secret']).toBe(world.client(id).secret)
  expect(rotated.body['client_secret']).not.toBe(made.body['client_secret'])
  expect((await patch(`/clients/${id}`, { client_metadata: {} })).body).toMatchObject({
    client_metadata: { floor: '2' },
  })
  // Names need not be unique.
  const twin = await post('/clients', { ...machine, name: 'Shelf counter' })
  expect(twin.status).toBe(201)
  expect(twin.body['client_id']).not.toBe(id)
})

test('an application that is deleted takes its keys and grants along', async () => {
  const { delete: drop, get, world } = startTenant()
  const id = machineIds.billing
  expect(await drop(`/clients/${id}`)).toMatchObject({ status: 204, text: '' })
  expect(await get(`/clients/${id}`)).toMatchObject(failure(404, 'inexistent_client'))
  expect(await drop(`/clients/${id}`)).toMatchObject(failure(404))
  expect(await get(`/clients/${id}/credentials`)).toMatchObject(failure(404))
  expect(world.clientGrants(id)).toEqual([])
  expect((await get(`/client-grants?client_id=${id}`)).list).toEqual([])
})

test.each<[string, unknown, string]>([
  ['without a name', {}, 'Missing required property: name'],
  ['with an empty one', { name: '' }, 'too short'],
  ['with brackets in it', { name: 'a<b' }, 'pattern'],
  ['with a long description', { ...machine, description: 'x'.repeat(141) }, 'too long'],
  ['of an unknown kind', { ...machine, app_type: 'robot' }, 'app_type'],
  ['with an unknown method', { ...machine, token_endpoint_auth_method: 'magic' }, 'token_endpoint'],
  ['with a number for metadata', { ...machine, client_metadata: { a: 1 } }, 'client_metadata'],
  ['with long metadata', { ...machine, client_metadata: { a: 'x'.repeat(256) } }, 'too long'],
  ['with a key of metadata that may not be', { ...machine, client_metadata: { 'a.b': 'x' } }, 'keys'],
  [
    'with eleven of them',
    { ...machine, client_metadata: Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`k${n}`, ''])) },
    'maximum 10',
  ],
  ['with more than there is', { ...machine, colour: 'red' }, 'Additional properties not allowed: colour'],
  ['with both methods', { ...machine, token_endpoint_auth_method: 'none', ...withKey(key) }, 'exclusive'],
])('none is made %s', async (_, body, words) => {
  const { post, world } = startTenant()
  const before = world.clients().length
  expect(await post('/clients', body)).toMatchObject(
    failure(400, 'invalid_body', expect.stringContaining(words)),
  )
  expect(world.clients()).toHaveLength(before)
})

test('metadata stays within ten over several changes', async () => {
  const { patch } = startTenant()
  const path = `/clients/${machineIds.orders}`
  const eight = Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`k${n}`, 'x']))
  expect((await patch(path, { client_metadata: eight })).status).toBe(200)
  const three = { a: 'x', b: 'x', c: 'x' }
  expect(await patch(path, { client_metadata: three })).toMatchObject(failure(400, 'invalid_body'))
  expect((await patch(path, { client_metadata: { ...three, k0: null } })).status).toBe(200)
  expect((await patch(path, { client_metadata: null })).body).not.toHaveProperty('client_metadata')
})

test('a tenant has so many applications and no more', async () => {
  const { post, settings, world } = startTenant()
  settings.maxApplications = 12
  // The global one does not count.
  expect((await post('/clients', machine)).status).toBe(201)
  expect(await post('/clients', machine)).toMatchObject(failure(403, 'too_many_entities'))
  world.deleteClient(machineIds.idle)
  expect((await post('/clients', machine)).status).toBe(201)
})

test('made with a key, an application signs in by it and has no secret to rotate', async () => {
  const { post, send, world } = startTenant()
  const made = await post('/clients', { ...machine, ...withKey(key) })
  expect(made.status).toBe(201)
  const id = String(made.body['client_id'])
  const [credential] = world.credentials(id)
  expect(made.body).toMatchObject(withKey({ id: credential?.id }))
  expect(made.body).not.toHaveProperty('token_endpoint_auth_method')
  expect(await post(`/clients/${id}/rotate-secret`, undefined)).toMatchObject(failure(400))
  const before = world.clients().length
  const broken = await post('/clients', { ...machine, ...withKey(key, { ...key, pem: 'x' }) })
  expect(broken).toMatchObject(failure(400))
  expect(world.clients()).toHaveLength(before)
  const weaker = { authorization: 'Bearer scopes=create:clients', body: { ...machine, ...withKey(key) } }
  expect(await send('POST', '/clients', weaker)).toMatchObject(failure(403, 'insufficient_scope'))
})

test('what signs an application in is chosen by ids of its own keys', async () => {
  const { patch, send, world } = startTenant()
  const path = `/clients/${machineIds.telemetry}`
  const { telemetryOld, telemetryNew } = keyIds
  expect((await patch(path, withKey({ id: telemetryNew }))).status).toBe(200)
  expect(world.client(machineIds.telemetry).keys).toEqual([telemetryNew])
  expect((await patch(path, withKey({ id: telemetryNew }, { id: telemetryOld }))).status).toBe(200)
  expect(await patch(path, withKey({ id: keyIds.billing }))).toMatchObject(failure(400))
  expect(await patch(path, withKey())).toMatchObject(failure(400))
  const both = { ...withKey({ id: telemetryNew }), token_endpoint_auth_method: 'client_secret_post' }
  expect(await patch(path, both)).toMatchObject(failure(400))
  const weaker = { authorization: 'Bearer scopes=update:clients', body: withKey({ id: telemetryNew }) }
  expect(await send('PATCH', path, weaker)).toMatchObject(failure(403, 'insufficient_scope'))
  expect(world.client(machineIds.telemetry).keys).toEqual([telemetryNew, telemetryOld])
  const secret = { client_authentication_methods: null, token_endpoint_auth_method: 'client_secret_post' }
  expect((await patch(path, secret)).body).toMatchObject({ token_endpoint_auth_method: 'client_secret_post' })
  expect(world.client(machineIds.telemetry)).toMatchObject({ keys: null, method: 'client_secret_post' })
  expect(world.credentials(machineIds.telemetry)).toHaveLength(2)
  // Who signs in with a secret puts that away in the same change.
  expect(await patch(path, withKey({ id: telemetryNew }))).toMatchObject(failure(400))
  const back = { ...withKey({ id: telemetryNew }), token_endpoint_auth_method: null }
  expect((await patch(path, back)).body).toMatchObject(withKey({ id: telemetryNew }))
})

test('the list goes on where it was, whatever comes and goes meanwhile', async () => {
  const { get, world } = startTenant()
  world.addClients(60)
  const first = (await get('/clients?take=20')).body
  world.deleteClient(machineIds.orders)
  world.addClients(1)
  const second = (await get(`/clients?take=50&from=${String(first['next'])}`)).body
  const third = (await get(`/clients?take=50&from=${String(second['next'])}`)).body
  const ids = [first, second, third].flatMap(({ clients }) => pluck(clients, 'client_id'))
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.length).toBeGreaterThanOrEqual(world.clients().length)
  expect(arrayOf(third['clients']).length).toBeGreaterThan(0)
  expect(third).not.toHaveProperty('next')
})
