// Personal access tokens: listed across users, issued once, removed; user v2 by Connect and REST, and v1.
import { describe, expect, test } from 'vitest'
import { personas } from '../personas.ts'
import { homeOrganizationId, otherOrganizationId } from './seed.ts'
import { special, staffId } from './seed-people.ts'
import { items, startInstance } from './testing.ts'

type Instance = ReturnType<typeof startInstance>
const day = 86_400_000
const soon = '2026-02-15T12:00:00Z'
const never = '9999-12-31T23:59:59Z'
const list = (instance: Instance, body: object = {}, name: 'admin' | 'viewer' | 'guest' = 'admin') =>
  instance.user(name, 'ListPersonalAccessTokens', body)
const add = (instance: Instance, body: object = {}, name: 'admin' | 'viewer' | 'keykeeper' = 'admin') =>
  instance.user(name, 'AddPersonalAccessToken', { userId: special.machine, expirationDate: soon, ...body })
const v1 = `/management/v1/users/${special.machine}/pats`

describe('ListPersonalAccessTokens', () => {
  test('has those of every organisation that one may read', async () => {
    const instance = startInstance()
    const all = instance.world.tokens()
    const { body } = await list(instance)
    expect(body['pagination']).toEqual({ totalResult: String(all.length), appliedLimit: '100' })
    const elsewhere = all.filter(({ userId }) => userId === special.machineElsewhere)
    const seen = items(await list(instance, {}, 'viewer'), 'result')
    expect(seen).toHaveLength(all.length - elsewhere.length)
    expect((await list(instance, {}, 'guest')).body).toEqual({ pagination: { appliedLimit: '100' } })
    instance.world.settings.permissionCheckV2 = false
    expect((await list(instance, {}, 'guest')).body).toEqual({
      pagination: { totalResult: String(all.length), appliedLimit: '100' },
    })
  })

  test('one as it is on the wire: no value, no name', async () => {
    const instance = startInstance()
    const [token] = instance.world.tokens(special.bot)
    const { body } = await list(instance, { filters: [{ tokenIdFilter: { id: token?.id } }] })
    expect(body['result']).toEqual([
      {
        id: token?.id,
        userId: special.bot,
        organizationId: homeOrganizationId,
        creationDate: token?.createdAt.toISOString(),
        changeDate: token?.createdAt.toISOString(),
        expirationDate: '9999-12-31T23:59:59.000Z',
      },
    ])
  })

  test.each<[string, object, (instance: Instance) => number]>([
    ['user', { userIdFilter: { id: special.machine } }, () => 3],
    ['organisation', { organizationIdFilter: { id: otherOrganizationId } }, () => 1],
    [
      'end',
      { expirationDateFilter: { timestamp: soon, method: 'TIMESTAMP_FILTER_METHOD_BEFORE' } },
      ({ world }) =>
        world.tokens().filter((one) => one.expiresAt !== null && one.expiresAt < new Date(soon)).length,
    ],
    [
      'creation',
      {
        createdDateFilter: {
          timestamp: '2026-01-01T00:00:00Z',
          method: 'TIMESTAMP_FILTER_METHOD_AFTER_OR_EQUALS',
        },
      },
      ({ world }) => world.tokens().filter((one) => one.createdAt >= new Date('2026-01-01')).length,
    ],
  ])('by %s', async (_, filter, expected) => {
    const instance = startInstance()
    const found = items(await list(instance, { filters: [filter] }), 'result')
    expect(found).toHaveLength(expected(instance))
    expect(found.length).toBeGreaterThan(0)
    expect(found.length).toBeLessThan(instance.world.tokens().length)
  })

  test('is sorted and paged', async () => {
    const instance = startInstance()
    const sortingColumn = 'PERSONAL_ACCESS_TOKEN_FIELD_NAME_EXPIRATION_DATE'
    const ends: number[] = []
    for (let offset = 0; ; offset += 3) {
      const page = await list(instance, { sortingColumn, pagination: { offset, limit: 3, asc: true } })
      const rows = items(page, 'result')
      if (rows.length === 0) break
      ends.push(...rows.map(({ expirationDate }) => Date.parse(String(expirationDate))))
    }
    expect(ends).toHaveLength(instance.world.tokens().length)
    expect(ends).toEqual(ends.toSorted((one, other) => one - other))
    // The newest comes first unless it is said.
    const [newest] = items(await list(instance, { pagination: { limit: 1 } }), 'result')
    const latest = Math.max(...instance.world.tokens().map(({ createdAt }) => createdAt.getTime()))
    expect(newest?.['creationDate']).toBe(new Date(latest).toISOString())
  })

  test.each([
    ['an empty filter', { filters: [{}] }],
    ['the filter of keys', { filters: [{ keyIdFilter: { id: '1' } }] }],
    ['a column of keys', { sortingColumn: 'KEY_FIELD_NAME_ID' }],
    ['more than a thousand', { pagination: { limit: 1001 } }],
    ['what is no date', { filters: [{ createdDateFilter: { timestamp: 'soon' } }] }],
  ])('refuses %s', async (_, body) => {
    expect(await list(startInstance(), body)).toMatchObject({
      status: 400,
      body: { code: 'invalid_argument' },
    })
  })
})

describe('AddPersonalAccessToken', () => {
  test('hands the value out once; it works', async () => {
    const instance = startInstance()
    const { status, body } = await add(instance, {}, 'keykeeper')
    expect(status).toBe(200)
    expect(body).toEqual({
      creationDate: '2026-01-15T12:00:00.000Z',
      tokenId: expect.stringMatching(/^\d{18}$/),
      token: expect.stringMatching(/^[\w-]{71}$/),
    })
    const listed = await list(instance, { filters: [{ tokenIdFilter: { id: body['tokenId'] } }] })
    expect(items(listed, 'result')).toMatchObject([{ expirationDate: '2026-02-15T12:00:00.000Z' }])
    expect(listed.text).not.toContain(String(body['token']))
    expect(JSON.stringify(instance.world.machines.tokens.list(Infinity))).not.toContain(String(body['token']))
    const headers = { authorization: `Bearer ${String(body['token'])}`, 'content-type': 'application/json' }
    const me = () => instance.send('POST', '/auth/v1/permissions/zitadel/me/_search', headers, {})
    expect((await me()).status).toBe(200)
    const removed = await instance.user('keykeeper', 'RemovePersonalAccessToken', {
      userId: special.machine,
      tokenId: body['tokenId'],
    })
    expect(removed.body).toEqual({ deletionDate: '2026-01-15T12:00:00.000Z' })
    expect((await me()).status).toBe(401)
  })

  test('for ever is the end of the year 9999', async () => {
    const instance = startInstance()
    const { body } = await add(instance, { expirationDate: never })
    const made = instance.world.tokens(special.machine).find(({ id }) => id === body['tokenId'])
    expect(made?.expiresAt).toBeNull()
  })

  test.each([
    ['no end', { expirationDate: undefined }, 400, undefined],
    ['what is no date', { expirationDate: '2026-02-15' }, 400, undefined],
    ['a past end', { expirationDate: '2026-01-15T11:59:59Z' }, 400, 'DOMAIN-dv3t5'],
    ['nobody', { userId: '' }, 400, undefined],
    ['somebody unknown', { userId: '9' }, 400, 'COMMAND-Dggw2'],
    ['a person', { userId: staffId('kofi.mensah') }, 400, 'COMMAND-Df2f1'],
    ['oneself, as a person', { userId: personas.admin.subs['kosmos'] }, 400, 'COMMAND-Df2f1'],
  ])('refuses %s', async (_, body, status, id) => {
    const instance = startInstance()
    const before = instance.world.tokens().length
    const answer = await add(instance, body)
    expect(answer.status).toBe(status)
    const details = items(answer, 'details')
    if (id !== undefined) expect(details).toMatchObject([{ debug: { id } }])
    expect(instance.world.tokens()).toHaveLength(before)
  })

  test('is for those who may write users, there', async () => {
    const instance = startInstance()
    expect((await add(instance, {}, 'viewer')).status).toBe(403)
    expect((await add(instance, { userId: special.machineElsewhere }, 'keykeeper')).status).toBe(404)
  })

  test('for a service user that is switched off gives one that does not work', async () => {
    const instance = startInstance()
    const { body } = await add(instance, { userId: special.importer })
    const headers = { authorization: `Bearer ${String(body['token'])}`, 'content-type': 'application/json' }
    const me = await instance.send('POST', '/auth/v1/permissions/zitadel/me/_search', headers, {})
    expect(me.status).toBe(401)
  })
})

test('RemovePersonalAccessToken: unknown, of another user, and by whom', async () => {
  const instance = startInstance()
  const [token] = instance.world.tokens(special.bot)
  const remove = (name: 'admin' | 'viewer', userId: string, tokenId = token?.id) =>
    instance.user(name, 'RemovePersonalAccessToken', { userId, tokenId })
  expect((await remove('viewer', special.bot)).status).toBe(403)
  expect(await remove('admin', special.machine)).toMatchObject({
    status: 404,
    body: { code: 'not_found', details: [{ debug: { id: 'COMMAND-4m77G' } }] },
  })
  expect((await remove('admin', special.bot)).status).toBe(200)
  expect((await remove('admin', special.bot)).status).toBe(404)
})

test('lists lag behind, removal does not', async () => {
  const instance = startInstance()
  instance.world.settings.lagMs = 5_000
  const { body } = await add(instance)
  const mine = { filters: [{ tokenIdFilter: { id: body['tokenId'] } }] }
  expect(items(await list(instance, mine), 'result')).toEqual([])
  expect(instance.world.tokens().some(({ id }) => id === body['tokenId'])).toBe(true)
  instance.clock.at += 5_000
  expect(items(await list(instance, mine), 'result')).toHaveLength(1)
  const ids = { userId: special.machine, tokenId: body['tokenId'] }
  expect((await instance.user('admin', 'RemovePersonalAccessToken', ids)).status).toBe(200)
  expect(items(await list(instance, mine), 'result')).toHaveLength(1)
  instance.clock.at += 5_000
  expect(items(await list(instance, mine), 'result')).toEqual([])
})

test('v2 over REST', async () => {
  const instance = startInstance()
  const filters = [{ userIdFilter: { id: special.machine } }]
  const over = await instance.rest('admin', 'POST', '/v2/users/pats/search', { filters })
  expect(over.body).toEqual((await list(instance, { filters })).body)
  const path = `/v2/users/${special.machine}/pats`
  const { body } = await instance.rest('admin', 'POST', path, { expirationDate: soon })
  expect(body['token']).toEqual(expect.any(String))
  expect((await instance.rest('admin', 'DELETE', `${path}/${String(body['tokenId'])}`)).status).toBe(200)
})

describe('v1', () => {
  test('lists those of one service user, with scopes', async () => {
    const instance = startInstance()
    const answer = await instance.rest('viewer', 'POST', `${v1}/_search`, { query: { limit: 1, asc: true } })
    expect(answer.body['details']).toMatchObject({ totalResult: '3' })
    const [first] = instance.world
      .tokens(special.machine)
      .toSorted((one, other) => one.createdAt.getTime() - other.createdAt.getTime())
    expect(answer.body['result']).toEqual([
      {
        id: first?.id,
        details: expect.objectContaining({ resourceOwner: homeOrganizationId }),
        expirationDate: first?.expiresAt?.toISOString(),
        scopes: expect.arrayContaining(['openid', 'urn:zitadel:iam:user:metadata']),
      },
    ])
    const one = await instance.rest('viewer', 'GET', `${v1}/${String(first?.id)}`)
    expect(one.body).toMatchObject({ token: { id: first?.id } })
    expect((await instance.rest('viewer', 'GET', `${v1}/9`)).status).toBe(404)
    expect((await instance.rest('guest', 'POST', `${v1}/_search`, {})).status).toBe(404)
  })

  test('adds one without an end, or with one, and removes it', async () => {
    const instance = startInstance()
    const { body } = await instance.rest('keykeeper', 'POST', v1, {})
    expect(body).toMatchObject({ tokenId: expect.any(String), token: expect.any(String) })
    const made = () => instance.world.tokens(special.machine).find(({ id }) => id === body['tokenId'])
    expect(made()?.expiresAt).toBeNull()
    const past = await instance.rest('keykeeper', 'POST', v1, { expirationDate: '2020-01-01T00:00:00Z' })
    expect(past).toMatchObject({ status: 400, body: { code: 3, details: [{ id: 'DOMAIN-dv3t5' }] } })
    const path = `${v1}/${String(body['tokenId'])}`
    expect((await instance.rest('viewer', 'DELETE', path)).status).toBe(403)
    expect((await instance.rest('keykeeper', 'DELETE', path)).status).toBe(200)
    expect(made()).toBeUndefined()
    expect((await instance.rest('keykeeper', 'DELETE', path)).status).toBe(404)
    const elsewhere = `/management/v1/users/${special.machineElsewhere}/pats`
    expect((await instance.rest('admin', 'POST', elsewhere, {})).status).toBe(400)
    expect((await instance.rest('admin', 'POST', elsewhere, {}, otherOrganizationId)).status).toBe(200)
  })
})

test('the seed has every kind of end', () => {
  const { world, clock } = startInstance()
  const days = (id: string, what: 'tokens' | 'machineKeys') =>
    world[what](id).map(({ expiresAt }) => (expiresAt ? (expiresAt.getTime() - clock.at) / day : null))
  expect(days(special.machine, 'tokens')).toEqual([5, 80, 25])
  expect(days(special.exporter, 'tokens')).toEqual([-3])
  expect(days(special.exporter, 'machineKeys')).toEqual([80, null])
  expect(days(special.sync, 'machineKeys')).toEqual([0.5, 25])
  expect(days(special.bot, 'tokens')).toEqual([null, 0.5])
  expect(days(special.bare, 'tokens').concat(days(special.bare, 'machineKeys'))).toEqual([])
  // One replaces another.
  const [old] = world.tokens(special.machine)
  const labels = world
    .userMetadata(special.machine)
    .map(({ value }): { replaces?: string } => JSON.parse(Buffer.from(value, 'base64').toString()))
  expect(labels.map(({ replaces }) => replaces)).toEqual([
    undefined,
    `token.${old?.userId}.${old?.id}`,
    undefined,
  ])
})

test('many tokens are listed in pages, quickly', async () => {
  const instance = startInstance()
  instance.world.addAccounts(500, 4)
  const began = performance.now()
  const page = await list(instance, { pagination: { offset: 1000, limit: 1000 } })
  expect(items(page, 'result')).toHaveLength(1000)
  expect(performance.now() - began).toBeLessThan(1_000)
})
