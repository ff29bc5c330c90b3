// Who holds what at KtrlPlane, in both of its modes: direct and inherited, ends, people of whom little is known; and what becomes of a
// change where the answers of its API say little or nothing.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Member } from '../src/directory/model.ts'
import { connectKtrlplane, type How, modes, roleId } from './contract-ktrlplane.ts'
import { failureOf, having, problemOf } from './contract-subject.ts'
import { people } from './sandbox/ktrlplane/seed.ts'
import { type PersonaName, subOf } from './sandbox/personas.ts'
import { type KtrlplanePlatform, startSandbox, type Sandbox } from './sandbox/sandbox.ts'
import { consoleOrigin } from './sandbox/visitor.ts'

const here = 'project.grid-twin'
const owner = roleId('Owner')
const editor = roleId('Editor')
const viewer = roleId('Viewer')

let sandbox: Sandbox
let ktrlplane: KtrlplanePlatform

beforeAll(async () => {
  sandbox = await startSandbox({ consoleOrigin })
  ktrlplane = sandbox.ktrlplane
})
afterAll(() => sandbox.stop())
beforeEach(() => sandbox.reset())

async function membersAt(scope = here, persona: PersonaName = 'admin', how?: How) {
  const { directory } = await connectKtrlplane(ktrlplane, persona, how)
  return having(directory.at(scope).members)
}
const find = async (id: string, scope?: string) => (await membersAt(scope)).get(id)
const asked = (operation: string) => ktrlplane.journal.entries({ operation }).length
const held = (user: string) => ktrlplane.world.held(user, here)
const add = (...ids: string[]) => ({ add: ids, remove: [] })
const remove = (...ids: string[]) => ({ add: [], remove: ids })
/** Roles with where they come from: "Owner (direct), Viewer (organization Nordwind Energy)". */
const told = ({ assignments }: Member) =>
  assignments?.flatMap(({ role, sources }) =>
    sources.map((one) => `${role.name} (${one.kind === 'direct' ? 'direct' : `${one.kind} ${one.name}`})`),
  )

/** Something happens right before a request of that method arrives. */
const between = (method: string, work: () => void): How => ({
  async send(input, init) {
    if (init?.method === method) work()
    return fetch(input, init)
  },
})

describe.each(modes)('$name', ({ strict }) => {
  beforeEach(() => void (ktrlplane.settings.strict = strict))

  test('what is given here and what comes from above, the strongest first', async () => {
    const members = await membersAt()
    const { items } = await members.list()
    const byId = new Map(items.map((one) => [one.id, one]))
    const tomas = byId.get(people.tomas)
    expect(tomas && told(tomas)).toEqual(['Owner (direct)', 'Viewer (organization Nordwind Energy)'])
    expect(tomas?.assignments?.map(({ rank }) => rank)).toEqual([0, 2])
    const [direct, inherited] = tomas?.assignments ?? []
    expect(direct).not.toHaveProperty('fixed')
    expect(direct?.sources).toEqual([{ kind: 'direct', since: expect.any(Date), by: people.leonie }])
    expect(inherited).toMatchObject({
      fixed: 'It was given at the organization “Nordwind Energy”, and can only be taken away there.',
      sources: [{ kind: 'organization', name: 'Nordwind Energy', scope: 'organization.nordwind' }],
    })
    const end = byId.get(people.nils)?.assignments?.[0]?.sources[0]?.until?.getTime() ?? 0
    expect((end - ktrlplane.clock.now()) / 86_400_000).toBeCloseTo(12, 1)
    // Ended thirty days ago.
    expect(byId.has(people.olga)).toBe(false)
  })

  test('the same role by two ways is one assignment, and what is direct can be taken away', async () => {
    ktrlplane.world.assign({ user: people.tomas, role: 'Viewer', scope: here })
    const members = await membersAt()
    const tomas = await members.get(people.tomas)
    expect(told(tomas)).toEqual([
      'Owner (direct)',
      'Viewer (direct)',
      'Viewer (organization Nordwind Energy)',
    ])
    expect(tomas.assignments.some(({ fixed }) => fixed)).toBe(false)
    expect((await members.change(people.tomas, remove(viewer))).items).toEqual([
      { id: viewer, change: 'remove' },
    ])
    expect(told(await members.get(people.tomas))).toContain('Viewer (organization Nordwind Energy)')
  })

  test('the order of the rows means nothing', async () => {
    ktrlplane.world.assign({ user: people.tomas, role: 'Viewer', scope: here })
    const members = await membersAt(here, 'admin', {
      async send(input, init) {
        const response = await fetch(input, init)
        const body: unknown = response.url.endsWith('/rbac') ? await response.json() : undefined
        return Array.isArray(body) ? Response.json(body.toReversed()) : response
      },
    })
    const tomas = await members.get(people.tomas)
    expect(told(tomas)).toEqual([
      'Owner (direct)',
      'Viewer (direct)',
      'Viewer (organization Nordwind Energy)',
    ])
    expect(tomas.assignments.some(({ fixed }) => fixed)).toBe(false)
  })

  test('at an organization everything is direct; at a resource it comes from both above', async () => {
    const above = await (await membersAt('organization.nordwind')).list()
    expect(above.items.flatMap((one) => told(one)).every((way) => way?.endsWith('(direct)'))).toBe(true)
    const members = await membersAt('resource.grid-twin.grid-graph')
    expect(told(await members.get(people.tomas))).toEqual([
      'Owner (project Grid twin)',
      'Viewer (organization Nordwind Energy)',
    ])
    expect(told(await members.get(people.nameless))).toEqual(['Graph Viewer (direct)'])
  })

  test('people of whom little is known have a name all the same', async () => {
    expect(await find(people.nameless, 'resource.grid-twin.grid-graph')).toMatchObject({
      name: 'ops.desk',
      login: 'ops.desk@nordwind.example',
      state: 'active',
    })
    const unknown = await find(people.unknown, 'project.field-trials')
    expect(unknown).toMatchObject({ name: people.unknown, state: 'active', kind: 'person' })
    expect(unknown).not.toHaveProperty('email')
    expect(await find(people.invited)).toMatchObject({ id: people.invited, state: 'invited' })
    expect(await find(people.service)).toMatchObject({ kind: 'account', state: 'active' })
  })

  test('found in the list by name, address and id; by role', async () => {
    const members = await membersAt()
    const ids = async (query: object) => (await members.list(query)).items.map(({ id }) => id)
    expect(await ids({ search: 'BRANDT nils' })).toEqual([people.nils])
    expect(await ids({ search: 'mira.costa@' })).toEqual([people.invited])
    expect(await ids({ search: people.tomas })).toEqual([people.tomas])
    expect(await ids({ role: owner })).toEqual(
      expect.arrayContaining([people.tomas, people.leonie, subOf('ktrlplane', 'admin')]),
    )
  })

  test('search: from five characters on, each meant as it is written', async () => {
    const members = await membersAt()
    expect(await members.search({ search: ' bran ' })).toEqual({ items: [], total: 0 })
    expect(asked('searchUsers')).toBe(0)
    const found = await members.search({ search: 'BRANDT' })
    expect(found.items.map(({ name }) => name).toSorted()).toEqual(['Leonie Brandt', 'Nils Brandt'])
    expect(found.total).toBe(2)
    expect((await members.search({ search: 'nils_brandt' })).items).toEqual([])
    expect((await members.search({ search: '%%%%%' })).items).toEqual([])
    // Ten, and nobody says whether there are more.
    const many = await members.search({ search: 'example' })
    expect([many.items.length, many.total]).toEqual([10, null])
  })

  test('change: what comes from above is refused by itself, and the rest is done', async () => {
    const members = await membersAt()
    const { items, now } = await members.change(people.tomas, { add: [editor], remove: [viewer, owner] })
    expect(items).toEqual([
      { id: editor, change: 'add' },
      {
        id: viewer,
        change: 'remove',
        problem: expect.objectContaining({ kind: 'invalid', message: expect.stringContaining('Nordwind') }),
      },
      { id: owner, change: 'remove' },
    ])
    expect([held(people.tomas), now]).toEqual([['Editor'], [editor]])
    const before = asked('revokeRole')
    expect(await failureOf(members.change(people.tomas, remove(viewer)))).toMatchObject({ kind: 'invalid' })
    expect(asked('revokeRole')).toBe(before)
  })

  test('change: a role that has ended is in the way of a new one, and that is said', async () => {
    const problem = await failureOf((await membersAt()).change(people.olga, add(editor)))
    expect(problem).toMatchObject({ kind: 'conflict', message: expect.stringContaining('until it ended') })
    expect(held(people.olga)).toEqual([])
  })

  test('change: somebody else was faster by a moment', async () => {
    const { world } = ktrlplane
    const given = between('POST', () => world.assign({ user: people.ana, role: 'Editor', scope: here }))
    const one = await (await membersAt(here, 'admin', given)).change(people.ana, add(editor))
    // A 201 says nothing of whose it is; a 409 does.
    expect(one.items).toEqual([{ id: editor, change: 'add', ...(strict && { already: true }) }])
    const taken = between('DELETE', () => world.unassign({ user: people.ana, role: 'Editor', scope: here }))
    const other = await (await membersAt(here, 'admin', taken)).change(people.ana, remove(editor))
    expect(other.items).toEqual([{ id: editor, change: 'remove', already: true }])
    expect(held(people.ana)).toEqual([])
  })

  test('change: taken away and given again at the same moment is not passed for done', async () => {
    const { world } = ktrlplane
    const grant = { user: people.tomas, role: 'Owner', scope: here }
    const again = between('DELETE', () => {
      world.unassign(grant)
      world.assign(grant)
    })
    const members = await membersAt(here, 'admin', again)
    const { items, now } = await members.change(people.tomas, remove(owner))
    expect(items).toMatchObject([{ id: owner, problem: { kind: 'conflict' } }])
    expect(items[0]?.problem?.message).toContain('gave it')
    expect([held(people.tomas), now]).toEqual([['Owner'], [owner]])
  })

  test('change: who is not known, and who cannot be told from another', async () => {
    const members = await membersAt()
    expect(await problemOf(members.get('auth0|nobody-of-this-id'))).toMatchObject({ kind: 'not-found' })
    const nobody = await failureOf(members.change('auth0|nobody-of-this-id', add(viewer)))
    expect(nobody).toMatchObject({ kind: 'not-found', message: expect.stringContaining('first time') })
    ktrlplane.world.addUser({ user_id: `${people.ana}9`, name: 'Ana Dupont' })
    const { items } = await members.change(people.ana, add(viewer, editor))
    if (strict) return expect(held(people.ana)).toEqual(['Editor', 'Viewer'])
    expect(items).toMatchObject([{ problem: { kind: 'invalid' } }, { problem: { kind: 'invalid' } }])
    expect(items[0]?.problem?.message).toContain('part of somebody else’s')
    return expect(held(people.ana)).toEqual([])
  })

  test('change: whoever may not is refused before anything is sent', async () => {
    for (const persona of ['viewer', 'keykeeper'] as const) {
      const problem = await problemOf((await membersAt(here, persona)).change(people.ana, add(viewer)))
      expect(problem).toMatchObject({ kind: 'forbidden', message: expect.stringContaining('manage_access') })
    }
    expect(asked('grantRole')).toBe(0)
  })

  test('change: a right that was lost in between is the server’s to refuse, and ends the change', async () => {
    const members = await membersAt()
    ktrlplane.faults.set('revokeRole', 403, { times: 1 })
    const { items } = await members.change(people.tomas, { add: [editor, viewer], remove: [owner] })
    expect(items.map(({ problem }) => problem?.kind)).toEqual([undefined, undefined, 'forbidden'])
    expect(items[2]?.problem?.message).toMatch(/manage_access.*owner/)
    ktrlplane.faults.set('grantRole', 403)
    const problem = await problemOf(members.change(people.ana, add(editor, viewer)))
    expect(problem).toMatchObject({ kind: 'forbidden', details: { status: 403 } })
    expect(problem.message).toMatch(/manage_access.*owner/)
    expect(asked('grantRole')).toBe(3)
  })

  test('change: a list that cannot be read again does not count as what it said before', async () => {
    // The first look after the write comes too early, and the next ones fail.
    const { faults, world } = ktrlplane
    const members = await membersAt(here, 'admin', {
      async send(input, init) {
        const response = await fetch(input, init)
        if (init?.method === 'POST') {
          world.unassign({ user: people.ana, role: 'Editor', scope: here })
          return new Response('lost', { status: 200, headers: { 'content-type': 'text/html' } })
        }
        if (asked('grantRole') > 0) faults.set('listAssignments', 503)
        return response
      },
    })
    const problem = await failureOf(members.change(people.ana, add(editor)))
    expect(problem).toMatchObject({ details: { unsure: true } })
    expect(problem?.message).toContain('may have been made')
    expect(problem?.message).not.toContain('safe')
  })

  test('change: cancelled in the middle, the rest says so', async () => {
    const stop = new AbortController()
    const members = await membersAt(
      here,
      'admin',
      between('POST', () => stop.abort()),
    )
    const { items } = await members.change(people.ana, add(editor, viewer), { signal: stop.signal })
    expect(items.map(({ problem }) => problem?.message)).toEqual([
      undefined,
      'This was not sent, because it was cancelled.',
    ])
    expect(held(people.ana)).toEqual(['Editor'])
  })

  test('effective: every way, and wildcards as they are given', async () => {
    ktrlplane.world.assign({ user: people.tomas, role: 'Data Owner', scope: here })
    const { permissions, complete } = await (await membersAt()).effective(people.tomas)
    expect(complete).toBe(true)
    const find = (id: string) => permissions.find(({ permission }) => permission.id === id)
    expect(find('Konnektr.KtrlPlane:read')?.ways).toMatchObject([
      { role: { id: owner }, source: { kind: 'direct' } },
      { role: { id: viewer }, source: { kind: 'organization', scope: 'organization.nordwind' } },
    ])
    expect(find('Konnektr.Graph:models/*')?.permission.covers?.permissions).toEqual([
      'Konnektr.Graph:models/read',
    ])
    expect(permissions.map(({ permission }) => permission.id)).not.toContain('Konnektr.Graph:models/read')
    expect((await (await membersAt()).effective(people.ana)).permissions).toEqual([])
  })
})
