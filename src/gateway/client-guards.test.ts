// Applications: which are changed at all, by whom, and that nothing is done where the vendor's answer cannot be read.
import { beforeEach, describe, expect, test } from 'vitest'
import { audience, fakeTenant, json, tenant, type Asked, type Fake } from './fake-tenant.ts'
import { versionOf } from './version.ts'

type Grant = { id: string; client_id: string; audience: string; scope: string[]; allow_all_scopes?: boolean }

const shop = 'https://shop.example'
const pem = '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----'

const grant = (id: string, client_id: string, api: string, ...scope: string[]): Grant => ({
  id,
  client_id,
  audience: api,
  scope,
})

let fake: Fake
let grants: Grant[]
let keys: Record<string, string[]>
let types: Record<string, object>

/** Applications, their grants in pages of two, and the ends of their keys. */
function vendor({ method, path }: Asked): Response {
  const url = new URL(path, tenant)
  const [, kind, id = '', part] = url.pathname.slice('/api/v2'.length).split('/')
  if (method !== 'GET') return Response.json({ client_id: id, client_secret: 'the-secret', name: 'New' })
  if (kind === 'client-grants' && id === '') {
    const all = grants.filter((grant) => grant.client_id === url.searchParams.get('client_id'))
    const start = Number(url.searchParams.get('from') ?? 0)
    const next = start + 2 < all.length ? { next: String(start + 2) } : {}
    return Response.json({ client_grants: all.slice(start, start + 2), ...next })
  }
  if (kind === 'client-grants') return Response.json(grants.find((grant) => grant.id === id))
  if (part === 'credentials') return Response.json({ expires_at: '2027-01-01T00:00:00.000Z' })
  const used = keys[id]
  const methods = used && { private_key_jwt: { credentials: used.map((one) => ({ id: one })) } }
  return Response.json({
    client_id: id,
    app_type: 'non_interactive',
    ...(methods && { client_authentication_methods: methods }),
    ...types[id],
  })
}

beforeEach(async () => {
  fake = await fakeTenant()
  fake.answer = vendor
  keys = { weak: ['cred_a', 'cred_b'], strong: ['cred_a'] }
  types = { web: { app_type: 'regular_web' }, all: { global: true } }
  grants = [
    grant('cgr_weak', 'weak', shop, 'orders:read'),
    grant('cgr_s1', 'strong', shop, 'orders:read'),
    grant('cgr_s2', 'strong', 'https://stock.example', 'items:read'),
    // On the second page, and as nobody should spell it.
    grant('cgr_s3', 'strong', `${audience.toUpperCase()}/`, 'delete:roles'),
    grant('cgr_m', 'manager', `${tenant}/api/v2`, 'read:users'),
    { ...grant('cgr_all', 'whole', audience), allow_all_scopes: true },
    grant('cgr_own', 'gateway-app', shop),
  ]
})

const versionOfKeys = (...ids: string[]) => versionOf(ids.map((value) => ({ value, description: '' })))
const writes = () => fake.asked.filter(({ method }) => method !== 'GET').map(({ path }) => path)
const codeOf = async (answer: Response): Promise<unknown[]> => {
  const { code, required } = await answer.json()
  return [answer.status, code, required]
}

const needs: Record<string, string> = {
  rotate: 'update:client_keys',
  key: 'create:client_credentials',
  activate: 'update:clients',
  secret: 'update:clients',
  prolong: 'update:client_credentials',
  rename: 'update:clients',
  delete: 'delete:clients',
  revoke: 'delete:client_credentials',
  shorten: 'update:client_credentials',
  deactivate: 'update:clients',
}
const methods = (...ids: string[]) => ({
  client_authentication_methods: { private_key_jwt: { credentials: ids.map((id) => ({ id })) } },
})

/** Does one of the things above to an application, holding also these permissions. */
async function act(what: string, id: string, held: string[] = [], tag?: string): Promise<Response> {
  const token = await fake.token([needs[what] ?? '', 'update:client_credentials', ...held])
  const at = `/api/v2/clients/${id}`
  const headers = tag === undefined ? {} : { headers: { 'if-match': `"${tag}"` } }
  const calls: Record<string, [string, string, unknown?]> = {
    rotate: ['POST', `${at}/rotate-secret`],
    key: ['POST', `${at}/credentials`, { credential_type: 'public_key', pem }],
    activate: ['PATCH', at, methods('cred_a', 'cred_new')],
    secret: [
      'PATCH',
      at,
      { client_authentication_methods: null, token_endpoint_auth_method: 'client_secret_post' },
    ],
    prolong: ['PATCH', `${at}/credentials/cred_a`, { expires_at: '2027-01-02T00:00:00.000Z' }],
    rename: ['PATCH', at, { name: 'New' }],
    delete: ['DELETE', at],
    revoke: ['DELETE', `${at}/credentials/cred_a`],
    shorten: ['PATCH', `${at}/credentials/cred_a`, { expires_at: '2026-12-01T00:00:00.000Z' }],
    deactivate: ['PATCH', at, methods('cred_a')],
  }
  const [method, path, body] = calls[what] ?? ['', '']
  return fake.ask(token, method, path, { ...headers, ...(body === undefined ? {} : json(body)) })
}

const handingOut = ['rotate', 'key', 'activate', 'secret', 'prolong']
const others = ['rename', 'delete', 'revoke', 'shorten', 'deactivate']

describe.each(handingOut)('%s', (what) => {
  test('is for whoever holds what the application holds of the console', async () => {
    expect((await act(what, 'weak')).status).toBe(200)
    expect(await codeOf(await act(what, 'strong', ['read:roles']))).toEqual([
      403,
      'ESCALATION',
      'delete:roles',
    ])
    expect(writes()).toHaveLength(1)
    expect((await act(what, 'strong', ['delete:roles'])).status).toBe(200)
  })

  test('is for nobody where the application may do everything', async () => {
    expect(await codeOf(await act(what, 'whole', ['delete:roles']))).toEqual([403, 'ESCALATION', undefined])
    expect(writes()).toEqual([])
  })
})

test.each(others)('%s is for whoever may change applications, however strong those are', async (what) => {
  keys['strong'] = ['cred_a', 'cred_b']
  expect((await act(what, 'strong')).status).toBe(200)
})

describe.each([...handingOut, ...others])('%s', (what) => {
  test.each(['gateway-app', 'manager', 'web', 'all'])('leaves %s alone', async (id) => {
    expect(await codeOf(await act(what, id, ['read:users']))).toEqual([403, 'FIXED', undefined])
    expect(writes()).toEqual([])
  })

  test.each<[string, (path: string) => Response | undefined]>([
    ['grants without a list', (path) => (path.includes('grants?') ? Response.json([]) : undefined)],
    [
      'grants without an end',
      (path) => (path.includes('grants?') ? Response.json({ client_grants: [], next: 'x' }) : undefined),
    ],
    [
      'grants not at all',
      (path) => (path.includes('grants?') ? new Response('', { status: 500 }) : undefined),
    ],
    [
      'another application',
      (path) => (path.includes('/clients/') ? Response.json({ client_id: 'other' }) : undefined),
    ],
    ['no application', (path) => (path.includes('/clients/') ? Response.json({}) : undefined)],
  ])('does nothing where it reads %s', async (_, made) => {
    fake.answer = (asked) => (asked.method === 'GET' && made(asked.path)) || vendor(asked)
    const answer = await act(what, 'weak')
    expect(answer.status).toBeGreaterThanOrEqual(500)
    expect(writes()).toEqual([])
  })
})

test('secrets are in the answers of making and of rotating one, and nowhere else', async () => {
  const token = await fake.token(['create:clients'])
  const made = await fake.ask(token, 'POST', '/api/v2/clients', json({ name: 'New' }))
  for (const answer of [made, await act('rotate', 'weak')]) {
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.json()).toMatchObject({ client_secret: 'the-secret' })
  }
  expect(await (await act('rename', 'weak')).json()).toEqual({ client_id: 'weak', name: 'New' })
  expect(fake.log.join('')).not.toContain('the-secret')
  expect(fake.log).toHaveLength(3)
})

test('a change whose answer cannot be read says that it was made', async () => {
  fake.answer = (asked) =>
    asked.method === 'GET'
      ? vendor(asked)
      : new Response('{"client_secret":', { headers: { 'content-type': 'application/json' } })
  const answer = await act('rename', 'weak')
  expect(answer.status).toBe(502)
  expect((await answer.json()).message).toContain('was changed')
})

test('to make an application with a key takes the right to make keys', async () => {
  const body = {
    name: 'New',
    client_authentication_methods: {
      private_key_jwt: { credentials: [{ credential_type: 'public_key', pem }] },
    },
  }
  const make = async (held: string[], changes = {}): Promise<Response> =>
    fake.ask(
      await fake.token(['create:clients', ...held]),
      'POST',
      '/api/v2/clients',
      json({ ...body, ...changes }),
    )
  expect(await codeOf(await make([]))).toEqual([403, 'PERMISSION_MISSING', 'create:client_credentials'])
  const both = { token_endpoint_auth_method: 'client_secret_post' }
  expect(await codeOf(await make(['create:client_credentials'], both))).toEqual([
    400,
    'INVALID_BODY',
    undefined,
  ])
  expect(writes()).toEqual([])
  expect((await make(['create:client_credentials'])).status).toBe(200)
})

test('keys are changed by those who know which there are', async () => {
  expect(await codeOf(await act('activate', 'weak', [], await versionOfKeys('cred_a')))).toEqual([
    412,
    'CHANGED',
    undefined,
  ])
  expect((await act('activate', 'weak', [], await versionOfKeys('cred_b', 'cred_a'))).status).toBe(200)
})

const ask = async (held: string[], method: string, path: string, body?: unknown, tag?: string) =>
  fake.ask(await fake.token(['update:client_grants', ...held]), method, `/api/v2/client-grants${path}`, {
    ...(body === undefined ? {} : json(body)),
    ...(tag === undefined ? {} : { headers: { 'if-match': `"${tag}"` } }),
  })
const give = (held: string[], client_id: string, api: string, ...scope: string[]) =>
  ask(held, 'POST', '', { client_id, audience: api, scope })

describe('what an application may ask for', () => {
  test('of the console is given by those who hold it, of others by anybody who may', async () => {
    expect((await give([], 'weak', shop, 'orders:write')).status).toBe(200)
    expect((await give(['read:roles'], 'weak', audience, 'read:roles')).status).toBe(200)
    for (const spelled of [audience, `${audience}/`, audience.toUpperCase()])
      expect(await codeOf(await give(['read:roles'], 'weak', spelled, 'read:roles', 'delete:roles'))).toEqual(
        [403, 'ESCALATION', 'delete:roles'],
      )
    expect(writes()).toHaveLength(2)
  })

  test.each([`${tenant}/api/v2/`, `${tenant}/API/v2`])('is never %s', async (api) => {
    expect(await codeOf(await give(['read:users'], 'weak', api, 'read:users'))).toEqual([
      403,
      'ESCALATION',
      'read:users',
    ])
    expect(writes()).toEqual([])
  })

  test.each(['gateway-app', 'manager', 'web', 'all'])('is nothing more for %s', async (id) => {
    expect(await codeOf(await give([], id, shop, 'orders:read'))).toEqual([403, 'FIXED', undefined])
    expect(writes()).toEqual([])
  })

  test.each<[string, string, string[], unknown[]]>([
    ['nothing comes that one lacks', 'cgr_s3', ['delete:roles', 'update:roles'], ['update:roles']],
    ['nothing goes that one lacks', 'cgr_s3', [], ['delete:roles']],
  ])('of the console: %s', async (_, id, scope, [required]) => {
    expect(await codeOf(await ask([], 'PATCH', `/${id}`, { scope }))).toEqual([403, 'ESCALATION', required])
    expect(writes()).toEqual([])
    expect((await ask([String(required)], 'PATCH', `/${id}`, { scope })).status).toBe(200)
  })

  test('is taken away with everything in it', async () => {
    expect((await ask([], 'DELETE', '/cgr_weak')).status).toBe(200)
    expect(await codeOf(await ask([], 'DELETE', '/cgr_s3'))).toEqual([403, 'ESCALATION', 'delete:roles'])
    expect(await codeOf(await ask([], 'DELETE', '/cgr_all'))).toEqual([403, 'ESCALATION', undefined])
    for (const id of ['cgr_m', 'cgr_own'])
      expect(await codeOf(await ask(['read:users'], 'DELETE', `/${id}`))).toEqual([403, 'FIXED', undefined])
    expect((await ask(['delete:roles'], 'DELETE', '/cgr_s3')).status).toBe(200)
    expect(writes()).toHaveLength(2)
  })

  test('is replaced by those who know what it was, one after the other', async () => {
    const tag = await versionOf([{ value: 'orders:read', description: '' }])
    fake.answer = (asked) => {
      const [first] = grants
      if (asked.method === 'PATCH' && first) first.scope = JSON.parse(asked.body).scope
      return vendor(asked)
    }
    const answers = await Promise.all([
      ask([], 'PATCH', '/cgr_weak', { scope: ['a'] }, tag),
      ask([], 'PATCH', '/cgr_weak', { scope: ['b'] }, tag),
    ])
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 412])
    expect(writes()).toHaveLength(1)
  })

  test('stays where it cannot be read', async () => {
    for (const made of [{}, { id: 'cgr_other', client_id: 'weak', audience: shop }]) {
      fake.answer = (asked) => (asked.method === 'GET' ? Response.json(made) : vendor(asked))
      expect((await ask([], 'PATCH', '/cgr_weak', { scope: [] })).status).toBe(502)
    }
    expect(writes()).toEqual([])
  })
})
