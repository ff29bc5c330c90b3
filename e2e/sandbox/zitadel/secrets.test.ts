// The one secret of a service user, by user v2 and v1.
import { expect, test } from 'vitest'
import { hashOf } from './machines.ts'
import { special, staffId } from './seed-people.ts'
import { startInstance } from './testing.ts'

const userId = special.bare
const stored = ({ world }: ReturnType<typeof startInstance>) => world.person(userId)?.secret?.hash

test('is set, shown once, overwritten at once, removed', async () => {
  const instance = startInstance()
  const { user, world } = instance
  expect(world.hasSecret(userId)).toBe(false)
  const first = await user('keykeeper', 'AddSecret', { userId })
  expect(first.body).toEqual({
    creationDate: '2026-01-15T12:00:00.000Z',
    clientSecret: expect.stringMatching(/^[\w-]{64}$/),
  })
  expect(stored(instance)).toBe(hashOf(String(first.body['clientSecret'])))
  const one = await user('viewer', 'GetUserByID', { userId })
  expect(one.body).toMatchObject({ user: { machine: { hasSecret: true } } })
  expect(one.text).not.toContain(stored(instance) ?? '')
  const second = await user('keykeeper', 'AddSecret', { userId })
  expect(stored(instance)).toBe(hashOf(String(second.body['clientSecret'])))
  expect((await user('keykeeper', 'RemoveSecret', { userId })).body).toEqual({
    deletionDate: '2026-01-15T12:00:00.000Z',
  })
  expect(world.hasSecret(userId)).toBe(false)
  expect(await user('keykeeper', 'RemoveSecret', { userId })).toMatchObject({
    status: 400,
    body: { code: 'failed_precondition', details: [{ debug: { id: 'COMMAND-coi82n' } }] },
  })
})

test('only service users have one, and only those who may write users give it', async () => {
  const { user } = startInstance()
  expect((await user('viewer', 'AddSecret', { userId })).status).toBe(403)
  expect((await user('guest', 'AddSecret', { userId })).status).toBe(404)
  expect((await user('admin', 'AddSecret', { userId: staffId('kofi.mensah') })).status).toBe(400)
  expect((await user('admin', 'AddSecret', { userId: '9' })).status).toBe(400)
  expect((await user('admin', 'AddSecret', {})).status).toBe(400)
})

test('v1 says the client id as well; REST has both', async () => {
  const { rest, world } = startInstance()
  const path = `/management/v1/users/${userId}/secret`
  expect((await rest('keykeeper', 'PUT', path)).body).toMatchObject({
    clientId: 'experiment',
    clientSecret: expect.any(String),
  })
  expect((await rest('viewer', 'DELETE', path)).status).toBe(403)
  expect((await rest('keykeeper', 'DELETE', path)).status).toBe(200)
  expect(world.hasSecret(userId)).toBe(false)
  expect((await rest('keykeeper', 'POST', `/v2/users/${userId}/secret`)).status).toBe(200)
  expect((await rest('keykeeper', 'DELETE', `/v2/users/${userId}/secret`)).status).toBe(200)
  expect((await rest('keykeeper', 'DELETE', path)).status).toBe(400)
})

test('the list learns of it late', async () => {
  const { user, world, clock } = startInstance()
  world.settings.lagMs = 5_000
  await user('admin', 'AddSecret', { userId })
  const shown = async () =>
    (await user('admin', 'ListUsers', { queries: [{ inUserIdsQuery: { userIds: [userId] } }] })).text
  expect(await shown()).not.toContain('hasSecret')
  clock.at += 5_000
  expect(await shown()).toContain('"hasSecret":true')
})
