// Authorizations over Connect: how they are listed, filtered, sorted, made, changed and removed.
import { describe, expect, test } from 'vitest'
import { personas, subOf } from '../personas.ts'
import {
  atlasProjectId,
  homeOrganizationId,
  kosmosProjectId,
  ledgerProjectId,
  otherOrganizationId,
} from './seed.ts'
import { special, staffId } from './seed-people.ts'
import { items, startInstance } from './testing.ts'
import type { Answer } from './testing.ts'

const project = { projectId: { id: kosmosProjectId } }
const failure = (status: number, code: string, id: string) => ({
  status,
  body: { code, details: [{ debug: { id } }] },
})
const userIds = (answer: Answer): unknown[] =>
  items(answer, 'authorizations').map(({ user }) => Object(user).id)

const list = (body: object, instance = startInstance()) =>
  instance.authorization('admin', 'ListAuthorizations', body)
const fresh = {
  userId: staffId('victor.popescu'),
  projectId: kosmosProjectId,
  organizationId: homeOrganizationId,
  roleKeys: ['user'],
}

describe('ListAuthorizations', () => {
  test('one as it is on the wire', async () => {
    const filters = [project, { inUserIds: { ids: [subOf('kosmos', 'keykeeper')] } }]
    const { body } = await list({ filters })
    expect(body).toEqual({
      pagination: { totalResult: '1', appliedLimit: '100' },
      authorizations: [
        {
          id: '330000000000000003',
          creationDate: expect.stringMatching(/^2025-03-03T/),
          changeDate: expect.stringMatching(/^2025-03-03T/),
          project: { id: kosmosProjectId, name: 'KOSMOS', organizationId: homeOrganizationId },
          organization: { id: homeOrganizationId, name: 'Nuvanta' },
          user: {
            id: subOf('kosmos', 'keykeeper'),
            preferredLoginName: personas.keykeeper.email,
            displayName: personas.keykeeper.name,
            organizationId: homeOrganizationId,
          },
          state: 'STATE_ACTIVE',
          roles: [
            {
              key: 'operator',
              displayName: 'Operator: manages agents, views all data',
              group: 'Operations',
            },
          ],
        },
      ],
    })
  })

  test.each([
    ['project', [{ projectId: { id: atlasProjectId } }], 2],
    ['role', [project, { roleKey: { key: 'auditor' } }], 1],
    // The server asks whether the list contains it, whatever the method.
    ['role by its beginning', [{ roleKey: { key: 'audit', method: 'TEXT_FILTER_METHOD_STARTS_WITH' } }], 0],
    [
      'several that must all match',
      [project, { roleKey: { key: 'analyst' } }, { organizationId: { id: otherOrganizationId } }],
      1,
    ],
    ['state', [{ state: { state: 'STATE_INACTIVE' } }], 1],
    [
      'name',
      [
        project,
        { userDisplayName: { displayName: 'MARIA', method: 'TEXT_FILTER_METHOD_CONTAINS_IGNORE_CASE' } },
      ],
      1,
    ],
    ['login name', [{ userPreferredLoginName: { loginName: 'ci-runner' } }], 1],
    // A service user has no display name here.
    ['name of a service user', [{ userDisplayName: { displayName: 'CI runner' } }], 0],
    ['organisation of the person', [{ userOrganizationId: { id: otherOrganizationId } }], 2],
    ['name of the project', [{ projectName: { name: 'Atlas' } }], 2],
    ['grant of the project', [{ projectGrantId: { id: '320000000000000002' } }], 2],
    ['id', [{ authorizationIds: { ids: ['330000000000000001', '9'] } }], 1],
  ])('by %s', async (_, filters, count) => {
    expect(items(await list({ filters }), 'authorizations')).toHaveLength(count)
  })

  test('newest first, or as asked; pages have totals', async () => {
    const instance = startInstance()
    const all = userIds(await list({}, instance))
    expect(all.length).toBeGreaterThan(40)
    const upwards = userIds(await list({ pagination: { asc: true } }, instance))
    expect(upwards).toEqual(all.toReversed())
    const byUser = { sortingColumn: 'AUTHORIZATION_FIELD_NAME_USER_ID', pagination: { asc: true, limit: 3 } }
    const first = await list(byUser, instance)
    expect(first.body['pagination']).toEqual({ totalResult: String(all.length), appliedLimit: '3' })
    expect(userIds(first)).toEqual(
      all
        .map(String)
        .toSorted((one, other) => (one < other ? -1 : 1))
        .slice(0, 3),
    )
    const behind = await list({ pagination: { offset: 5000 } }, instance)
    expect(behind.body).toEqual({ pagination: { appliedLimit: '100' } })
  })

  test.each([
    ['more than a thousand', { pagination: { limit: 1001 } }],
    ['an empty filter', { filters: [{}] }],
    ['the filter of v2beta', { filters: [{ userId: { id: '1' } }] }],
    ['an unknown state', { filters: [{ state: { state: 'STATE_UNSPECIFIED' } }] }],
    ['an unknown column', { sortingColumn: 'AUTHORIZATION_FIELD_NAME_NAME' }],
  ])('refuses %s', async (_, body) => {
    expect(await list(body)).toMatchObject({ status: 400, body: { code: 'invalid_argument' } })
  })

  test('everybody sees their own, and others only where they may', async () => {
    const { authorization, world } = startInstance()
    world.setAuthorization({ userId: subOf('kosmos', 'guest'), roleKeys: ['user'] })
    const guest = await authorization('guest', 'ListAuthorizations', {})
    expect(userIds(guest)).toEqual([subOf('kosmos', 'guest')])
    expect(guest.body['pagination']).toMatchObject({ totalResult: '1' })
    const abroad = { filters: [{ organizationId: { id: otherOrganizationId } }] }
    expect(items(await authorization('viewer', 'ListAuthorizations', abroad), 'authorizations')).toEqual([])
    world.settings.permissionCheckV2 = false
    const counted = await authorization('viewer', 'ListAuthorizations', abroad)
    expect(counted.body).toEqual({ pagination: { totalResult: '3', appliedLimit: '100' } })
  })
})

describe('writes', () => {
  test('create, replace all roles, deactivate, activate, delete', async () => {
    const { authorization, world, clock } = startInstance()
    const made = await authorization('admin', 'CreateAuthorization', fresh)
    expect(made).toMatchObject({ status: 200, body: { creationDate: '2026-01-15T12:00:00.000Z' } })
    const { id } = made.body
    const stored = () => world.authorizations().find((one) => one.id === id)
    clock.at += 1000
    const changeDate = '2026-01-15T12:00:01.000Z'
    const update = await authorization('admin', 'UpdateAuthorization', { id, roleKeys: ['analyst'] })
    expect(update).toMatchObject({ status: 200, body: { changeDate } })
    expect(stored()?.roleKeys).toEqual(['analyst'])
    clock.at += 1000
    // Unchanged is success and changes nothing, not even the date.
    const again = await authorization('admin', 'UpdateAuthorization', { id, roleKeys: ['analyst'] })
    expect(again.body).toEqual({ changeDate })
    for (const _ of [1, 2]) {
      expect((await authorization('admin', 'DeactivateAuthorization', { id })).status).toBe(200)
      expect(stored()?.state).toBe('INACTIVE')
    }
    for (const _ of [1, 2]) {
      expect((await authorization('admin', 'ActivateAuthorization', { id })).status).toBe(200)
      expect(stored()?.state).toBe('ACTIVE')
    }
    const gone = await authorization('admin', 'DeleteAuthorization', { id })
    expect(gone.body).toEqual({ deletionDate: '2026-01-15T12:00:02.000Z' })
    expect(stored()).toBeUndefined()
    expect(await authorization('admin', 'DeleteAuthorization', { id })).toMatchObject({
      status: 200,
      body: {},
    })
  })

  test('one for each person, project and organisation', async () => {
    const { authorization } = startInstance()
    expect((await authorization('admin', 'CreateAuthorization', fresh)).status).toBe(200)
    const second = await authorization('admin', 'CreateAuthorization', { ...fresh, roleKeys: ['analyst'] })
    expect(second).toMatchObject(failure(409, 'already_exists', 'V3-DKcYh'))
    const abroad = { ...fresh, organizationId: otherOrganizationId }
    expect((await authorization('admin', 'CreateAuthorization', abroad)).status).toBe(200)
  })

  test.each([
    ['an unknown person', { userId: '1' }, 'COMMAND-4f8sg'],
    ['an unknown project', { projectId: '1' }, 'COMMAND-3n77S'],
    ['a role that is not there', { roleKeys: ['user', 'nope'] }, 'COMMAND-mm9F4'],
    [
      'a role the grant has not',
      { projectId: ledgerProjectId, roleKeys: ['chief-accountant'] },
      'COMMAND-mm9F4',
    ],
    [
      'a project the organisation has not',
      { projectId: atlasProjectId, organizationId: otherOrganizationId },
      'COMMAND-4m9ff',
    ],
  ])('refuses %s', async (_, change, id) => {
    const { authorization, world } = startInstance()
    const before = world.authorizations().length
    const answer = await authorization('admin', 'CreateAuthorization', { ...fresh, ...change })
    expect(answer).toMatchObject(failure(400, 'failed_precondition', id))
    expect(world.authorizations()).toHaveLength(before)
  })

  test.each([
    ['no roles', { roleKeys: [] }],
    ['a role twice', { roleKeys: ['user', 'user'] }],
    ['an empty role', { roleKeys: [''] }],
    ['no organisation', { organizationId: '' }],
  ])('asks for a valid message: %s', async (_, change) => {
    const { authorization } = startInstance()
    const answer = await authorization('admin', 'CreateAuthorization', { ...fresh, ...change })
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_argument' } })
  })

  test('what is not there, and who may not', async () => {
    const { authorization, world } = startInstance()
    const [one] = world.authorizations()
    const unknown = { id: '9', roleKeys: ['user'] }
    expect(await authorization('admin', 'UpdateAuthorization', unknown)).toMatchObject(
      failure(404, 'not_found', 'COMMAND-3M9sd'),
    )
    expect(await authorization('admin', 'ActivateAuthorization', { id: '9' })).toMatchObject(
      failure(404, 'not_found', 'COMMAND-Lp0gs'),
    )
    const change = { id: one?.id, roleKeys: ['user'] }
    expect(await authorization('viewer', 'UpdateAuthorization', change)).toMatchObject(
      failure(403, 'permission_denied', 'AUTH-AWfge'),
    )
    expect(await authorization('guest', 'DeleteAuthorization', { id: one?.id })).toMatchObject(
      failure(404, 'not_found', 'AUTHZ-cdgFk'),
    )
    expect((await authorization('keykeeper', 'UpdateAuthorization', change)).status).toBe(200)
  })

  test('removing a role takes it out of authorizations, and those left without one away', async () => {
    const { connect, world } = startInstance()
    const rolesOf = (userId: string) => world.authorizations().find((one) => one.userId === userId)?.roleKeys
    expect(rolesOf(staffId('wang.xiuying'))).toEqual(['operator', 'on-call'])
    await connect('admin', 'RemoveProjectRole', { projectId: kosmosProjectId, roleKey: 'operator' })
    expect(rolesOf(staffId('wang.xiuying'))).toEqual(['on-call'])
    expect(rolesOf(subOf('kosmos', 'keykeeper'))).toBeUndefined()
    world.removeRole('agent')
    expect(rolesOf(special.machine)).toBeUndefined()
    world.removeRole('analyst')
    expect(world.projectGrants.flatMap(({ roleKeys }) => roleKeys)).toEqual([
      'bookkeeper',
      'user',
      'readonly',
    ])
  })

  test('show in lists after the lag, in the order they were written', async () => {
    const instance = startInstance()
    const { authorization, world, clock } = instance
    world.settings.lagMs = 3000
    const filters = [{ inUserIds: { ids: [fresh.userId] } }]
    const shown = async () =>
      items(await list({ filters }, instance), 'authorizations').map(({ roles, state }) =>
        [state, Array.from(Object(roles), (role) => Object(role).key)].flat(),
      )
    const { id } = (await authorization('admin', 'CreateAuthorization', fresh)).body
    clock.at += 1000
    await authorization('admin', 'UpdateAuthorization', { id, roleKeys: ['user', 'analyst'] })
    clock.at += 1000
    await authorization('admin', 'DeactivateAuthorization', { id })
    clock.at += 500
    expect(await shown()).toEqual([])
    clock.at += 500
    expect(await shown()).toEqual([['STATE_ACTIVE', 'user']])
    clock.at += 1000
    expect(await shown()).toEqual([['STATE_ACTIVE', 'user', 'analyst']])
    clock.at += 1000
    expect(await shown()).toEqual([['STATE_INACTIVE', 'user', 'analyst']])
    world.setAuthorization({ userId: fresh.userId, roleKeys: ['admin'], state: 'ACTIVE' })
    expect(await shown()).toEqual([['STATE_ACTIVE', 'admin']])
  })
})
