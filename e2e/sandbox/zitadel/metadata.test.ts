// Metadata of organisations in both dialects: what is seeded, read, written and refused.
import { describe, expect, test } from 'vitest'
import { homeOrganizationId, kosmosProjectId, otherOrganizationId } from './seed.ts'
import { catalogueKey, roleKey, seedCatalogue } from './seed-permissions.ts'
import { items, startInstance } from './testing.ts'
import type { Answer } from './testing.ts'

const root = '/management/v1/metadata'
const organizationId = homeOrganizationId
const encode = (text: string): string => Buffer.from(text).toString('base64')
const keys = (answer: Answer, field: string): unknown[] => items(answer, field).map(({ key }) => key)
const rest404 = (id: string) => ({ status: 404, body: { code: 5, details: [{ id }] } })
const connectFailure = (status: number, code: string, id: string) => ({
  status,
  body: { code, details: [{ debug: { id } }] },
})

describe('v1', () => {
  test('search and get: details, and the value in base64', async () => {
    const { rest } = startInstance()
    const queries = [{ keyQuery: { key: 'gatehouse.catalogue.', method: 'TEXT_QUERY_METHOD_STARTS_WITH' } }]
    const found = await rest('viewer', 'POST', `${root}/_search`, { queries })
    expect(found.body['details']).toMatchObject({ totalResult: '1', viewTimestamp: expect.any(String) })
    const key = catalogueKey(kosmosProjectId)
    expect(items(found, 'result')).toEqual([
      {
        details: {
          sequence: expect.stringMatching(/^\d+$/),
          creationDate: expect.any(String),
          changeDate: expect.any(String),
          resourceOwner: organizationId,
        },
        key,
        value: expect.any(String),
      },
    ])
    const one = await rest('viewer', 'GET', `${root}/${key}`)
    expect(one.body).toEqual({ metadata: items(found, 'result')[0] })
    const value = Object(one.body['metadata']).value
    expect(JSON.parse(Buffer.from(String(value), 'base64').toString())).toEqual({
      v: 1,
      kind: 'catalogue',
      project: kosmosProjectId,
      permissions: seedCatalogue,
      log: [],
    })
    expect(await rest('viewer', 'GET', `${root}/nothing`)).toMatchObject(rest404('QUERY-Rph32'))
  })

  test('set, change and remove one', async () => {
    const { rest, world, clock } = startInstance()
    const path = `${root}/${encodeURIComponent('a key: 100%')}`
    const stored = () => world.metadata().find(({ key }) => key === 'a key: 100%')
    expect((await rest('admin', 'POST', path, { value: encode('one') })).status).toBe(200)
    clock.at += 1000
    const changed = await rest('admin', 'POST', path, { value: encode('two') })
    expect(changed.body).toEqual({
      details: {
        sequence: String(stored()?.sequence),
        changeDate: '2026-01-15T12:00:01.000Z',
        resourceOwner: organizationId,
      },
    })
    expect(stored()).toMatchObject({ value: encode('two'), created: clock.at - 1000, changed: clock.at })
    expect((await rest('admin', 'DELETE', path)).status).toBe(200)
    expect(stored()).toBeUndefined()
    expect(await rest('admin', 'DELETE', path)).toMatchObject(rest404('META-mcnw3'))
  })

  test('bulk: all or nothing', async () => {
    const { rest, world } = startInstance()
    const metadata = [
      { key: 'one', value: encode('1') },
      { key: 'two', value: encode('2') },
    ]
    const before = world.metadata().length
    expect(
      await rest('admin', 'POST', `${root}/_bulk`, { metadata: [...metadata, { key: '', value: 'MQ==' }] }),
    ).toMatchObject({ status: 400, body: { code: 3 } })
    expect(world.metadata()).toHaveLength(before)
    expect((await rest('admin', 'POST', `${root}/_bulk`, { metadata })).status).toBe(200)
    expect(world.metadata().slice(-2)).toMatchObject(metadata)
    expect(await rest('admin', 'DELETE', `${root}/_bulk`, { keys: ['one', 'three'] })).toMatchObject(
      rest404('META-2npds'),
    )
    expect(world.metadata()).toHaveLength(before + 2)
    expect((await rest('admin', 'DELETE', `${root}/_bulk`, { keys: ['one', 'two'] })).status).toBe(200)
    expect(world.metadata()).toHaveLength(before)
    expect((await rest('admin', 'POST', `${root}/_bulk`, {})).body).toMatchObject({ code: 9 })
    expect((await rest('admin', 'DELETE', `${root}/_bulk`, {})).body).toMatchObject({ code: 9 })
  })

  test('a key of 201 characters, an empty value, one too large, one that is not base64', async () => {
    const { rest } = startInstance()
    const set = (key: string, value: string) => rest('admin', 'POST', `${root}/${key}`, { value })
    expect((await set('k'.repeat(200), encode('x'))).status).toBe(200)
    expect((await set('v', Buffer.alloc(500_000).toString('base64'))).status).toBe(200)
    for (const [key, value] of [
      ['k'.repeat(201), encode('x')],
      ['k', ''],
      ['k', Buffer.alloc(500_001).toString('base64')],
      ['k', 'not base64'],
    ] as const) {
      expect(await set(key, value)).toMatchObject({ status: 400, body: { code: 3 } })
    }
  })

  test('a slash in a key is beyond its path, however it is written', async () => {
    const { rest } = startInstance()
    const answer = await rest('admin', 'POST', `${root}/a%2Fb`, { value: encode('x') })
    expect(answer).toMatchObject({ status: 404, body: { code: 5, message: 'Not Found' } })
    const metadata = [{ key: 'a/b', value: encode('x') }]
    expect((await rest('admin', 'POST', `${root}/_bulk`, { metadata })).status).toBe(200)
  })

  test('is of the organisation of the call; reading needs org.read and writing org.write', async () => {
    const { rest, world } = startInstance()
    const path = `${root}/where`
    expect((await rest('admin', 'POST', path, { value: encode('x') }, otherOrganizationId)).status).toBe(200)
    expect(world.metadata(otherOrganizationId)).toMatchObject([{ key: 'where' }])
    expect((await rest('admin', 'GET', path)).status).toBe(404)
    for (const name of ['viewer', 'keykeeper'] as const) {
      expect((await rest(name, 'POST', `${root}/_search`, {})).status).toBe(200)
      expect((await rest(name, 'POST', path, { value: encode('x') })).status).toBe(403)
      expect((await rest(name, 'DELETE', path)).status).toBe(403)
    }
    expect((await rest('guest', 'POST', `${root}/_search`, {})).status).toBe(404)
  })
})

describe('v2', () => {
  test('set, list and delete', async () => {
    const { organization } = startInstance()
    const metadata = [
      { key: 'x.one', value: encode('1') },
      { key: 'x.two', value: 'MQ' },
    ]
    const set = await organization('admin', 'SetOrganizationMetadata', { organizationId, metadata })
    expect(set).toMatchObject({ status: 200, body: { setDate: '2026-01-15T12:00:00.000Z' } })
    const filters = [{ keyFilter: { key: 'x.', method: 'TEXT_FILTER_METHOD_STARTS_WITH' } }]
    const found = await organization('viewer', 'ListOrganizationMetadata', { organizationId, filters })
    const date = '2026-01-15T12:00:00.000Z'
    expect(found.body).toEqual({
      // The limit is what was asked for, and nobody asked.
      pagination: { totalResult: '2' },
      metadata: [
        { creationDate: date, changeDate: date, key: 'x.one', value: encode('1') },
        { creationDate: date, changeDate: date, key: 'x.two', value: 'MQ==' },
      ],
    })
    const pagination = { limit: 1, offset: 1 }
    const page = await organization('viewer', 'ListOrganizationMetadata', {
      organizationId,
      filters,
      pagination,
    })
    expect(page.body['pagination']).toEqual({ totalResult: '2', appliedLimit: '1' })
    expect(keys(page, 'metadata')).toEqual(['x.two'])
    const both = { organizationId, keys: ['x.one', 'x.two'] }
    const gone = await organization('admin', 'DeleteOrganizationMetadata', both)
    expect(gone.body).toEqual({ deletionDate: date })
    expect(await organization('admin', 'DeleteOrganizationMetadata', both)).toMatchObject(
      connectFailure(404, 'not_found', 'META-2npds'),
    )
  })

  test('who may, and what is refused', async () => {
    const { organization } = startInstance()
    const metadata = [{ key: 'x', value: encode('1') }]
    const set = (name: 'admin' | 'viewer' | 'guest', body: object) =>
      organization(name, 'SetOrganizationMetadata', { organizationId, metadata, ...body })
    expect(await set('viewer', {})).toMatchObject(connectFailure(403, 'permission_denied', 'AUTH-AWfge'))
    expect(await set('guest', {})).toMatchObject(connectFailure(404, 'not_found', 'AUTHZ-cdgFk'))
    expect(await set('admin', { organizationId: '9' })).toMatchObject({ status: 404 })
    expect(await set('admin', { organizationId: otherOrganizationId })).toMatchObject({ status: 200 })
    expect(await set('admin', { metadata: [] })).toMatchObject(
      connectFailure(400, 'failed_precondition', 'META-9mm2d'),
    )
    const list = (body: object) =>
      organization('admin', 'ListOrganizationMetadata', { organizationId, ...body })
    expect((await list({ filters: [{}] })).status).toBe(400)
    expect((await list({ filters: [{ keyQuery: { key: 'x' } }] })).status).toBe(400)
    expect((await list({ pagination: { limit: 1001 } })).status).toBe(400)
    expect((await list({ organizationId: '' })).status).toBe(400)
  })

  test('shows in lists after the lag, what another administrator did at once', async () => {
    const { organization, rest, world, clock } = startInstance()
    world.settings.lagMs = 2000
    const key = roleKey(kosmosProjectId, 'user')
    const metadata = [{ key, value: encode('mine') }]
    await organization('admin', 'SetOrganizationMetadata', { organizationId, metadata })
    const filters = [{ keyFilter: { key } }]
    const shown = async () =>
      items(
        await organization('admin', 'ListOrganizationMetadata', { organizationId, filters }),
        'metadata',
      ).map(({ value }) => value)
    expect(await shown()).not.toEqual([encode('mine')])
    // One by its key is read after the view was brought up to date.
    expect((await rest('admin', 'GET', `${root}/${key}`)).body).toMatchObject({
      metadata: { value: encode('mine') },
    })
    clock.at += 2000
    expect(await shown()).toEqual([encode('mine')])
    world.setMetadata(key, encode('theirs'))
    expect(await shown()).toEqual([encode('theirs')])
    world.removeMetadata(key)
    expect(await shown()).toEqual([])
  })

  test.each([{ olderMetadata: true }, { olderInstance: true }])('is unknown to %o', async (settings) => {
    const { organization, world, rest, connect, user, authorization } = startInstance()
    Object.assign(world.settings, settings)
    const answer = await organization('admin', 'ListOrganizationMetadata', { organizationId })
    expect(answer).toMatchObject({ status: 404, text: '404 page not found\n' })
    expect((await rest('admin', 'POST', `${root}/_search`, {})).status).toBe(200)
    expect((await organization('admin', 'ListOrganizations', {})).status).toBe(200)
    expect((await user('admin', 'ListUsers', {})).status).toBe(200)
    const others = settings.olderInstance ? 404 : 200
    expect((await connect('admin', 'ListProjects', {})).status).toBe(others)
    expect((await authorization('admin', 'ListAuthorizations', {})).status).toBe(others)
  })
})
