// What tests change behind the API's back, and what KtrlPlane's tokens say.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { personaNames, subOf } from '../personas.ts'
import type { PersonaName } from '../personas.ts'
import { startSandbox } from '../sandbox.ts'
import type { KtrlplanePlatform, Sandbox } from '../sandbox.ts'
import { claims, consoleOrigin, read, refresh, signInAs } from '../visitor.ts'
import { people } from './seed.ts'

let sandbox: Sandbox
let ktrlplane: KtrlplanePlatform

beforeAll(async () => {
  sandbox = await startSandbox({ consoleOrigin })
  ktrlplane = sandbox.ktrlplane
})
beforeEach(() => sandbox.reset())
afterAll(() => sandbox.stop())

const scope = 'openid profile email offline_access access:platform'
const enter = (persona: PersonaName) =>
  signInAs(ktrlplane, persona, { scope, changes: { audience: 'https://api.ktrlplane.example' } })

const roles = (token: unknown): Promise<Response> =>
  fetch(`${ktrlplane.origin}/api/v1/roles`, { headers: { authorization: `Bearer ${String(token)}` } })

test.each(personaNames)(
  'the access token of %s has an address, a name and no permissions',
  async (persona) => {
    const { access_token } = await enter(persona)
    const held = claims(access_token)
    expect(held).toMatchObject({
      iss: `${ktrlplane.origin}/`,
      sub: subOf('ktrlplane', persona),
      aud: ['https://api.ktrlplane.example', `${ktrlplane.origin}/userinfo`],
      email: expect.stringContaining('@'),
      name: expect.any(String),
    })
    expect(String(held.scope).includes('access:platform')).toBe(persona !== 'guest')
    expect(held).not.toHaveProperty('permissions')
    expect((await roles(access_token)).status).toBe(200)
    ktrlplane.settings.strict = true
    expect((await roles(access_token)).status).toBe(persona === 'guest' ? 403 : 200)
  },
)

test('tokens can lack the address, be for another API, or for none', async () => {
  const { settings } = ktrlplane
  settings.profileClaims = false
  const bare = await enter('admin')
  expect(claims(bare.access_token)).not.toHaveProperty('email')
  await roles(bare.access_token)
  expect(ktrlplane.world.users()[0]).toMatchObject({ name: 'User' })

  settings.tokenFor = 'other'
  const other = await read(await refresh(ktrlplane, bare.refresh_token))
  expect(claims(other['access_token']).aud).toContain('https://graph.ktrlplane.example')
  expect(await read(await roles(other['access_token']))).toMatchObject({
    details: expect.stringMatching(/\(aud\)$/),
  })

  settings.tokenFor = 'none'
  const none = await read(await refresh(ktrlplane, other['refresh_token']))
  expect(String(none['access_token'])).not.toContain('.')
  expect((await roles(none['access_token'])).status).toBe(401)
  const userinfo = await fetch(`${ktrlplane.origin}/userinfo`, {
    headers: { authorization: `Bearer ${String(none['access_token'])}`, origin: consoleOrigin },
  })
  expect(userinfo.status).toBe(200)
})

test('tokens end by the clock of the sandbox, a minute late', async () => {
  const { access_token } = await enter('admin')
  ktrlplane.clock.advance('60m')
  expect((await roles(access_token)).status).toBe(200)
  ktrlplane.clock.advance('62s')
  expect((await roles(access_token)).status).toBe(401)
})

test('calls are in the journal by their names, and faults strike them, readable for browsers', async () => {
  const { access_token } = await enter('admin')
  ktrlplane.faults.set('listRoles', 503, { times: 1 })
  const headers = { authorization: `Bearer ${String(access_token)}`, origin: consoleOrigin }
  const struck = await fetch(`${ktrlplane.origin}/api/v1/roles`, { headers })
  expect(struck.status).toBe(503)
  expect(struck.headers.get('access-control-allow-origin')).toBe(consoleOrigin)
  expect(await read(struck)).toEqual({ error: expect.any(String) })
  expect((await roles(access_token)).status).toBe(200)
  expect(ktrlplane.journal.entries({ operation: 'listRoles' }).map(({ status }) => status)).toEqual([
    503, 200,
  ])
})

test('somebody else gives, takes and ends, and it is as stored', () => {
  const { world } = ktrlplane
  const grant = { user: people.farid, role: 'Editor', scope: 'resource.grid-twin.grid-flow' }
  const until = new Date(ktrlplane.clock.now() + 60_000)
  world.assign({ ...grant, until, by: people.tomas })
  expect(world.assignments(grant.scope)).toEqual([
    {
      assignment_id: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      user_id: people.farid,
      role_id: '10000000-0001-0000-0000-000000000002',
      scope_type: 'resource',
      scope_id: 'grid-flow',
      assigned_by: people.tomas,
      created_at: expect.any(String),
      expires_at: expect.any(String),
    },
  ])
  expect(world.held(people.farid, grant.scope)).toEqual(['Editor'])
  ktrlplane.clock.advance('2m')
  expect(world.held(people.farid, grant.scope)).toEqual([])
  world.unassign(grant)
  expect(world.assignments(grant.scope)).toEqual([])
  world.clear(people.tomas)
  expect(world.assignments().some(({ user_id }) => user_id === people.tomas)).toBe(false)
})

test('mistakes of a test are told', () => {
  const { world } = ktrlplane
  const grant = { user: people.tomas, role: 'Owner', scope: 'project.grid-twin' }
  expect(() => world.assign(grant)).toThrow('already')
  expect(() => world.assign({ ...grant, user: 'nobody' })).toThrow('No user nobody')
  expect(() => world.assign({ ...grant, role: 'Boss' })).toThrow('No role Boss')
  expect(() => world.held(people.tomas, 'resource.harbour-ops.grid-graph')).toThrow('No scope')
  expect(() => world.unassign({ ...grant, role: 'Viewer' })).toThrow('does not have Viewer')
  expect(() => world.addResource({ id: 'x', name: 'X', project: 'nowhere' })).toThrow('No scope')
  world.remove('project.grid-twin')
  expect(() => world.assignments('project.grid-twin')).toThrow('No scope project.grid-twin')
  expect(() => world.held(people.nameless, 'resource.grid-twin.grid-graph')).toThrow('No scope')
})

test('a reset brings back the seed, ids and all, and the configuration that is served', async () => {
  const ids = ktrlplane.world.assignments('project.grid-twin').map(({ assignment_id }) => assignment_id)
  const { config } = sandbox
  const fresh = structuredClone(config)
  config.platforms.splice(1)
  Object.assign(config, { extra: true })
  ktrlplane.world.clear(people.tomas)
  ktrlplane.settings.strict = true
  await sandbox.reset()
  expect(config).toEqual(fresh)
  expect(sandbox.config).toBe(config)
  expect(config.platforms[2]?.directory).toEqual({ kind: 'ktrlplane', url: ktrlplane.origin })
  expect(ktrlplane.world.assignments('project.grid-twin').map(({ assignment_id }) => assignment_id)).toEqual(
    ids,
  )
  expect(ktrlplane.settings.strict).toBe(false)
})
