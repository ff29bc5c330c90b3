// Authorizations in v1 REST, where they are user grants of the organisation of the call.
import { describe, expect, test } from 'vitest'
import { personas, subOf } from '../personas.ts'
import { homeOrganizationId, kosmosProjectId, otherOrganizationId } from './seed.ts'
import { special, staffId } from './seed-people.ts'
import { items, startInstance } from './testing.ts'

const search = '/management/v1/users/grants/_search'
const userId = staffId('victor.popescu')
const grants = `/management/v1/users/${userId}/grants`
const failure = (status: number, code: number, id: string) => ({ status, body: { code, details: [{ id }] } })

const list = (body: object, instance = startInstance(), organizationId?: string) =>
  instance.rest('admin', 'POST', search, body, organizationId)

describe('search', () => {
  test('one as it is on the wire', async () => {
    const queries = [{ userIdQuery: { userId: subOf('kosmos', 'viewer') } }]
    const answer = await list({ queries })
    expect(answer.body['details']).toMatchObject({ totalResult: '1', viewTimestamp: expect.any(String) })
    expect(items(answer, 'result')).toEqual([
      {
        id: '330000000000000002',
        details: {
          sequence: expect.stringMatching(/^\d+$/),
          creationDate: expect.stringMatching(/^2025-03-03T/),
          changeDate: expect.stringMatching(/^2025-03-03T/),
          resourceOwner: homeOrganizationId,
        },
        roleKeys: ['readonly'],
        state: 'USER_GRANT_STATE_ACTIVE',
        userId: subOf('kosmos', 'viewer'),
        userName: personas.viewer.email,
        preferredLoginName: personas.viewer.email,
        firstName: 'Mateo',
        lastName: 'Quispe',
        email: personas.viewer.email,
        displayName: 'Mateo Quispe',
        userType: 'TYPE_HUMAN',
        orgId: homeOrganizationId,
        orgName: 'Nuvanta',
        orgDomain: 'nuvanta.localhost',
        projectId: kosmosProjectId,
        projectName: 'KOSMOS',
      },
    ])
  })

  test.each([
    ['role', [{ roleKeyQuery: { roleKey: 'auditor', method: 'TEXT_QUERY_METHOD_EQUALS' } }], 1],
    ['type', [{ userTypeQuery: { type: 'TYPE_MACHINE' } }], 1],
    [
      'name and project',
      [
        { projectIdQuery: { projectId: kosmosProjectId } },
        { lastNameQuery: { lastName: 'sil', method: 'TEXT_QUERY_METHOD_STARTS_WITH_IGNORE_CASE' } },
      ],
      1,
    ],
    ['email', [{ emailQuery: { email: 'bobby@nuvanta.example' } }], 1],
    ['people', [{ inUserIdsQuery: { userIds: [special.locked, special.markup] } }], 2],
    ['project grant', [{ projectGrantIdQuery: { projectGrantId: '320000000000000001' } }], 1],
  ])('by %s', async (_, queries, count) => {
    expect(items(await list({ queries }), 'result')).toHaveLength(count)
  })

  test('is of one organisation, unless it asks for what was lent', async () => {
    const instance = startInstance()
    const { world, rest } = instance
    const home = world
      .listedAuthorizations(Infinity)
      .filter(({ organizationId }) => organizationId === homeOrganizationId).length
    expect((await list({}, instance)).body['details']).toMatchObject({ totalResult: String(home) })
    const abroad = await list({}, instance, otherOrganizationId)
    expect(items(abroad, 'result').map(({ orgName }) => orgName)).toEqual([
      'Meridian',
      'Meridian',
      'Meridian',
    ])
    const lent = await list({ queries: [{ withGrantedQuery: { withGranted: true } }] }, instance)
    expect(lent.body['details']).toMatchObject({ totalResult: String(home + 2) })
    expect((await rest('viewer', 'POST', search, {}, otherOrganizationId)).status).toBe(404)
    expect((await rest('guest', 'POST', search, {})).status).toBe(404)
  })

  test.each([
    ['an empty query', { queries: [{}] }],
    ['a method of v2', { queries: [{ emailQuery: { email: 'a', method: 'TEXT_FILTER_METHOD_EQUALS' } }] }],
    ['more than a thousand', { query: { limit: 1001 } }],
  ])('refuses %s', async (_, body) => {
    expect(await list(body)).toMatchObject({ status: 400, body: { code: 3 } })
  })
})

describe('writes', () => {
  const body = { projectId: kosmosProjectId, roleKeys: ['user'] }
  const made = async () => {
    const instance = startInstance()
    const { body: answer } = await instance.rest('admin', 'POST', grants, body)
    return { ...instance, answer, path: `${grants}/${String(answer['userGrantId'])}` }
  }

  test('answer details; what changes nothing is an error', async () => {
    const { rest, answer, path, world } = await made()
    const sequence = expect.stringMatching(/^\d+$/)
    const date = '2026-01-15T12:00:00.000Z'
    const resourceOwner = homeOrganizationId
    expect(answer['details']).toEqual({ sequence, creationDate: date, resourceOwner })
    const changed = { status: 200, body: { details: { sequence, changeDate: date, resourceOwner } } }
    const roleKeys = ['user', 'analyst']
    expect(await rest('admin', 'PUT', path, { roleKeys })).toMatchObject(changed)
    expect(await rest('admin', 'PUT', path, { roleKeys })).toMatchObject(failure(400, 9, 'COMMAND-Rs8fy'))
    // Another order is a change.
    expect(await rest('admin', 'PUT', path, { roleKeys: roleKeys.toReversed() })).toMatchObject(changed)
    expect(await rest('admin', 'POST', `${path}/_reactivate`, {})).toMatchObject(
      failure(400, 9, 'COMMAND-1ML0v'),
    )
    expect(await rest('admin', 'POST', `${path}/_deactivate`, {})).toMatchObject(changed)
    expect(await rest('admin', 'POST', `${path}/_deactivate`, {})).toMatchObject(
      failure(400, 9, 'COMMAND-1S9gx'),
    )
    expect(world.authorizations().at(-1)).toMatchObject({ userId, state: 'INACTIVE' })
    expect(await rest('admin', 'POST', `${path}/_reactivate`, {})).toMatchObject(changed)
    expect(await rest('admin', 'DELETE', path)).toMatchObject(changed)
    expect(await rest('admin', 'DELETE', path)).toMatchObject(failure(404, 5, 'COMMAND-1My0t'))
  })

  test('a second one, no roles, an unknown role, an unknown authorization', async () => {
    const { rest, path } = await made()
    expect(await rest('admin', 'POST', grants, body)).toMatchObject(failure(409, 6, 'V3-DKcYh'))
    expect(await rest('admin', 'PUT', path, { roleKeys: [] })).toMatchObject({
      status: 400,
      body: { code: 3 },
    })
    expect(await rest('admin', 'PUT', path, { roleKeys: ['nope'] })).toMatchObject(
      failure(400, 9, 'COMMAND-mm9F4'),
    )
    expect(await rest('admin', 'PUT', `${grants}/9`, { roleKeys: ['user'] })).toMatchObject(
      failure(404, 5, 'COMMAND-3M9sd'),
    )
    // It belongs to another organisation than that of the call.
    expect(await rest('admin', 'DELETE', path, undefined, otherOrganizationId)).toMatchObject(
      failure(404, 5, 'COMMAND-1My0t'),
    )
  })

  test('need user.grant.write and user.grant.delete', async () => {
    const { rest, path } = await made()
    const denied = failure(403, 7, 'AUTH-5mWD2')
    expect(await rest('viewer', 'POST', grants, body)).toMatchObject(denied)
    expect(await rest('viewer', 'PUT', path, { roleKeys: ['analyst'] })).toMatchObject(denied)
    expect(await rest('viewer', 'POST', `${path}/_deactivate`, {})).toMatchObject(denied)
    expect(await rest('viewer', 'DELETE', path)).toMatchObject(denied)
    expect((await rest('keykeeper', 'DELETE', path)).status).toBe(200)
  })

  test('show in lists after the lag', async () => {
    const instance = await made()
    const { rest, path, world, clock } = instance
    world.settings.lagMs = 2000
    const queries = [{ userIdQuery: { userId } }]
    expect(items(await list({ queries }, instance), 'result')).toEqual([])
    clock.at += 2000
    await rest('admin', 'DELETE', path)
    expect(items(await list({ queries }, instance), 'result')).toHaveLength(1)
    clock.at += 2000
    expect(items(await list({ queries }, instance), 'result')).toEqual([])
  })
})
