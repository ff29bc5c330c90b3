// Roles over v1 REST: the same state, other shapes, other quirks.
import { describe, expect, test } from 'vitest'
import { items, startInstance } from './testing.ts'
import type { Answer } from './testing.ts'
import { homeOrganizationId as resourceOwner, kosmosProjectId, ledgerProjectId } from './seed.ts'

const roles = `/management/v1/projects/${kosmosProjectId}/roles`
const keys = (answer: Answer): unknown[] => items(answer, 'result').map(({ key }) => key)
const failure = (code: number, id: string) => ({ code, details: [{ id }] })
const path = (key: string): string => `${roles}/${encodeURIComponent(key)}`

const list = (body: object, instance = startInstance()) =>
  instance.rest('admin', 'POST', `${roles}/_search`, body)

describe('_search', () => {
  test('has details of the list and of each role', async () => {
    const { body } = await list({ queries: [{ keyQuery: { key: 'admin' } }] })
    expect(body).toEqual({
      details: {
        totalResult: '1',
        processedSequence: expect.stringMatching(/^\d+$/),
        viewTimestamp: '2026-01-15T12:00:00.000Z',
      },
      result: [
        {
          key: 'admin',
          details: {
            sequence: '1001',
            creationDate: '2025-03-03T08:01:00.000Z',
            changeDate: '2025-03-03T08:01:00.000Z',
            resourceOwner,
          },
          displayName: 'Administrator: full system access',
          group: 'Administration',
        },
      ],
    })
  })

  test('pages, and refuses more than a thousand', async () => {
    const instance = startInstance()
    const all = instance.world.roles().map(({ key }) => key)
    const first = keys(await list({ query: { limit: 25 } }, instance))
    const second = keys(await list({ query: { limit: 25, offset: '25', asc: true } }, instance))
    expect([...first, ...second]).toEqual(all.slice(0, 50))
    expect(await list({ query: { limit: 1001 } })).toMatchObject({
      status: 400,
      body: failure(3, 'QUERY-4M0fs'),
    })
  })

  test('has no order of its own: a changed role moves to the end', async () => {
    const { rest } = startInstance()
    await rest('admin', 'PUT', path('admin'), { displayName: 'Moved' })
    expect(keys(await rest('admin', 'POST', `${roles}/_search`, {})).at(-1)).toBe('admin')
  })

  test('filters with the older names of the methods, all of which must match', async () => {
    const keyQuery = { key: 'CONV', method: 'TEXT_QUERY_METHOD_STARTS_WITH_IGNORE_CASE' }
    const displayNameQuery = { displayName: 'team', method: 'TEXT_QUERY_METHOD_ENDS_WITH' }
    const both = await list({ queries: [{ keyQuery }, { displayNameQuery }] })
    expect(keys(both)).toEqual(['conversations:read/team'])
    const newer = { keyQuery: { key: 'a', method: 'TEXT_FILTER_METHOD_EQUALS' } }
    expect(await list({ queries: [newer] })).toMatchObject({ status: 400, body: { code: 3 } })
  })

  test('nothing found leaves out both list and total; an empty body asks for all', async () => {
    const { body } = await list({ queries: [{ keyQuery: { key: 'nobody' } }] })
    expect(body).toEqual({ details: expect.not.objectContaining({ totalResult: expect.anything() }) })
    const { rest, world } = startInstance()
    expect(keys(await rest('admin', 'POST', `${roles}/_search`))).toHaveLength(world.roles().length)
  })

  test('tells how fresh it is', async () => {
    const instance = startInstance()
    const last = async () => (await list({}, instance)).body['details']
    const before = await last()
    instance.world.settings.lagMs = 1000
    await instance.rest('admin', 'POST', roles, { roleKey: 'late', displayName: 'Late' })
    expect(await last()).toEqual({ ...Object(before), viewTimestamp: '2026-01-15T11:59:59.000Z' })
    instance.clock.at += 1000
    expect(await last()).not.toMatchObject({ processedSequence: Object(before).processedSequence })
  })
})

describe('writes', () => {
  test('answer details: a sequence as string, the date of what happened, the owner', async () => {
    const { rest } = startInstance()
    const date = '2026-01-15T12:00:00.000Z'
    const sequence = expect.stringMatching(/^\d+$/)
    const added = await rest('admin', 'POST', roles, { roleKey: 'made', displayName: 'Made' })
    expect(added.body).toEqual({ details: { sequence, creationDate: date, resourceOwner } })
    const changed = await rest('admin', 'PUT', path('made'), { displayName: 'Other' })
    expect(changed.body).toEqual({ details: { sequence, changeDate: date, resourceOwner } })
    const removed = await rest('admin', 'DELETE', path('made'))
    expect(removed.body).toEqual({ details: { sequence, changeDate: date, resourceOwner } })
  })

  test.each([
    'conversations:read/own',
    '__proto__',
    'constructor',
    'key with spaces & 100%?#',
    '翻訳者',
    'emoji-🛰️',
  ])('reach %s by its path', async (key) => {
    const { rest, world } = startInstance()
    expect((await rest('admin', 'PUT', path(key), { displayName: 'Reached' })).status).toBe(200)
    expect(world.roles().at(-1)).toMatchObject({ key, displayName: 'Reached', group: '' })
    expect((await rest('admin', 'DELETE', path(key))).status).toBe(200)
    expect(world.roles().some((role) => role.key === key)).toBe(false)
  })

  test('a slash may also stand as it is; a broken escape may not', async () => {
    const { rest } = startInstance()
    expect((await rest('admin', 'DELETE', `${roles}/conversations:read/own`)).status).toBe(200)
    expect(await rest('admin', 'DELETE', `${roles}/%E0%A4%A`)).toMatchObject({
      status: 400,
      body: { code: 3 },
    })
  })

  test('no change is an error, an absent role is not found, a second one a conflict', async () => {
    const { rest } = startInstance()
    const admin = { displayName: 'Administrator: full system access', group: 'Administration' }
    const unchanged = await rest('admin', 'PUT', path('admin'), admin)
    expect(unchanged).toMatchObject({ status: 400, body: failure(9, 'COMMAND-5M0cs') })
    const change = await rest('admin', 'PUT', path('nobody'), admin)
    expect(change).toMatchObject({ status: 404, body: failure(5, 'COMMAND-vv8M9') })
    const removal = await rest('admin', 'DELETE', path('nobody'))
    expect(removal).toMatchObject({ status: 404, body: failure(5, 'COMMAND-m9vMf') })
    const second = await rest('admin', 'POST', roles, { roleKey: 'admin', ...admin })
    expect(second).toMatchObject({ status: 409, body: failure(6, 'V3-DKcYh') })
  })

  test('a project of nobody or of another organisation is not found', async () => {
    const { rest } = startInstance()
    for (const id of ['999', ledgerProjectId]) {
      const added = await rest('admin', 'POST', `/management/v1/projects/${id}/roles`, {
        roleKey: 'x',
        displayName: 'X',
      })
      expect(added).toMatchObject({ status: 404, body: failure(5, 'COMMAND-EbFMN') })
      const listed = await rest('admin', 'POST', `/management/v1/projects/${id}/roles/_search`, {})
      expect(listed).toMatchObject({ status: 200 })
      expect(keys(listed)).toEqual([])
    }
  })

  test.each([
    ['POST', roles, { roleKey: '', displayName: 'X' }],
    ['POST', roles, { roleKey: 'x'.repeat(201), displayName: 'X' }],
    ['POST', roles, { roleKey: 'x' }],
    ['POST', roles, { roleKey: 'x', displayName: 'X', group: 'x'.repeat(201) }],
    ['PUT', `${roles}/admin`, { group: 'G' }],
    [
      'POST',
      `${roles}/_bulk`,
      {
        roles: [
          { key: 'fine', displayName: 'Fine' },
          { key: '', displayName: 'X' },
        ],
      },
    ],
    ['POST', roles, '{'],
  ])('%s %s refuses %j', async (method, path, body) => {
    const { rest, world } = startInstance()
    const before = world.roles()
    const answer = await rest('admin', method, path, body)
    expect(answer).toMatchObject({ status: 400, body: { code: 3 } })
    expect(answer.body['details']).toBeUndefined()
    expect(world.roles()).toEqual(before)
  })

  test('bulk adds all or none', async () => {
    const { rest, world } = startInstance()
    const before = world.roles()
    const bulk = (...keys: string[]) =>
      rest('admin', 'POST', `${roles}/_bulk`, {
        roles: keys.map((key) => ({ key, displayName: key, group: 'New' })),
      })
    for (const keys of [
      ['one', 'admin'],
      ['one', 'one'],
    ]) {
      expect(await bulk(...keys)).toMatchObject({ status: 409, body: failure(6, 'V3-DKcYh') })
      expect(world.roles()).toEqual(before)
    }
    const added = await bulk('one', 'two')
    expect(added.body).toEqual({
      details: { sequence: expect.any(String), changeDate: '2026-01-15T12:00:00.000Z', resourceOwner },
    })
    expect(
      world
        .roles()
        .slice(-2)
        .map(({ key }) => key),
    ).toEqual(['one', 'two'])
  })
})

test('the world starts over', async () => {
  const { rest, world } = startInstance()
  const before = world.roles()
  await rest('admin', 'DELETE', path('admin'))
  world.addRoles(3)
  world.settings.lagMs = 5
  world.administrators.clear()
  world.reset()
  expect(world.roles()).toEqual(before)
  expect(world.settings.lagMs).toBe(0)
  expect((await rest('admin', 'POST', `${roles}/_search`, {})).status).toBe(200)
})
