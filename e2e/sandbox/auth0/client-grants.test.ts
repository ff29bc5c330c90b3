// What applications may ask of which API: one list for each, replaced as a whole.
import { expect, test } from 'vitest'
import { acmeApi } from '../console-config.ts'
import { machineIds } from './seed-clients.ts'
import { billingApi, ordersApi, telemetryApi } from './seed.ts'
import { failure, pluck, startTenant } from './testing.ts'

const grant = { client_id: machineIds.idle, audience: ordersApi, scope: ['read:orders'] }

test('are listed, chosen by application and API, in either way of paging', async () => {
  const { get, walk, world } = startTenant()
  const all = await walk('/client-grants', 'client_grants', 4)
  const there = world.clientGrants().map(({ id }) => id)
  expect(all).toHaveLength(there.length)
  expect(new Set(pluck(all, 'id'))).toEqual(new Set(there))
  expect((await get(`/client-grants?client_id=${machineIds.returns}`)).list).toMatchObject([
    { audience: ordersApi, scope: ['read:returns', 'write:returns'], subject_type: 'client' },
    { audience: billingApi, scope: ['read:invoices'] },
  ])
  const one = `client_id=${machineIds.returns}&audience=${encodeURIComponent(billingApi)}`
  const { body } = await get(`/client-grants?${one}&include_totals=true`)
  expect(body).toMatchObject({ start: 0, total: 1, client_grants: [{ audience: billingApi }] })
  expect((await get(`/client-grants?${one}&subject_type=user`)).list).toEqual([])
  expect(await get('/client-grants?subject_type=robot')).toMatchObject(failure(400))
  const [first] = world.clientGrants(machineIds.orders)
  expect((await get(`/client-grants/${first?.id}`)).body).toMatchObject({ client_id: machineIds.orders })
  expect(await get('/client-grants/cgr_none')).toMatchObject(failure(404))
})

test('are made once for each application and API', async () => {
  const { post, world } = startTenant()
  const made = await post('/client-grants', grant)
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({ ...grant, id: expect.stringMatching(/^cgr_/), subject_type: 'client' })
  expect(await post('/client-grants', { ...grant, scope: [] })).toMatchObject(failure(409))
  expect((await post('/client-grants', { ...grant, audience: telemetryApi, scope: [] })).status).toBe(201)
  expect(world.clientGrants(machineIds.idle)).toHaveLength(2)
})

test('name what there is', async () => {
  const { post, patch, world } = startTenant()
  expect(await post('/client-grants', { ...grant, client_id: 'nobody' })).toMatchObject(failure(404))
  expect(await post('/client-grants', { ...grant, audience: 'urn:none' })).toMatchObject(failure(404))
  expect(await post('/client-grants', { ...grant, scope: ['fly:kites'] })).toMatchObject(
    failure(400, 'invalid_body', expect.stringContaining('fly:kites')),
  )
  expect(await post('/client-grants', { client_id: machineIds.idle })).toMatchObject(failure(400))
  const twice = { ...grant, scope: ['read:orders', 'read:orders'] }
  expect(await post('/client-grants', twice)).toMatchObject(failure(400))
  const [first] = world.clientGrants(machineIds.orders)
  const path = `/client-grants/${first?.id}`
  expect(await patch(path, { scope: ['fly:kites'] })).toMatchObject(failure(400))
  expect(await patch(path, { audience: billingApi })).toMatchObject(failure(400))
})

test('are replaced as a whole, and end', async () => {
  const { patch, delete: drop, world } = startTenant()
  const [first] = world.clientGrants(machineIds.orders)
  const path = `/client-grants/${first?.id}`
  expect((await patch(path, { scope: ['cancel:orders'] })).body).toMatchObject({
    id: first?.id,
    scope: ['cancel:orders'],
  })
  expect((await patch(path, { allow_all_scopes: true })).body).toMatchObject({
    scope: ['cancel:orders'],
    allow_all_scopes: true,
  })
  expect(await drop(path)).toMatchObject({ status: 204, text: '' })
  expect(await drop(path)).toMatchObject(failure(404, 'inexistent_client_grant'))
  expect(world.findClient(machineIds.orders)).toBeDefined()
  const again = world.setClientGrant(machineIds.orders, ordersApi, ['read:orders'])
  expect(again.id).not.toBe(first?.id)
})

test('lose what the API loses', async () => {
  const { patch, world } = startTenant()
  const scopes = [{ value: 'read:roles' }, { value: 'update:roles' }]
  await patch(`/resource-servers/${encodeURIComponent(acmeApi)}`, { scopes })
  expect(world.clientGrants(machineIds.onboarding)).toMatchObject([{ scope: ['read:roles', 'update:roles'] }])
})

test('each call has a scope of its own', async () => {
  const { send } = startTenant()
  for (const [method, path, needed] of [
    ['GET', '/client-grants', 'read:client_grants'],
    ['POST', '/client-grants', 'create:client_grants'],
    ['PATCH', '/client-grants/cgr_1', 'update:client_grants'],
    ['DELETE', '/client-grants/cgr_1', 'delete:client_grants'],
  ] as const) {
    const authorization = 'Bearer scopes=read:clients,update:clients'
    const answer = await send(method, path, { authorization, ...(method === 'GET' ? {} : { body: {} }) })
    expect(answer).toMatchObject(failure(403, 'insufficient_scope', expect.stringContaining(needed)))
  }
})
