// People and service users: user v2 by Connect and by REST, and v1.
import { describe, expect, test } from 'vitest'
import { personas, subOf } from '../personas.ts'
import { homeOrganizationId, otherOrganizationId } from './seed.ts'
import { special, staffId } from './seed-people.ts'
import { items, startInstance } from './testing.ts'
import type { Answer } from './testing.ts'

const ids = (answer: Answer): unknown[] => items(answer, 'result').map(({ userId, id }) => userId ?? id)
const list = (body: object, instance = startInstance()) => instance.user('admin', 'ListUsers', body)

describe('ListUsers', () => {
  test('a person as it is on the wire', async () => {
    const { body } = await list({ queries: [{ inUserIdsQuery: { userIds: [subOf('kosmos', 'viewer')] } }] })
    const { email } = personas.viewer
    expect(body).toEqual({
      details: {
        totalResult: '1',
        processedSequence: expect.stringMatching(/^\d+$/),
        timestamp: '2026-01-15T12:00:00.000Z',
      },
      result: [
        {
          userId: subOf('kosmos', 'viewer'),
          details: {
            sequence: '50',
            changeDate: '2025-02-20T08:02:00.000Z',
            creationDate: '2025-02-20T08:02:00.000Z',
            resourceOwner: homeOrganizationId,
          },
          state: 'USER_STATE_ACTIVE',
          username: email,
          loginNames: [email],
          preferredLoginName: email,
          human: {
            profile: {
              givenName: 'Mateo',
              familyName: 'Quispe',
              displayName: 'Mateo Quispe',
              preferredLanguage: 'en',
            },
            email: { email, isVerified: true },
            phone: {},
          },
        },
      ],
    })
  })

  test('a service user has no profile; a person without an address an empty one', async () => {
    const userIds = [special.machine, special.withoutEmail]
    const query = { asc: true }
    const answer = await list({ query, queries: [{ inUserIdsQuery: { userIds } }] })
    expect(items(answer, 'result')).toMatchObject([
      { userId: special.withoutEmail, human: { email: {} } },
      {
        userId: special.machine,
        machine: { name: 'CI runner', accessTokenType: 'ACCESS_TOKEN_TYPE_BEARER' },
      },
    ])
    expect(items(answer, 'result')[1]).not.toHaveProperty('human')
  })

  const contains = 'TEXT_QUERY_METHOD_CONTAINS_IGNORE_CASE'
  const silvas = [staffId('maria.silva'), staffId('maria.silva2')]
  test.each([
    ['display name', { displayNameQuery: { displayName: 'maria', method: contains } }, silvas],
    ['email', { emailQuery: { emailAddress: 'maria.silva@nuvanta.example' } }, silvas.slice(0, 1)],
    ['login name', { loginNameQuery: { loginName: 'ci-', method: contains } }, [special.machine]],
    ['user name', { userNameQuery: { userName: 'ci-runner' } }, [special.machine]],
    ['first name', { firstNameQuery: { firstName: 'Zoë' } }, [staffId('zoe.lefevre')]],
    ['state', { stateQuery: { state: 'USER_STATE_LOCKED' } }, [special.locked]],
    ['email of several', { inUserEmailsQuery: { userEmails: ['bobby@nuvanta.example'] } }, [special.markup]],
    [
      'either',
      {
        orQuery: {
          queries: [{ stateQuery: { state: 'USER_STATE_LOCKED' } }, { lastNameQuery: { lastName: 'Silva' } }],
        },
      },
      [...silvas, special.locked],
    ],
    [
      'both, and not',
      {
        andQuery: {
          queries: [
            { lastNameQuery: { lastName: 'Silva' } },
            { notQuery: { query: { inUserIdsQuery: { userIds: silvas.slice(0, 1) } } } },
          ],
        },
      },
      silvas.slice(1),
    ],
  ])('by %s', async (_, query, expected) => {
    expect(ids(await list({ query: { asc: true }, queries: [query] }))).toEqual(expected)
  })

  test('of an organisation and a type, sorted, in pages', async () => {
    const instance = startInstance()
    const queries = [
      { organizationIdQuery: { organizationId: homeOrganizationId } },
      { typeQuery: { type: 'TYPE_MACHINE' } },
    ]
    const sorting = { sortingColumn: 'USER_FIELD_NAME_USER_NAME', query: { asc: true, limit: 2 } }
    const { body } = await list({ queries, ...sorting }, instance)
    expect(body).toMatchObject({
      details: { totalResult: '8' },
      sortingColumn: 'USER_FIELD_NAME_USER_NAME',
      result: [{ username: 'ci-runner' }, { username: 'crm-sync' }],
    })
    const rest = await list({ queries, ...sorting, query: { asc: true, offset: '2', limit: 2 } }, instance)
    expect(items(rest, 'result').map(({ username }) => username)).toEqual(['experiment', 'legacy-root'])
    const secrets = await list({ queries, ...sorting, query: { asc: true, offset: 4 } }, instance)
    expect(items(secrets, 'result').map(({ username, machine }) => [username, machine])).toEqual([
      ['maria-bot', expect.not.objectContaining({ hasSecret: expect.anything() })],
      ['metrics-exporter', expect.not.objectContaining({ hasSecret: expect.anything() })],
      ['old-importer', expect.not.objectContaining({ hasSecret: expect.anything() })],
      ['report-mailer', expect.objectContaining({ hasSecret: true })],
    ])
  })

  test.each([
    ['an empty query', { queries: [{}] }],
    ['an empty one inside', { queries: [{ orQuery: { queries: [{}] } }] }],
    [
      'a method of the newer services',
      { queries: [{ emailQuery: { emailAddress: 'a', method: 'TEXT_FILTER_METHOD_EQUALS' } }] },
    ],
    ['more than a thousand', { query: { limit: 1001 } }],
    ['an unknown column', { sortingColumn: 'USER_FIELD_NAME_ID' }],
  ])('refuses %s', async (_, body) => {
    expect(await list(body)).toMatchObject({ status: 400, body: { code: 'invalid_argument' } })
  })

  test('shows whom one may read, and always oneself', async () => {
    const { user, world } = startInstance()
    expect(ids(await user('guest', 'ListUsers', {}))).toEqual([subOf('kosmos', 'guest')])
    const home = world.people.filter(({ organizationId }) => organizationId === homeOrganizationId).length
    expect((await user('keykeeper', 'ListUsers', {})).body['details']).toMatchObject({
      totalResult: String(home),
    })
    world.settings.permissionCheckV2 = false
    const counted = (await user('guest', 'ListUsers', { query: { limit: 2 } })).body['details']
    expect(counted).toMatchObject({ totalResult: String(world.people.length) })
  })
})

test('REST has the same list, and both have one person', async () => {
  const { rest, user } = startInstance()
  const body = { queries: [{ stateQuery: { state: 'USER_STATE_INACTIVE' } }], query: { asc: true } }
  expect((await rest('admin', 'POST', '/v2/users', body)).body).toEqual(
    (await user('admin', 'ListUsers', body)).body,
  )
  const userId = special.longName
  const one = await rest('viewer', 'GET', `/v2/users/${userId}`)
  expect(one.body).toEqual((await user('viewer', 'GetUserByID', { userId })).body)
  expect(one.body).toMatchObject({ details: { resourceOwner: homeOrganizationId }, user: { userId } })
  expect(await user('admin', 'GetUserByID', { userId: '9' })).toMatchObject({
    status: 404,
    body: { code: 'not_found', details: [{ debug: { id: 'QUERY-Dfbg2' } }] },
  })
  expect((await user('viewer', 'GetUserByID', { userId: special.elsewhere })).status).toBe(404)
  expect((await user('guest', 'GetUserByID', { userId })).status).toBe(404)
  expect((await user('guest', 'GetUserByID', { userId: subOf('kosmos', 'guest') })).status).toBe(200)
})

test('v1 has the people of the organisation of the call, under other names', async () => {
  const { rest, world } = startInstance()
  const search = '/management/v1/users/_search'
  const all = await rest('viewer', 'POST', search, { query: { limit: 1000 } })
  expect(ids(all)).toHaveLength(world.people.length - 3)
  const elsewhere = await rest('admin', 'POST', search, {}, otherOrganizationId)
  expect(ids(elsewhere)).toContain(special.elsewhere)
  const queries = [{ emailQuery: { emailAddress: 'bobby@nuvanta.example' } }]
  expect(items(await rest('viewer', 'POST', search, { queries }), 'result')).toMatchObject([
    {
      id: special.markup,
      userName: 'bobby@nuvanta.example',
      human: { profile: { firstName: '<b>Bobby</b>' }, email: { isEmailVerified: true } },
    },
  ])
  const organizationIdQuery = { organizationId: homeOrganizationId }
  expect((await rest('viewer', 'POST', search, { queries: [{ organizationIdQuery }] })).status).toBe(400)
  const one = await rest('viewer', 'GET', `/management/v1/users/${special.machine}`)
  expect(one.body).toMatchObject({ user: { id: special.machine, machine: { name: 'CI runner' } } })
  expect((await rest('viewer', 'GET', `/management/v1/users/${special.elsewhere}`)).status).toBe(404)
  expect((await rest('guest', 'POST', search, {})).status).toBe(404)
})
