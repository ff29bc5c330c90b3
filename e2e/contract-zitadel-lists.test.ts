// What is particular about Zitadel's lists of scopes, members and people behind the port: who may see what, many pages, people
// with several authorizations, and rows that are counted and not shown.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connect, type How } from './connect.ts'
import { having, problemOf, sorted, whole } from './contract-subject.ts'
import { instances } from './contract-zitadel.ts'
import { personas, subOf, type PersonaName } from './sandbox/personas.ts'
import { startSandbox, type Sandbox, type ZitadelPlatform } from './sandbox/sandbox.ts'
import { consoleOrigin } from './sandbox/visitor.ts'
import { homeOrganizationId, kosmosProjectId, otherOrganizationId } from './sandbox/zitadel/seed.ts'
import { special, staffId } from './sandbox/zitadel/seed-people.ts'

let sandbox: Sandbox
let kosmos: ZitadelPlatform

beforeAll(async () => {
  sandbox = await startSandbox({ consoleOrigin })
  kosmos = sandbox.kosmos
})
afterAll(() => sandbox.stop())
beforeEach(() => sandbox.reset())

async function as(persona: PersonaName, scope?: string, how?: How) {
  const { directory } = await connect(kosmos, persona, how)
  const place = directory.at(scope)
  return {
    place,
    scopes: having(directory.scopes),
    directory,
    roles: having(place.roles),
    members: having(place.members),
    permissions: having(place.permissions),
  }
}
const reading = (after: string | undefined) => (after === undefined ? {} : { after })
const ids = (items: { id: string }[]) => sorted(items.map(({ id }) => id))
const holders = (role?: string) =>
  sorted(
    new Set(
      kosmos.world
        .authorizations()
        .filter(({ roleKeys }) => role === undefined || roleKeys.includes(role))
        .map(({ userId }) => userId),
    ),
  )
const sent = (operation: 'listAuthorizations' | 'listUsers') =>
  kosmos.journal.entries({ operation }).filter(({ method }) => method !== 'OPTIONS').length

describe.each(instances.filter(({ settings }) => !('lagMs' in settings)))('$name', ({ settings }) => {
  beforeEach(() => void Object.assign(kosmos.world.settings, settings))
  const isOlder = 'olderInstance' in settings

  test('scopes: one for each organization that sees the project', async () => {
    const { scopes } = await as('admin')
    const { items } = await scopes.list()
    expect(items.map(({ name, within, home }) => [name, within, home ?? false])).toEqual([
      ['Atlas', 'Nuvanta', false],
      ['KOSMOS', 'Meridian', false],
      ['KOSMOS', 'Nuvanta', true],
      ['Ledger', 'Meridian', false],
      ['Ledger', 'Nuvanta', false],
    ])
    const viewer = await as('viewer')
    expect((await viewer.scopes.list()).items.map(({ within }) => within)).toEqual(Array(3).fill('Nuvanta'))
    expect((await problemOf(viewer.scopes.get(`${homeOrganizationId}.9`))).kind).toBe('not-found')
    for (const id of ['', 'x', 'a.b.c', '../x', '1.2 3']) {
      expect(() => viewer.directory.at(id === '' ? ' ' : id)).toThrow(/organization and project/)
    }
  })

  test('scopes: rights are those of the organization of the scope', async () => {
    const there = await as('viewer', `${otherOrganizationId}.${kosmosProjectId}`)
    const { verdicts, found } = await there.place.access()
    expect([found, verdicts['read roles'].allowed]).toEqual([[], false])
    const configured = await as('viewer', undefined, { config: { organization: homeOrganizationId } })
    expect(await configured.scopes.get()).toMatchObject({ home: true, within: 'Nuvanta' })
    expect((await configured.place.access()).verdicts['read permissions'].allowed).toBe(true)
  })

  test('members: page by page, everybody once, and how many there are', async () => {
    kosmos.world.addAuthorizations(230, 'user')
    const { members } = await as('admin')
    const { items, pages, total } = await whole((after) => members.list(reading(after)))
    expect(pages).toBe(3)
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length)
    expect(total).toBe(items.length)
    // v1 cannot sort, so that there only the organization's own are listed.
    const everybody = isOlder ? holders().filter((id) => id !== special.elsewhere) : holders()
    expect(ids(items)).toEqual(everybody)
    const both = items.find(({ id }) => id === staffId('sean.obrien'))
    expect(both?.assignments).toHaveLength(isOlder ? 1 : 2)
  })

  test('members: of a role, with everything else they hold', async () => {
    const { members } = await as('viewer')
    const { items, total } = await members.list({ role: 'analyst' })
    const own = ['dmitri.sokolov', 'eleni.papadaki', 'priya.raghunathan', 'sean.obrien'].map(staffId)
    expect(ids(items)).toEqual(sorted([...own, staffId('haruki.sato'), staffId('noor.haddad')]))
    expect(total).toBe(items.length)
    const several = items.find(({ id }) => id === staffId('haruki.sato'))
    expect(several?.assignments?.map(({ role }) => role.id)).toEqual(['operator', 'analyst', 'team-lead'])
    expect((await members.list({ role: 'no such role' })).items).toEqual([])
  })

  test('members: search by name or login name, with a role as well', async () => {
    const { members } = await as('viewer')
    const found = async (search: string, role?: string) =>
      ids((await members.list({ search, ...(role !== undefined && { role }) })).items)
    expect(await found('MARIA')).toEqual([staffId('maria.silva')])
    expect(await found('ci-run')).toEqual([special.machine])
    expect(await found('.levi@')).toEqual([staffId('tamar.levi')])
    expect(await found('jose', 'readonly')).toEqual([staffId('jose.hernandez')])
    expect(await found('jose', 'user')).toEqual([])
    expect(await found('x'.repeat(201))).toEqual([])
    kosmos.world.addAuthorizations(230, 'user')
    const { items, total, next } = await members.list({ search: 'person' })
    expect([next, items.length >= 100, (total ?? 0) > items.length]).toEqual([undefined, true, true])
  })

  test('members: what they are, where the person may read it', async () => {
    const { members } = await as('viewer')
    const { items } = await whole((after) => members.list(reading(after)))
    const one = (id: string) => items.find((item) => item.id === id)
    expect(one(special.machine)).toMatchObject({ name: 'CI runner', login: 'ci-runner', kind: 'account' })
    expect(one(special.locked)).toMatchObject({ state: 'blocked', kind: 'person' })
    expect(one(subOf('kosmos', 'admin'))).toMatchObject({
      name: personas.admin.name,
      email: personas.admin.email,
    })
    kosmos.faults.set('listUsers', 403)
    const without = await members.list()
    expect(without.items.find(({ id }) => id === special.machine)).toMatchObject({ name: 'ci-runner' })
    expect(await members.get(special.locked)).toMatchObject({ name: 'Yara Benali', state: 'active' })
  })

  test('members: what is counted and not shown leaves the list incomplete', async () => {
    const { members } = await as('viewer')
    kosmos.faults.set('listAuthorizations', {
      answer: ({ authorizations, result, ...rest }) => {
        const rows = [authorizations, result].find(Array.isArray) ?? []
        const spoilt = [null, ...rows.slice(1)]
        return { ...rest, ...(authorizations ? { authorizations: spoilt } : { result: spoilt }) }
      },
    })
    const { items, total } = await whole((after) => members.list(reading(after)))
    expect(total).toBe(items.length + 1)
    if (isOlder) return
    kosmos.faults.clear()
    kosmos.world.settings.permissionCheckV2 = false
    kosmos.world.addAuthorizations(230, 'user')
    const shown = await whole((after) => members.list(reading(after)))
    expect(new Set(shown.items.map(({ id }) => id)).size).toBe(shown.items.length)
    expect(shown.items.length).toBe(holders().length - 1)
    expect(shown.total).toBeGreaterThan(shown.items.length)
  })

  test('people: page by page, accounts told from persons, and who is blocked', async () => {
    const { members } = await as('viewer')
    const { items, total } = await whole((after) => members.search(reading(after)))
    expect(total).toBe(items.length)
    const home = kosmos.world.people.filter(({ organizationId }) => organizationId === homeOrganizationId)
    expect(ids(items)).toEqual(ids(home))
    const found = async (search: string) => (await members.search({ search })).items
    expect(ids(await found('silva'))).toEqual([staffId('maria.silva'), staffId('maria.silva2')])
    expect(await found('old-imp')).toMatchObject([{ kind: 'account', state: 'blocked' }])
    expect(await found('x'.repeat(201))).toEqual([])
    expect((await problemOf(members.search({ after: '-1' }))).kind).toBe('unexpected')
  })

  test('counts: null where it takes more than one request, or a right', async () => {
    const { roles } = await as('viewer')
    const counts = await roles.counts?.()
    // In v1 the first try of v2 counts as well.
    expect(sent('listAuthorizations')).toBe(isOlder ? 2 : 1)
    expect(counts?.members?.get('analyst')).toBe(
      (await (await as('viewer')).members.list({ role: 'analyst' })).total,
    )
    expect(counts?.permissions?.get('analyst')).toBe(4)
    // What cannot be read is not nothing.
    expect(counts?.permissions?.get('legacy')).toBeNull()
    kosmos.world.addAuthorizations(1_000, 'user')
    expect((await roles.counts?.())?.members).toBeNull()
    const guest = await as('guest')
    expect((await problemOf(guest.roles.list())).kind).toBe('forbidden')
    kosmos.faults.set('listMetadata', 403)
    expect((await roles.counts?.())?.permissions).toBeNull()
  })

  test('effective: everything with its ways, and what could not be read', async () => {
    const { members } = await as('viewer')
    const { permissions, complete, trouble } = await members.effective(staffId('luis.figueira'))
    const billing = permissions.find(({ permission }) => permission.id === 'billing:manage')
    expect(billing?.permission.description).toBe('Change plan and payment')
    expect(billing?.ways.map(({ role }) => role?.id)).toEqual(['admin', 'billing-admin'])
    expect([complete, trouble]).toEqual([true, []])
    const unreadable = await members.effective(staffId('olga.ivanova'))
    expect(unreadable).toMatchObject({ complete: false, trouble: [expect.stringMatching(/legacy/)] })
    expect(unreadable.permissions.map(({ permission }) => permission.id)).toContain('knowledge:read')
    kosmos.faults.set('listMetadata', 403)
    const refused = await members.effective(staffId('luis.figueira'))
    expect(refused).toMatchObject({ permissions: [], complete: false })
  })
})
