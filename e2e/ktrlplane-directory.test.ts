// KtrlPlane's adapter at the sandbox: the tree of scopes, who may do what there, and what the odd answers of its API come to.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Access } from '../src/directory/grants.ts'
import { connectKtrlplane, type How, modes, roleId } from './contract-ktrlplane.ts'
import { having, problemOf } from './contract-subject.ts'
import { people } from './sandbox/ktrlplane/seed.ts'
import { type PersonaName, subOf } from './sandbox/personas.ts'
import { type KtrlplanePlatform, startSandbox, type Sandbox } from './sandbox/sandbox.ts'
import { consoleOrigin } from './sandbox/visitor.ts'

let sandbox: Sandbox
let ktrlplane: KtrlplanePlatform

beforeAll(async () => {
  sandbox = await startSandbox({ consoleOrigin })
  ktrlplane = sandbox.ktrlplane
})
afterAll(() => sandbox.stop())
beforeEach(() => sandbox.reset())

async function as(persona: PersonaName, how?: How) {
  const { directory, state } = await connectKtrlplane(ktrlplane, persona, how)
  const scopes = having(directory.scopes)
  return { directory, state, scopes, at: (scope?: string) => directory.at(scope) }
}
const asked = (operation: string) => ktrlplane.journal.entries({ operation }).length
const allowed = ({ verdicts }: Access) =>
  Object.values(verdicts).flatMap((one) => (one.allowed ? [one.grant] : []))
/** Ids of the tree, with a dot for each level. */
const shown = async (persona: PersonaName) => {
  const { items } = await (await as(persona)).scopes.list()
  return items.map(({ id, depth = 0 }) => `${'. '.repeat(depth)}${id}`)
}
const reads = ['read roles', 'read permissions', 'read members']

describe.each(modes)('$name', ({ strict }) => {
  beforeEach(() => void (ktrlplane.settings.strict = strict))

  describe('scopes', () => {
    test('a tree, by name: what lies in each right behind it', async () => {
      expect(await shown('admin')).toEqual([
        'organization.lumen-labs',
        '. project.field-trials',
        '. . resource.field-trials.trial-graph',
        'organization.nordwind',
        '. project.grid-twin',
        '. . resource.grid-twin.grid-flow',
        '. . resource.grid-twin.grid-graph',
        '. project.harbour-ops',
        '. . resource.harbour-ops.harbour-graph',
      ])
      const { items } = await (await as('admin')).scopes.list()
      expect(items.find(({ id }) => id === 'project.grid-twin')).toEqual({
        id: 'project.grid-twin',
        name: 'Grid twin',
        key: 'grid-twin',
        what: 'Project',
        within: 'Nordwind Energy',
        status: 'Active',
        depth: 1,
      })
      expect(items.find(({ id }) => id === 'resource.grid-twin.grid-flow')).toMatchObject({
        what: 'Resource, Konnektr.Flow',
        within: 'Grid twin',
      })
    })

    test('a project whose organization is not shown stands alone, and so does one of none', async () => {
      const { world } = ktrlplane
      world.assign({ user: subOf('ktrlplane', 'keykeeper'), role: 'Viewer', scope: 'project.sandbox-ana' })
      expect(await shown('keykeeper')).toEqual([
        'project.sandbox-ana',
        'project.grid-twin',
        '. resource.grid-twin.grid-flow',
        '. resource.grid-twin.grid-graph',
      ])
      const { scopes } = await as('keykeeper')
      expect(await scopes.get('project.grid-twin')).toMatchObject({ within: 'nordwind' })
      expect(await scopes.get('project.sandbox-ana')).not.toHaveProperty('within')
    })

    test('a project that is known by a resource in it alone is a heading', async () => {
      const user = subOf('ktrlplane', 'viewer')
      ktrlplane.world.clear(user)
      ktrlplane.world.assign({ user, role: 'Viewer', scope: 'resource.field-trials.trial-graph' })
      const { scopes } = await as('viewer')
      const { items } = await scopes.list()
      expect(items).toMatchObject([
        {
          id: 'project.field-trials',
          name: 'field-trials',
          depth: 0,
          closed: expect.stringMatching(/only in it/),
        },
        { id: 'resource.field-trials.trial-graph', name: 'Trial graph', depth: 1, within: 'field-trials' },
      ])
      expect(items[1]).not.toHaveProperty('closed')
    })

    test('found by name and by key, whatever they lie in', async () => {
      const { scopes } = await as('admin')
      const ids = async (search: string) => (await scopes.list({ search })).items.map(({ id }) => id)
      expect(await ids('GRAPH')).toHaveLength(3)
      expect(await ids('harbour-OPS')).toEqual(['project.harbour-ops'])
      expect(await ids('Harbour operations')).toEqual(['project.harbour-ops'])
    })

    test('one that is in no list is asked for itself, so that its refusal is told', async () => {
      const { scopes } = await as('keykeeper')
      for (const id of ['project.nowhere', 'organization.nowhere', 'resource.nowhere.nothing'])
        expect(await problemOf(scopes.get(id))).toMatchObject({ kind: 'not-found', details: { status: 404 } })
      const denied = await problemOf(scopes.get('organization.nordwind'))
      expect(denied.kind).toBe(strict ? 'forbidden' : 'not-found')
      const before = asked('listProjects')
      for (const id of ['nonsense', 'project.', 'project.../roles', 'resource.one', 'project.UPPER'])
        expect((await problemOf(scopes.get(id))).message).toContain('address of no')
      expect((await problemOf(scopes.get())).message).toContain('Choose')
      expect(asked('listProjects')).toBe(before)
    })
  })

  describe('access', () => {
    test('is the server’s answer about one place, and inherited further down', async () => {
      const { at } = await as('admin')
      for (const scope of ['organization.nordwind', 'project.harbour-ops', 'resource.grid-twin.grid-flow'])
        expect(allowed(await at(scope).access())).toEqual([...reads, 'assign roles', 'unassign roles'])
      const elsewhere = await at('project.field-trials').access()
      expect(allowed(elsewhere)).toEqual(reads)
      expect(elsewhere).toMatchObject({
        found: ['read'],
        source: expect.stringContaining('permissions/check'),
        person: subOf('ktrlplane', 'admin'),
        keystone: 'Konnektr.KtrlPlane:manage_access',
      })
      expect(elsewhere.verdicts['assign roles']).toMatchObject({ right: 'manage_access' })
      expect(elsewhere.verdicts['issue keys']).toMatchObject({ right: null, allowed: false })
    })

    test('of a place where nothing is held, or that is not there, says nothing of either', async () => {
      const { at } = await as('keykeeper')
      for (const scope of ['project.harbour-ops', 'project.nowhere']) {
        const access = await at(scope).access()
        expect([allowed(access), access.found]).toEqual([['read roles', 'read permissions'], []])
      }
    })

    test('without a place only what everybody may, by the scope of the sign-in; nothing is asked', async () => {
      const { at, state } = await as('admin')
      expect(allowed(await at().access())).toEqual(['read roles', 'read permissions'])
      expect(await at().access()).toMatchObject({ found: ['access:platform'] })
      expect(state.requests).toBe(0)
    })

    test('without the scope of the sign-in nothing, and that is the right that is missing', async () => {
      const { at } = await as('guest')
      for (const access of [await at().access(), await at('project.grid-twin').access()]) {
        expect([allowed(access), access.found]).toEqual([[], []])
        for (const grant of ['read roles', 'read members', 'assign roles'] as const)
          expect(access.verdicts[grant]).toMatchObject({ right: 'access:platform' })
        expect(access.source).toContain('scope that was granted')
      }
    })

    test('without the scope of the sign-in nothing is read or written, whatever the person holds', async () => {
      const { at, scopes } = await as('admin', { scope: '' })
      const { roles, members } = at('project.grid-twin')
      const change = { add: [roleId('Viewer')], remove: [] }
      for (const work of [
        () => scopes.list(),
        () => having(roles).list(),
        () => having(members).list(),
        () => having(members).change(people.ana, change),
      ])
        expect(await problemOf(work())).toMatchObject({
          kind: 'forbidden',
          message: expect.stringContaining('access:platform'),
        })
      expect(asked('grantRole')).toBe(0)
    })
  })

  test.each([
    ['other', 'another API'],
    ['none', 'opaque'],
  ] as const)('a token for %s API: the setting is named, after one renewal', async (tokenFor, words) => {
    ktrlplane.settings.tokenFor = tokenFor
    const { at, scopes, state } = await as('admin')
    for (const work of [() => scopes.list(), () => at('project.grid-twin').access()]) {
      const problem = await problemOf(work())
      expect(problem).toMatchObject({ kind: 'forbidden', details: { status: 401 } })
      expect(problem.message).toContain(words)
      expect(problem.message).toMatch(/“audience”/)
    }
    // Another renewal would bring another one of the same.
    expect(state.renewals).toBe(1)
    expect(asked('checkPermissions')).toBe(2)
  })

  test('a token that has expired is renewed, and the work goes on', async () => {
    const { at, state } = await as('admin')
    ktrlplane.clock.advance('2h')
    expect((await having(at('project.grid-twin').members).list()).items).not.toEqual([])
    expect(state.renewals).toBe(1)
  })
})

describe('what is sent', () => {
  test('no header that the CORS rules do not allow, and to the configured address only', async () => {
    const sent: { url: URL; headers: string[] }[] = []
    const { at, scopes } = await as('admin', {
      url: `${ktrlplane.origin}/behind/a/proxy/`,
      send(input, init) {
        const request = new Request(input, init)
        sent.push({ url: new URL(request.url), headers: [...request.headers.keys()] })
        return fetch(request.url.replace('/behind/a/proxy', ''), init)
      },
    })
    await scopes.list()
    const members = having(at('project.grid-twin').members)
    await members.change(people.ana, { add: [roleId('Viewer')], remove: [] })
    expect(sent.length).toBeGreaterThan(5)
    expect(new Set(sent.flatMap(({ headers }) => headers))).toEqual(
      new Set(['accept', 'authorization', 'content-type']),
    )
    for (const { url } of sent) expect(url.pathname).toMatch(/^\/behind\/a\/proxy\/api\/v1\//)
    expect(scopes.command).toBe(
      `curl -H "Authorization: Bearer $JWT_TOKEN" ${ktrlplane.origin}/behind/a/proxy/api/v1/projects`,
    )
  })

  test('roles and what they hand out are asked for once, everywhere; a failure is forgotten', async () => {
    const { at } = await as('admin')
    ktrlplane.faults.set('listRoles', 403, { times: 1 })
    expect((await problemOf(having(at().roles).list())).kind).toBe('forbidden')
    await having(at().roles).list()
    await having(at('project.grid-twin').roles).list()
    await having(at('project.grid-twin').members).list()
    expect([asked('listRoles'), asked('listRolePermissions')]).toEqual([2, 0])
    await Promise.all([
      having(at('organization.nordwind').permissions).catalogue(),
      having(having(at().permissions).grantedAll)(),
      having(having(at().roles).counts)(),
    ])
    expect([asked('listRoles'), asked('listRolePermissions')]).toEqual([2, 6])
  })

  test('whoever gives up disturbs nobody else', async () => {
    const { at } = await as('admin')
    const { catalogue } = having(at().permissions)
    const stop = new AbortController()
    const reason = new Error('gone')
    const work = Promise.allSettled([catalogue({ signal: stop.signal }), catalogue()])
    stop.abort(reason)
    expect(await work).toMatchObject([{ status: 'rejected', reason }, { status: 'fulfilled' }])
  })
})

describe('roles and permissions', () => {
  test('strongest first, by the names that people read', async () => {
    const { items } = await having((await as('viewer')).at().roles).list()
    expect(items.map(({ name }) => name)).toEqual([
      'Owner',
      'Editor',
      'Viewer',
      'Data Owner',
      'Graph Owner',
      'Graph Viewer',
    ])
    expect(items.map(({ group }) => group)).toEqual([
      'Owner',
      'Editor',
      'Viewer',
      'Konnektr.Data.Owner',
      'Konnektr.Graph.Owner',
      'Konnektr.Graph.Viewer',
    ])
  })

  test('a wildcard stays as it is given, and says what it covers of its own service', async () => {
    const { catalogue } = having((await as('viewer')).at().permissions)
    const { resources } = await catalogue()
    expect(resources.map(({ id }) => id)).toEqual(['Konnektr.Graph', 'Konnektr.KtrlPlane'])
    const all = resources.flatMap(({ permissions }) => permissions)
    expect(all.find(({ name }) => name === 'digitaltwins/*')).toMatchObject({
      id: 'Konnektr.Graph:digitaltwins/*',
      covers: {
        what: 'everything that begins with “digitaltwins/”',
        permissions: ['Konnektr.Graph:digitaltwins/read', 'Konnektr.Graph:digitaltwins/relationships/read'],
      },
    })
    expect(all.filter(({ covers }) => covers).map(({ name }) => name)).toHaveLength(5)
  })

  test.each(modes)('a role that does not exist hands out nothing: $name', async ({ strict }) => {
    ktrlplane.settings.strict = strict
    const { granted } = having((await as('viewer')).at().permissions)
    expect(await granted('made up')).toEqual({ permissions: [], complete: true })
  })
})
