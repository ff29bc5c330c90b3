// What KtrlPlane makes of tokens, and of those who bring them.
import { expect, test } from 'vitest'
import { subOf } from '../personas.ts'
import { people } from './seed.ts'
import { startKtrlplane, tokenOf } from './testing.ts'

const invalid = 'Invalid token'
const admin = subOf('ktrlplane', 'admin')

test.each([
  ['no header', null, { error: 'Authorization header required' }],
  ['an empty header', '', { error: 'Authorization header required' }],
  ['another scheme', 'Basic eDp5', { error: 'Bearer token required' }],
  ['a small letter', 'bearer x.y.z', { error: 'Bearer token required' }],
  [
    'an opaque token',
    'Bearer opaque',
    {
      error: invalid,
      details: 'could not parse the token: go-jose/go-jose: compact JWS format must have three parts',
    },
  ],
  ['no JSON inside', 'Bearer x.y.z', { error: invalid, details: expect.stringContaining('could not parse') }],
  [
    'another algorithm',
    `Bearer ${tokenOf({}, { alg: 'HS256' })}`,
    { error: invalid, details: expect.stringContaining('token specified "HS256"') },
  ],
  [
    'a signature of somebody else',
    `Bearer ${tokenOf({}, { signature: 'forged' })}`,
    { error: invalid, details: expect.stringContaining('error in cryptographic primitive') },
  ],
])('%s is refused', async (_, authorization, body) => {
  const { admin: call } = startKtrlplane()
  const answer = await call('GET /api/v1/roles', { authorization })
  expect(answer).toMatchObject({ status: 401, body })
  expect(Object.keys(answer.body)).toEqual(Object.keys(body))
  expect(answer.headers.get('www-authenticate')).toBeNull()
})

test('issuer, audience and times count, in this order, with a minute for the clock', async () => {
  const { admin: call, clock, issuer } = startKtrlplane()
  const told = async (claims: object): Promise<unknown> =>
    (await call('GET /api/v1/roles', { claims })).body['details'] ?? 'fine'
  const now = clock.at / 1_000
  const past = { exp: now - 61 }
  const elsewhere = { ...past, aud: 'https://graph.ktrlplane.example' }
  expect(await told({ ...elsewhere, iss: issuer.slice(0, -1) })).toMatch(/invalid issuer claim \(iss\)$/)
  expect(await told(elsewhere)).toMatch(/invalid audience claim \(aud\)$/)
  expect(await told(past)).toMatch(/token is expired \(exp\)$/)
  expect(await told({ exp: now - 59 })).toBe('fine')
  expect(await told({ nbf: now + 61 })).toMatch(/token not valid yet \(nbf\)$/)
  expect(await told({ iat: now + 61 })).toMatch(/issued in the future \(iat\)$/)
  expect(await told({ iat: now + 59, nbf: now + 59 })).toBe('fine')
  // One audience may be given alone.
  expect(await told({ aud: 'https://api.ktrlplane.example' })).toBe('fine')
})

test('the scope is read in strict mode only', async () => {
  const claims = { scope: 'openid' }
  const { admin: coded } = startKtrlplane()
  expect((await coded('GET /api/v1/roles', { claims })).status).toBe(200)
  const { admin: documented } = startKtrlplane({ strict: true })
  expect(await documented('GET /api/v1/roles', { claims })).toMatchObject({
    status: 403,
    body: { error: 'Missing required scope: access:platform' },
  })
  expect((await documented('GET /health', { authorization: null })).status).toBe(200)
})

test('people get a row when they are first seen, and are not looked at again', async () => {
  const { by, world } = startKtrlplane()
  const row = (id: string): unknown => world.users().find(({ user_id }) => user_id === id)
  await by('auth0|new', 'GET /api/v1/roles', { claims: { email: 'new@x.example', name: 'New One' } })
  expect(row('auth0|new')).toEqual({ user_id: 'auth0|new', email: 'new@x.example', name: 'New One' })
  await by('auth0|new', 'GET /api/v1/roles', { claims: { email: 'other@x.example', name: 'Other' } })
  expect(row('auth0|new')).toMatchObject({ name: 'New One' })

  await by('auth0|bare', 'GET /api/v1/roles')
  expect(row('auth0|bare')).toEqual({ user_id: 'auth0|bare', email: '', name: 'User' })
  await by('mail@x.example', 'GET /api/v1/roles')
  expect(row('mail@x.example')).toMatchObject({ email: 'mail@x.example', name: 'mail' })

  // Without claims a known address stays; the name does not.
  await by(admin, 'GET /api/v1/roles', { claims: { email: undefined, name: undefined } })
  expect(row(admin)).toMatchObject({ email: 'ingrid.solheim@acme.example', name: 'User' })
})

test('whoever was invited by address takes over what the address holds', async () => {
  const { by, world } = startKtrlplane()
  world.addUser({ user_id: 'auth0|mira' })
  world.assign({ user: 'auth0|mira', role: 'Editor', scope: 'project.grid-twin' })
  world.assign({ user: people.invited, role: 'Editor', scope: 'project.grid-twin' })
  await by('auth0|mira', 'GET /api/v1/roles', { claims: { email: people.invited, name: 'Mira Costa' } })
  expect(world.held('auth0|mira', 'project.grid-twin')).toEqual(['Editor', 'Viewer'])
  expect(world.users().some(({ user_id }) => user_id === people.invited)).toBe(false)
})

test('a machine gets no row; with the right role it may ask for others', async () => {
  const { by, world } = startKtrlplane()
  const claims = { gty: 'client-credentials' }
  const ask = `GET /api/v1/permissions/check?scopeType=project&scopeId=grid-twin&userId=${encodeURIComponent(people.tomas)}`
  expect(await by('stranger@clients', ask, { claims })).toMatchObject({
    status: 403,
    body: {
      error: 'Service account does not have permission to check permissions on behalf of users',
      hint: expect.stringContaining('check_permissions_on_behalf_of'),
    },
  })
  expect(world.users().some(({ user_id }) => user_id === 'stranger@clients')).toBe(false)
  expect((await by(people.service, ask, { claims })).body).toMatchObject({
    user_id: people.tomas,
    permissions: expect.arrayContaining(['manage_access']),
  })
  expect(await by(admin, ask)).toMatchObject({
    status: 403,
    body: { error: 'Only service accounts can check permissions on behalf of other users' },
  })
})
