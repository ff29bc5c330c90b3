// Service users: added, changed, switched off and on, removed, by user v2 (Connect and REST) and by v1.
import { describe, expect, test } from 'vitest'
import type { PersonaName } from '../personas.ts'
import { homeOrganizationId, otherOrganizationId } from './seed.ts'
import { special, staffId } from './seed-people.ts'
import { items, startInstance } from './testing.ts'

type Instance = ReturnType<typeof startInstance>
const create = (instance: Instance, body: object, name: PersonaName = 'admin') =>
  instance.user(name, 'CreateUser', {
    organizationId: homeOrganizationId,
    username: 'new-one',
    machine: { name: 'New one' },
    ...body,
  })
const root = '/management/v1/users'
const machinesOf = async (instance: Instance) =>
  items(
    await instance.user('admin', 'ListUsers', {
      queries: [{ typeQuery: { type: 'TYPE_MACHINE' } }],
      query: { limit: 1000 },
    }),
    'result',
  )

describe('CreateUser', () => {
  test('makes a service user that lists and single reads have', async () => {
    const instance = startInstance()
    const { status, body } = await create(instance, {
      machine: { name: 'New one', description: 'For a try' },
    })
    expect(status).toBe(200)
    expect(body).toEqual({ id: expect.stringMatching(/^\d{18}$/), creationDate: '2026-01-15T12:00:00.000Z' })
    const made = { userId: body['id'], username: 'new-one', state: 'USER_STATE_ACTIVE' }
    expect(await machinesOf(instance)).toContainEqual(
      expect.objectContaining({
        ...made,
        machine: {
          name: 'New one',
          description: 'For a try',
          accessTokenType: 'ACCESS_TOKEN_TYPE_BEARER',
        },
      }),
    )
    const read = await instance.user('viewer', 'GetUserByID', { userId: body['id'] })
    expect(read.body).toMatchObject({ user: made, details: { resourceOwner: homeOrganizationId } })
  })

  test('takes the id for the name where there is none, and an id that one brings', async () => {
    const instance = startInstance()
    const { body } = await create(instance, { username: undefined, userId: 'my-own-id' })
    expect(body['id']).toBe('my-own-id')
    expect(instance.world.person('my-own-id')?.username).toBe('my-own-id')
    expect(await create(instance, { username: 'another', userId: 'my-own-id' })).toMatchObject({
      status: 400,
      body: { code: 'failed_precondition' },
    })
  })

  test.each([['ci-runner'], ['CI-Runner'], ['maria.silva@nuvanta.example']])(
    'refuses the taken name %s',
    async (username) => {
      const instance = startInstance()
      const before = instance.world.people.length
      expect(await create(instance, { username })).toMatchObject({
        status: 409,
        body: { code: 'already_exists', details: [{ debug: { message: 'Errors.User.AlreadyExists' } }] },
      })
      expect(instance.world.people).toHaveLength(before)
    },
  )

  test.each([
    ['no organisation', { organizationId: '' }],
    ['no kind of user', { machine: undefined }],
    ['a person', { machine: undefined, human: {} }],
    ['no name', { machine: { name: '' } }],
    ['a long name', { machine: { name: 'x'.repeat(201) } }],
    ['an empty user name', { username: '' }],
    ['a long user name', { username: 'x'.repeat(201) }],
    ['an empty description', { machine: { name: 'x', description: '' } }],
    ['a long description', { machine: { name: 'x', description: 'x'.repeat(501) } }],
  ])('refuses %s', async (_, body) => {
    expect(await create(startInstance(), body)).toMatchObject({
      status: 400,
      body: { code: 'invalid_argument' },
    })
  })

  test('is for those who may write users, in that organisation', async () => {
    const instance = startInstance()
    expect((await create(instance, {}, 'viewer')).status).toBe(403)
    expect((await create(instance, {}, 'guest')).status).toBe(404)
    expect((await create(instance, { organizationId: otherOrganizationId }, 'keykeeper')).status).toBe(404)
    expect((await create(instance, {}, 'keykeeper')).status).toBe(200)
  })
})

describe('UpdateUser', () => {
  const userId = special.machine
  const update = (instance: Instance, body: object, name: PersonaName = 'admin') =>
    instance.user(name, 'UpdateUser', { userId, ...body })

  test('changes what is named and leaves the rest', async () => {
    const instance = startInstance()
    instance.clock.at += 1_000
    const { body } = await update(instance, { machine: { description: 'Now empty' } })
    expect(body).toEqual({ changeDate: '2026-01-15T12:00:01.000Z' })
    expect(instance.world.person(userId)).toMatchObject({
      displayName: 'CI runner',
      description: 'Now empty',
      username: 'ci-runner',
    })
    await update(instance, { username: 'runner', machine: { name: 'Runner', description: '' } })
    expect(instance.world.person(userId)).toMatchObject({
      displayName: 'Runner',
      description: '',
      username: 'runner',
    })
  })

  test('that changes nothing is none', async () => {
    const instance = startInstance()
    const before = instance.world.person(userId)?.sequence
    const { status, body } = await update(instance, { machine: { name: 'CI runner' } })
    expect([status, body]).toEqual([200, { changeDate: '2025-02-20T09:21:00.000Z' }])
    expect(instance.world.person(userId)?.sequence).toBe(before)
  })

  test('refuses a taken name, a long one, a person, somebody unknown, and those who may not', async () => {
    const instance = startInstance()
    expect((await update(instance, { username: 'crm-sync' })).status).toBe(409)
    expect((await update(instance, { machine: { name: 'x'.repeat(201) } })).status).toBe(400)
    expect((await update(instance, { userId: staffId('kofi.mensah'), machine: {} })).status).toBe(404)
    expect((await update(instance, { userId: '9', machine: {} })).status).toBe(404)
    expect((await update(instance, { machine: { name: 'x' } }, 'viewer')).status).toBe(403)
  })
})

describe('switching off and on', () => {
  const userId = special.machine
  const state = ({ world }: Instance) => world.person(userId)?.state

  test.each([
    ['DeactivateUser', 'INACTIVE', 'ReactivateUser'],
    ['LockUser', 'LOCKED', 'UnlockUser'],
  ])('%s, a second time, and back', async (off, expected, on) => {
    const instance = startInstance()
    expect((await instance.user('keykeeper', off, { userId })).body).toEqual({
      details: {
        sequence: expect.stringMatching(/^\d+$/),
        changeDate: '2026-01-15T12:00:00.000Z',
        resourceOwner: homeOrganizationId,
      },
    })
    expect(state(instance)).toBe(expected)
    const failed = { status: 400, body: { code: 'failed_precondition' } }
    expect(await instance.user('keykeeper', off, { userId })).toMatchObject(failed)
    expect((await instance.user('viewer', on, { userId })).status).toBe(403)
    expect((await instance.user('keykeeper', on, { userId })).status).toBe(200)
    expect(state(instance)).toBe('ACTIVE')
    expect(await instance.user('keykeeper', on, { userId })).toMatchObject(failed)
    expect((await instance.user('keykeeper', on, { userId: '9' })).status).toBe(404)
    expect((await instance.user('keykeeper', on, {})).status).toBe(400)
  })

  test('by v1, where a wrong state has another id', async () => {
    const instance = startInstance()
    const call = (name: string) => instance.rest('keykeeper', 'POST', `${root}/${userId}/_${name}`)
    expect((await call('deactivate')).status).toBe(200)
    expect(await call('deactivate')).toMatchObject({
      status: 400,
      body: { details: [{ id: 'COMMAND-5M0sf' }] },
    })
    expect((await call('reactivate')).status).toBe(200)
    expect((await call('lock')).status).toBe(200)
    expect((await call('unlock')).status).toBe(200)
    expect(state(instance)).toBe('ACTIVE')
    const elsewhere = `${root}/${special.machineElsewhere}/_deactivate`
    expect((await instance.rest('admin', 'POST', elsewhere)).status).toBe(404)
  })
})

describe('DeleteUser', () => {
  test('takes everything along: authorizations, administration, tokens, keys, metadata', async () => {
    const instance = startInstance()
    const { world, user } = instance
    const userId = special.machine
    world.setAdministrator(userId, ['ORG_OWNER'])
    expect((await user('viewer', 'DeleteUser', { userId })).status).toBe(403)
    expect((await user('keykeeper', 'DeleteUser', { userId })).status).toBe(200)
    expect(world.person(userId)).toBeUndefined()
    expect(world.authorizations().filter((one) => one.userId === userId)).toEqual([])
    expect(world.administrators.has(userId)).toBe(false)
    expect([world.tokens(userId), world.machineKeys(userId), world.userMetadata(userId)]).toEqual([
      [],
      [],
      [],
    ])
    expect(world.tokens().length).toBeGreaterThan(0)
    expect((await user('keykeeper', 'DeleteUser', { userId })).status).toBe(404)
    // The name is free again.
    expect((await create(instance, { username: 'ci-runner' })).status).toBe(200)
  })

  test('by REST and by v1', async () => {
    const { rest, world } = startInstance()
    expect((await rest('admin', 'DELETE', `/v2/users/${special.bare}`)).status).toBe(200)
    expect((await rest('admin', 'DELETE', `${root}/${special.bot}`)).status).toBe(200)
    expect([world.person(special.bare), world.person(special.bot)]).toEqual([undefined, undefined])
  })
})

test('lists lag behind, commands and single reads do not', async () => {
  const instance = startInstance()
  const { world, clock, user } = instance
  world.settings.lagMs = 5_000
  const before = (await machinesOf(instance)).length
  const { body } = await create(instance, {})
  await user('admin', 'DeleteUser', { userId: special.bare })
  await user('admin', 'DeactivateUser', { userId: special.machine })
  const shown = await machinesOf(instance)
  expect(shown).toHaveLength(before)
  expect(shown.map(({ userId }) => userId)).toContain(special.bare)
  expect(shown).toContainEqual(
    expect.objectContaining({ userId: special.machine, state: 'USER_STATE_ACTIVE' }),
  )
  expect((await user('admin', 'GetUserByID', { userId: body['id'] })).status).toBe(200)
  expect((await create(instance, {})).status).toBe(409)
  clock.at += 5_000
  const later = await machinesOf(instance)
  expect(later.map(({ userId }) => userId)).toContain(body['id'])
  expect(later.map(({ userId }) => userId)).not.toContain(special.bare)
  expect(later).toContainEqual(
    expect.objectContaining({ userId: special.machine, state: 'USER_STATE_INACTIVE' }),
  )
})

test('v2 over REST', async () => {
  const { rest, world } = startInstance()
  const made = await rest('admin', 'POST', '/v2/users/new', {
    organizationId: homeOrganizationId,
    username: 'over-rest',
    machine: { name: 'Over REST' },
  })
  const id = String(made.body['id'])
  expect((await rest('admin', 'PATCH', `/v2/users/${id}`, { machine: { name: 'Other' } })).status).toBe(200)
  expect(world.person(id)?.displayName).toBe('Other')
  expect((await rest('admin', 'POST', `/v2/users/${id}/deactivate`)).status).toBe(200)
  expect(world.person(id)?.state).toBe('INACTIVE')
})

describe('v1', () => {
  test('makes one, with its kind of tokens', async () => {
    const { rest, world } = startInstance()
    const accessTokenType = 'ACCESS_TOKEN_TYPE_JWT'
    const { body } = await rest('keykeeper', 'POST', `${root}/machine`, {
      userName: 'older',
      name: 'Older',
      accessTokenType,
    })
    expect(body).toEqual({
      userId: expect.any(String),
      details: {
        sequence: expect.any(String),
        creationDate: '2026-01-15T12:00:00.000Z',
        resourceOwner: homeOrganizationId,
      },
    })
    const id = String(body['userId'])
    const read = await rest('viewer', 'GET', `${root}/${id}`)
    expect(read.body).toMatchObject({
      user: { userName: 'older', machine: { name: 'Older', accessTokenType } },
    })
    // A change replaces all three fields.
    expect((await rest('admin', 'PUT', `${root}/${id}/machine`, { name: 'Older' })).status).toBe(200)
    expect(world.person(id)?.accessTokenType).toBeUndefined()
    expect(await rest('admin', 'PUT', `${root}/${id}/machine`, { name: 'Older' })).toMatchObject({
      status: 400,
      body: { details: [{ message: 'Errors.User.NotChanged' }] },
    })
    expect((await rest('admin', 'PUT', `${root}/${id}/username`, { userName: 'old' })).status).toBe(200)
    expect(world.person(id)?.username).toBe('old')
  })

  test('refuses a missing user name, which v2 does not need, and a taken one', async () => {
    const { rest } = startInstance()
    expect((await rest('admin', 'POST', `${root}/machine`, { name: 'x' })).status).toBe(400)
    const taken = await rest('admin', 'POST', `${root}/machine`, { name: 'x', userName: 'ci-runner' })
    expect(taken).toMatchObject({ status: 409, body: { code: 6 } })
    expect((await rest('viewer', 'POST', `${root}/machine`, { name: 'x', userName: 'x' })).status).toBe(403)
  })
})

test('an older instance has v1 and, of v2, what users had before', async () => {
  const instance = startInstance()
  instance.world.settings.olderInstance = true
  const userId = special.machine
  for (const method of ['CreateUser', 'UpdateUser', 'ListKeys', 'AddPersonalAccessToken', 'AddSecret']) {
    expect((await instance.user('admin', method, { userId })).text).toBe('404 page not found\n')
  }
  expect((await instance.rest('admin', 'POST', '/v2/users/new', {})).body).toEqual({
    code: 5,
    message: 'Not Found',
  })
  expect((await instance.rest('admin', 'PATCH', `/v2/users/${userId}`, {})).status).toBe(404)
  expect((await instance.user('admin', 'DeactivateUser', { userId })).status).toBe(200)
  expect((await machinesOf(instance)).length).toBeGreaterThan(7)
  const added = await instance.rest('admin', 'POST', `${root}/machine`, { name: 'x', userName: 'x' })
  expect(added.status).toBe(200)
})

test('a service user may change itself in v2', async () => {
  const { world, send } = startInstance()
  const { token } = world.addToken({ userId: special.bare })
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const update = (userId: string) =>
    send('POST', '/zitadel.user.v2.UserService/UpdateUser', headers, { userId, machine: { name: 'I' } })
  expect((await update(special.bare)).status).toBe(200)
  expect((await update(special.bot)).status).toBe(404)
})
