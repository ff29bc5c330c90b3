// Nobody gives what they do not hold, by whatever way; and nothing is given where the vendor's answer cannot be read.
import { beforeEach, describe, expect, test } from 'vitest'
import { audience, fakeTenant, json, tenant, type Asked, type Fake } from './fake-tenant.ts'

type Permission = { resource_server_identifier: string; permission_name: string }

let fake: Fake
let grants: Record<string, Permission[]>
const own = (permission_name: string): Permission => ({
  resource_server_identifier: audience,
  permission_name,
})
const shop = (permission_name: string): Permission => ({
  resource_server_identifier: 'https://shop.example',
  permission_name,
})

/** Roles with what they grant, in the vendor's pages, and three APIs. */
function vendor({ method, path }: Asked): Response {
  const url = new URL(path, tenant)
  const [, role] = /^\/api\/v2\/roles\/(\w+)\/permissions$/.exec(url.pathname) ?? []
  if (method === 'GET' && role !== undefined) {
    const all = grants[role]
    if (!all)
      return Response.json(
        { statusCode: 404, error: 'Not Found', message: 'No role', errorCode: 'inexistent_role' },
        { status: 404 },
      )
    const size = Math.min(50, Number(url.searchParams.get('per_page')))
    const start = Number(url.searchParams.get('page')) * size
    return Response.json({
      start,
      limit: size,
      total: all.length,
      permissions: all.slice(start, start + size),
    })
  }
  const scopes = [{ value: 'read:roles' }, { value: 'delete:roles', description: 'Delete' }]
  if (method === 'GET' && url.pathname.endsWith('/own'))
    return Response.json({ id: 'own', identifier: audience, scopes })
  if (method === 'GET' && url.pathname.endsWith('/shop'))
    return Response.json({ id: 'shop', identifier: 'https://shop.example', scopes })
  if (method === 'GET' && url.pathname.endsWith('/system'))
    return Response.json({ id: 'system', identifier: `${tenant}/api/v2/`, is_system: true, scopes })
  return new Response(null, { status: 204 })
}

beforeEach(async () => {
  fake = await fakeTenant()
  fake.answer = vendor
  grants = {
    rol_reader: [own('read:roles'), shop('orders:read')],
    rol_boss: [...Array.from({ length: 120 }, (_, n) => shop(`orders:${n}`)), own('delete:roles')],
    rol_empty: [],
  }
})

const writes = () => fake.asked.filter(({ method }) => method !== 'GET')

async function refusedFor(answer: Response, permission: string): Promise<void> {
  expect(answer.status).toBe(403)
  expect(await answer.json()).toMatchObject({
    error: 'forbidden',
    code: 'ESCALATION',
    message: expect.stringContaining(permission),
    required: permission,
  })
  expect(writes()).toEqual([])
}

const add = async (held: string[], permissions: Permission[]) =>
  fake.ask(
    await fake.token(['update:roles', ...held]),
    'POST',
    '/api/v2/roles/rol_x/permissions',
    json({ permissions }),
  )

const patch = async (held: string[], api: string, ...values: string[]) =>
  fake.ask(
    await fake.token(['update:resource_servers', ...held]),
    'PATCH',
    `/api/v2/resource-servers/${api}`,
    json({ scopes: values.map((value) => ({ value })) }),
  )

describe('permissions of a role', () => {
  test('of the console are added by those who hold them', async () => {
    expect((await add(['read:roles'], [own('read:roles'), shop('orders:write')])).status).toBe(204)
    expect(writes()).toHaveLength(1)
  })

  test.each([audience, `${audience}/`, audience.toUpperCase(), ` ${audience} `])(
    'and by nobody else, also not as %j',
    async (resource_server_identifier) => {
      const permissions = [
        shop('orders:read'),
        { resource_server_identifier, permission_name: 'delete:roles' },
      ]
      await refusedFor(await add(['read:roles'], permissions), 'delete:roles')
    },
  )

  test.each([`${tenant}/api/v2/`, `${tenant}/api/v2`, `${tenant}/API/v2/`])(
    'are never the Management API’s: %s',
    async (resource_server_identifier) => {
      const permission = { resource_server_identifier, permission_name: 'update:users' }
      await refusedFor(await add(['update:users'], [permission]), 'update:users')
    },
  )

  test('are taken away by whoever may change roles', async () => {
    const token = await fake.token(['update:roles'])
    const body = json({ permissions: [own('delete:roles')] })
    expect((await fake.ask(token, 'DELETE', '/api/v2/roles/rol_boss/permissions', body)).status).toBe(204)
  })
})

describe.each<[string, string, string, (role: string) => unknown]>([
  [
    'to a person',
    'create:role_members',
    '/users/auth0%7Cabc/roles',
    (role) => ({ roles: ['rol_empty', role] }),
  ],
  [
    'to a member of an organization',
    'create:organization_member_roles',
    '/organizations/org_1/members/auth0%7Cabc/roles',
    (role) => ({ roles: [role, role] }),
  ],
])('a role given %s', (_, needs, path, body) => {
  const assign = async (held: string[], role: string) =>
    fake.ask(await fake.token([needs, ...held]), 'POST', `/api/v2${path}`, json(body(role)))

  test('may grant what its giver holds, and anything of other APIs', async () => {
    expect((await assign(['read:roles'], 'rol_reader')).status).toBe(204)
    expect((await assign(['delete:roles'], 'rol_boss')).status).toBe(204)
  })

  test('may not grant more, be it on its third page', async () => {
    await refusedFor(await assign(['read:roles'], 'rol_boss'), 'delete:roles')
    expect(fake.asked.filter(({ path: asked }) => asked.includes('rol_boss'))).toHaveLength(3)
  })

  test('must exist', async () => {
    const answer = await assign([], 'rol_gone')
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ code: 'inexistent_role' })
    expect(writes()).toEqual([])
  })

  test.each<[string, () => Response]>([
    ['in the shape of a list', () => Response.json([own('read:roles')])],
    ['that never ends', () => Response.json({ total: 9_999, permissions: [] })],
    ['without a total', () => Response.json({ permissions: [] })],
    ['as a page', () => new Response('<h1>Login</h1>', { headers: { 'content-type': 'text/html' } })],
    ['as half of one', () => new Response('{"tot', { headers: { 'content-type': 'application/json' } })],
    ['as an error', () => new Response('', { status: 500 })],
  ])('is not given where its permissions come %s', async (_, made) => {
    fake.answer = (asked) => (asked.method === 'GET' ? made() : vendor(asked))
    const answer = await assign(['read:roles'], 'rol_reader')
    expect(answer.status).toBeGreaterThanOrEqual(500)
    expect(await answer.json()).toMatchObject({ request_id: expect.any(String) })
    expect(writes()).toEqual([])
  })
})

test('people are put into a role by the same rule', async () => {
  const token = await fake.token(['create:role_members'])
  const users = json({ users: ['auth0|ingrid'] })
  await refusedFor(await fake.ask(token, 'POST', '/api/v2/roles/rol_boss/users', users), 'delete:roles')
  expect((await fake.ask(token, 'POST', '/api/v2/roles/rol_empty/users', users)).status).toBe(204)
})

describe('the permissions of an API', () => {
  test('of others are free', async () => {
    expect((await patch([], 'shop')).status).toBe(204)
  })

  test('of the console grow freely, and lose only what one holds', async () => {
    expect((await patch([], 'own', 'read:roles', 'delete:roles', 'new:one')).status).toBe(204)
    expect((await patch(['delete:roles'], 'own', 'read:roles')).status).toBe(204)
    fake.asked.length = 0
    await refusedFor(await patch(['read:roles'], 'own', 'read:roles', 'remove:roles'), 'delete:roles')
  })

  test('of the Management API stay', async () => {
    const everything = ['read:roles', 'delete:roles']
    const answer = await patch(everything, 'system', ...everything)
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ code: 'ESCALATION' })
    expect(writes()).toEqual([])
  })

  test('stay where the API cannot be read', async () => {
    fake.answer = () => Response.json({ id: 'own' })
    expect((await patch([], 'own')).status).toBe(502)
    expect(writes()).toEqual([])
  })
})
