// Who gets in, at both dialects: tokens, audience, origin, organisation, permissions, and how refusals look.
import { describe, expect, test } from 'vitest'
import { personas } from '../personas.ts'
import type { PersonaName } from '../personas.ts'
import { operationOf } from './api.ts'
import { bearer, consoleOrigin, items, startInstance } from './testing.ts'
import { kosmosProjectId as projectId, otherOrganizationId } from './seed.ts'

const connectList = '/zitadel.project.v2.ProjectService/ListProjectRoles'
const restList = `/management/v1/projects/${projectId}/roles/_search`
const permissions = '/auth/v1/permissions/zitadel/me/_search'
const type = { 'content-type': 'application/json' }

const inOrganization = (id: string, name: PersonaName = 'admin') => ({
  ...type,
  authorization: bearer(name),
  'x-zitadel-orgid': id,
})

const restFailure = (code: number, id: string, message: string) => ({
  code,
  message: `${message} (${id})`,
  details: [{ '@type': 'type.googleapis.com/zitadel.v1.ErrorDetail', id, message }],
})
const connectFailure = (code: string, id: string, message: string) => ({
  code,
  message: `${message} (${id})`,
  details: [{ type: 'zitadel.v1.ErrorDetail', value: expect.any(String), debug: { id, message } }],
})

describe('the token', () => {
  test.each([connectList, restList, permissions])('is needed: %s', async (path) => {
    const { status, body } = await startInstance().send('POST', path, type, { projectId })
    expect(status).toBe(401)
    const code = path === connectList ? 'unauthenticated' : 16
    expect(body).toEqual({ code, message: 'auth header missing' })
  })

  test.each(['Bearer unknown', 'Bearer without-audience', 'Basic YTpi'])(
    '%s is refused',
    async (authorization) => {
      const { send } = startInstance()
      const headers = { ...type, authorization }
      const rest = await send('POST', restList, headers, {})
      expect(rest.status).toBe(401)
      expect(rest.body).toEqual(restFailure(16, 'AUTH-7fs1e', 'Errors.Token.Invalid'))
      const connect = await send('POST', connectList, headers, { projectId })
      expect(connect.status).toBe(401)
      expect(connect.body).toEqual(connectFailure('unauthenticated', 'AUTH-7fs1e', 'Errors.Token.Invalid'))
      const mine = await send('POST', permissions, headers, {})
      expect(mine.status).toBe(401)
    },
  )

  test('a Connect detail is protobuf in base64 without padding', async () => {
    const { send } = startInstance()
    const { body } = await send(
      'POST',
      connectList,
      { ...type, authorization: 'Bearer unknown' },
      { projectId },
    )
    // 1: "AUTH-7fs1e", 2: "Errors.Token.Invalid"
    const value = Buffer.from('\n\nAUTH-7fs1e\x12\x14Errors.Token.Invalid')
      .toString('base64')
      .replace(/=+$/, '')
    expect(body).toMatchObject({ details: [{ value }] })
  })
})

describe('the origin', () => {
  const foreign = 'https://elsewhere.example'

  test('of an application token must be one of the application', async () => {
    const { send } = startInstance()
    const headers = { ...type, authorization: bearer('admin'), origin: foreign }
    const rest = await send('POST', restList, headers, {})
    expect(rest.status).toBe(403)
    expect(rest.body).toEqual(restFailure(7, 'AUTH-DZG21', 'Errors.OriginNotAllowed'))
    const connect = await send('POST', connectList, headers, { projectId })
    expect(connect.status).toBe(403)
    expect(connect.body).toEqual(connectFailure('permission_denied', 'AUTH-DZG21', 'Errors.OriginNotAllowed'))
  })

  test.each([
    ['no origin', { authorization: bearer('admin') }],
    ['its own', { authorization: bearer('admin'), origin: consoleOrigin }],
    ['a token of no application from anywhere', { authorization: 'Bearer pat', origin: foreign }],
  ])('passes: %s', async (_, headers: Record<string, string>) => {
    const { status } = await startInstance().send('POST', restList, { ...type, ...headers }, {})
    expect(status).toBe(200)
  })
})

describe('the organisation of the call', () => {
  test('that does not exist is refused', async () => {
    const { status, body } = await startInstance().send('POST', restList, inOrganization('1'), {})
    expect(status).toBe(403)
    expect(body).toEqual(restFailure(7, 'AUTH-Bs7Ds', "Organisation doesn't exist"))
  })

  test('in which one has no membership is refused as not found', async () => {
    const { send } = startInstance()
    const headers = inOrganization(otherOrganizationId, 'viewer')
    const { status, body } = await send('POST', restList, headers, {})
    expect(status).toBe(404)
    expect(body).toEqual(restFailure(5, 'AUTHZ-cdgFk', 'membership not found'))
    expect(await send('POST', permissions, headers, {})).toMatchObject({ status: 200, body: {} })
  })

  test('may be one that is not the home of the administrator', async () => {
    const { send } = startInstance()
    const { body } = await send('POST', permissions, inOrganization(otherOrganizationId), {})
    expect(body['result']).toEqual(expect.arrayContaining(['project.role.write', 'org.write']))
  })
})

describe('every persona', () => {
  const key = 'analyst'
  const role = { roleKey: 'fresh', displayName: 'Fresh' }
  const calls = [
    ['listRoles', 'ListProjectRoles', { projectId }, 'POST', 'roles/_search', {}],
    ['addRole', 'AddProjectRole', { projectId, ...role }, 'POST', 'roles', role],
    [
      'updateRole',
      'UpdateProjectRole',
      { projectId, roleKey: key, displayName: 'X' },
      'PUT',
      `roles/${key}`,
      { displayName: 'X' },
    ],
    ['removeRole', 'RemoveProjectRole', { projectId, roleKey: key }, 'DELETE', `roles/${key}`, undefined],
  ] as const
  const reads: Partial<Record<PersonaName, number>> = { admin: 200, viewer: 200, keykeeper: 200, guest: 404 }
  const writes: Partial<Record<PersonaName, number>> = { admin: 200, viewer: 403, keykeeper: 403, guest: 404 }
  const names = ['admin', 'viewer', 'keykeeper', 'guest'] as const

  describe.each(names)('%s', (name) => {
    test.each(calls)('%s', async (operation, method, message, verb, path, body) => {
      const expected = (operation === 'listRoles' ? reads : writes)[name]
      const { connect } = startInstance()
      const overConnect = await connect(name, method, message)
      expect(overConnect.status).toBe(expected)
      const { rest, world } = startInstance()
      const before = world.roles().length
      const overRest = await rest(name, verb, `/management/v1/projects/${projectId}/${path}`, body)
      expect(overRest.status).toBe(expected)
      if (expected !== 200) expect(world.roles()).toHaveLength(before)
      if (expected === 404) {
        expect(overRest.body).toEqual(restFailure(5, 'AUTHZ-cdgFk', 'membership not found'))
        expect(overConnect.body).toEqual(connectFailure('not_found', 'AUTHZ-cdgFk', 'membership not found'))
      }
      if (expected === 403) {
        expect(overRest.body).toEqual(restFailure(7, 'AUTH-5mWD2', 'No matching permissions found'))
        expect(overConnect.body).toMatchObject({
          code: 'permission_denied',
          details: [{ debug: { id: 'AUTH-AWfge' } }],
        })
      }
    })
  })

  test('is told what it may do', async () => {
    const { rest } = startInstance()
    const granted = async (name: PersonaName) => {
      const { status, body } = await rest(name, 'POST', permissions, {})
      expect(status).toBe(200)
      return body['result']
    }
    expect(await granted('admin')).toEqual(
      expect.arrayContaining([
        'project.role.read',
        'project.role.write',
        'project.role.delete',
        'user.write',
      ]),
    )
    expect(await granted('viewer')).toEqual(expect.arrayContaining(['project.role.read', 'user.grant.read']))
    expect(await granted('viewer')).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/write|delete/)]),
    )
    expect(await granted('keykeeper')).toEqual(expect.arrayContaining(['user.write', 'project.role.read']))
    expect(await granted('keykeeper')).not.toContain('project.role.write')
    expect(await granted('guest')).toBeUndefined()
  })

  test('loses everything with the administrator role', async () => {
    const { world, connect } = startInstance()
    world.administrators.delete(personas.admin.subs['kosmos'] ?? '')
    expect((await connect('admin', 'ListProjectRoles', { projectId })).status).toBe(404)
  })
})

describe('what is not served', () => {
  const headers = { ...type, authorization: bearer('admin') }

  test('an unknown service falls through to the REST gateway', async () => {
    const { status, body } = await startInstance().send(
      'POST',
      '/zitadel.nope.v2.NopeService/Do',
      headers,
      {},
    )
    expect(status).toBe(404)
    expect(body).toEqual({ code: 5, message: 'Not Found' })
  })

  test('an unknown method of a known service is plain text', async () => {
    const path = '/zitadel.project.v2.ProjectService/Nope'
    const { status, text } = await startInstance().send('POST', path, headers, {})
    expect(status).toBe(404)
    expect(text).toBe('404 page not found\n')
  })

  test('other verbs, content types and versions of the Connect protocol', async () => {
    const { send } = startInstance()
    expect((await send('GET', connectList, headers)).status).toBe(405)
    const plain = { ...headers, 'content-type': 'text/plain' }
    expect((await send('POST', connectList, plain, '{}')).status).toBe(415)
    const other = { ...headers, 'connect-protocol-version': '2' }
    expect((await send('POST', connectList, other, { projectId })).body).toMatchObject({
      code: 'invalid_argument',
    })
  })

  test('an older instance has v1 only', async () => {
    const { world, connect, rest } = startInstance()
    world.settings.olderInstance = true
    const { status, body } = await connect('admin', 'ListProjectRoles', { projectId })
    expect(status).toBe(404)
    expect(body).toEqual({ code: 5, message: 'Not Found' })
    expect(items(await rest('admin', 'POST', restList, {}), 'result')).toHaveLength(world.roles().length)
  })
})

test.each([
  ['POST', connectList, 'listRoles'],
  ['POST', restList, 'listRoles'],
  ['POST', '/zitadel.project.v2.ProjectService/AddProjectRole', 'addRole'],
  ['POST', `/management/v1/projects/${projectId}/roles`, 'addRole'],
  ['POST', `/management/v1/projects/${projectId}/roles/_bulk`, 'bulkAddRoles'],
  ['PUT', `/management/v1/projects/${projectId}/roles/a%2Fb`, 'updateRole'],
  ['DELETE', `/management/v1/projects/${projectId}/roles/a/b?x=1`, 'removeRole'],
  ['POST', permissions, 'permissions'],
  ['POST', '/management/v1/projects/_search', 'listProjects'],
  ['GET', `/management/v1/projects/${projectId}`, 'getProject'],
  ['POST', '/zitadel.org.v2.OrganizationService/ListOrganizations', 'listOrganizations'],
  ['POST', '/zitadel.authorization.v2.AuthorizationService/ListAuthorizations', 'listAuthorizations'],
  ['POST', '/management/v1/users/grants/_search', 'listAuthorizations'],
  ['POST', '/management/v1/users/1/grants', 'createAuthorization'],
  ['PUT', '/management/v1/users/1/grants/2', 'updateAuthorization'],
  ['POST', '/management/v1/users/1/grants/2/_deactivate', 'deactivateAuthorization'],
  ['POST', '/management/v1/users/1/grants/2/_reactivate', 'activateAuthorization'],
  ['DELETE', '/management/v1/users/1/grants/2', 'deleteAuthorization'],
  ['POST', '/v2/users', 'listUsers'],
  ['GET', '/management/v1/users/1', 'getUser'],
  ['POST', '/management/v1/metadata/_search', 'listMetadata'],
  ['GET', '/management/v1/metadata/a.b', 'getMetadata'],
  ['POST', '/management/v1/metadata/_bulk', 'setMetadata'],
  ['DELETE', '/management/v1/metadata/a.b', 'deleteMetadata'],
  ['POST', '/zitadel.org.v2.OrganizationService/SetOrganizationMetadata', 'setMetadata'],
  ['OPTIONS', connectList, undefined],
  ['GET', '/oauth/v2/authorize', undefined],
])('operationOf: %s %s is %s', (method, path, operation) => {
  expect(operationOf(method, path)).toBe(operation)
})
