// What the console's adapter makes of the recorded answers of KtrlPlane's API. The sandbox is held to the same answers in
// sandbox/ktrlplane/recorded.test.ts: a field that is renamed in the recording, in the adapter or in the sandbox fails in one of the two.
import { expect, test } from 'vitest'
import {
  everywhere,
  found,
  givenInVain,
  giving,
  gridGraph,
  gridTwin,
  hearing,
  instead,
  membersAt,
  nordwind,
  problem,
  scopesOf,
} from './ktrlplane-hearing.ts'
import { recorded, type RecordedName } from './sandbox/ktrlplane/recorded.ts'
import type { Recorded } from './sandbox/ktrlplane/recorded-kit.ts'
import { owners } from './sandbox/ktrlplane/recorded-lists.ts'

const nameless = { id: owners.nameless, name: 'ops.desk', email: 'ops.desk@nordwind.example' }
const invited = { id: owners.invited, name: 'mira.costa', state: 'invited', kind: 'person' }
const given = new Date('2026-10-30T14:03:22.501Z')

/** Recorded of calls that the adapter never makes: it reads all resources at once. */
const neverAsked = ['projectResources', 'deniedProjectResources'] as const

/** What each means, by what the port says of it. */
const meanings: Record<Exclude<RecordedName, (typeof neverAsked)[number]>, () => Promise<void>> = {
  async projects() {
    expect(await scopesOf(recorded.projects)).toMatchObject([
      { id: nordwind, name: 'Nordwind Energy', what: 'Organization', depth: 0 },
      { id: gridTwin, name: 'Grid twin', within: 'Nordwind Energy', depth: 1, status: 'Active' },
      { id: gridGraph, name: 'Grid graph', within: 'Grid twin', depth: 2, status: 'Running' },
      { id: 'project.sandbox-ana', name: 'Ana’s sandbox', key: 'sandbox-ana', what: 'Project', depth: 0 },
    ])
  },
  async noProjects() {
    expect(await scopesOf(recorded.noProjects)).toMatchObject([
      { id: nordwind },
      { id: gridTwin, name: 'grid-twin', closed: expect.any(String) },
      { id: gridGraph },
    ])
  },
  async organizations() {
    expect(await scopesOf(recorded.noProjects, recorded.noResources)).toEqual([
      { id: nordwind, name: 'Nordwind Energy', key: 'nordwind', what: 'Organization', depth: 0 },
    ])
  },
  async noOrganizations() {
    const ids = (await scopesOf(recorded.noOrganizations))?.map(({ id }) => id)
    expect(ids?.toSorted()).toEqual(['project.grid-twin', 'project.sandbox-ana', gridGraph])
  },
  async resources() {
    const all = await scopesOf(recorded.resources)
    expect(all?.find(({ id }) => id === gridGraph)?.what).toBe('Resource, Konnektr.Graph')
  },
  async noResources() {
    expect((await scopesOf(recorded.noResources))?.some(({ id }) => id === gridGraph)).toBe(false)
  },
  async organization() {
    const { directory } = hearing([
      recorded.noOrganizations,
      recorded.noProjects,
      recorded.noResources,
      recorded.organization,
    ])
    expect(await directory.scopes?.get(nordwind)).toMatchObject({ id: nordwind, name: 'Nordwind Energy' })
  },
  async project() {
    const { directory } = hearing([recorded.noProjects, recorded.noResources, recorded.project])
    expect(await directory.scopes?.get(gridTwin)).toMatchObject({ name: 'Grid twin', status: 'Active' })
  },
  async resource() {
    const { directory } = hearing([recorded.noResources, recorded.resource])
    expect(await directory.scopes?.get(gridGraph)).toMatchObject({ name: 'Grid graph', status: 'Running' })
  },
  async roles() {
    const { items } = await everywhere().roles.list()
    expect(items.map(({ name }) => name)).toEqual([
      'Owner',
      'Editor',
      'Viewer',
      'Data Owner',
      'Graph Owner',
      'Graph Viewer',
    ])
    expect(items[3]).toMatchObject({
      id: owners.dataOwnerRole,
      group: 'Konnektr.Data.Owner',
      description: 'All data',
      createdAt: new Date('2025-09-01T08:00:00Z'),
      updatedAt: new Date('2025-09-01T08:00:00Z'),
    })
  },
  async permissions() {
    const { permissions } = everywhere()
    expect((await permissions.granted(owners.dataOwnerRole)).permissions).toEqual(
      ['digitaltwins/*', 'models/*', 'query/*', 'jobs/*', 'mcp/*'].map(
        (action) => `Konnektr.Graph:${action}`,
      ),
    )
    const { resources } = await permissions.catalogue()
    expect(resources).toMatchObject([
      {
        id: 'Konnektr.Graph',
        permissions: expect.arrayContaining([
          expect.objectContaining({ name: 'jobs/*', description: 'Graph: jobs/*' }),
        ]),
      },
    ])
  },
  async noPermissions() {
    const { permissions } = everywhere([recorded.noPermissions])
    expect(await permissions.granted('made-up')).toMatchObject({ permissions: [] })
  },
  async people() {
    expect(await found(recorded.people)).toMatchObject([
      { id: owners.nils, name: 'Nils Brandt', email: 'nils.brandt@nordwind.example', state: 'active' },
      nameless,
    ])
  },
  async namelessPeople() {
    expect(await found(recorded.namelessPeople)).toEqual([
      { id: owners.unknown, name: owners.unknown, state: 'active', kind: 'person' },
    ])
  },
  async invitedPeople() {
    expect(await found(recorded.invitedPeople)).toMatchObject([invited])
  },
  async shortSearch() {
    expect(await found(recorded.shortSearch)).toEqual([])
  },
  async organizationAssignments() {
    const members = membersAt(hearing([recorded.organizationAssignments]).directory, nordwind)
    expect((await members.list()).items).toMatchObject([
      {
        id: owners.service,
        kind: 'account',
        assignments: [
          {
            role: { id: owners.viewerRole, name: 'Viewer' },
            rank: 2,
            sources: [{ kind: 'direct', since: given, by: owners.admin }],
          },
        ],
      },
    ])
  },
  async projectAssignments() {
    const members = membersAt(hearing([recorded.projectAssignments]).directory, gridTwin)
    const { items } = await members.list()
    expect(items.find(({ id }) => id === owners.nils)).toMatchObject({
      name: 'Nils Brandt',
      assignments: [
        {
          role: { name: 'Data Owner' },
          rank: 3,
          sources: [{ kind: 'direct', until: new Date('2026-12-04T14:03:22Z') }],
        },
      ],
    })
    expect(items.find(({ id }) => id === owners.unknown)).toMatchObject({
      name: owners.unknown,
      assignments: [
        {
          fixed: expect.stringContaining('Nordwind Energy'),
          sources: [{ kind: 'organization', name: 'Nordwind Energy', scope: nordwind }],
        },
      ],
    })
  },
  async resourceAssignments() {
    const members = membersAt(hearing([recorded.resourceAssignments]).directory, gridGraph)
    const { items } = await members.list()
    expect(items.find(({ id }) => id === owners.invited)).toMatchObject({
      ...invited,
      assignments: [{ sources: [{ kind: 'project', name: 'Grid twin', scope: gridTwin }] }],
    })
    // The same role in two ways.
    expect(items.find(({ id }) => id === owners.nameless)).toMatchObject({
      ...nameless,
      assignments: [{ sources: [{ kind: 'direct' }, { kind: 'organization', scope: nordwind }] }],
    })
  },
  async noAssignments() {
    const members = membersAt(hearing([recorded.noAssignments]).directory, gridTwin)
    expect(await members.list()).toMatchObject({ items: [] })
  },
  async rights() {
    const { verdicts, person } = await hearing([]).directory.at(gridTwin).access()
    expect(person).toBe(owners.admin)
    expect(verdicts['assign roles']).toMatchObject({ allowed: true, right: 'manage_access' })
  },
  async noRights() {
    const { verdicts } = await hearing([recorded.noRights]).directory.at('project.sandbox-ana').access()
    expect(verdicts['read members']).toMatchObject({ allowed: false, right: 'read' })
  },
  async granted() {
    const { outcome, role_id } = await giving(recorded.granted, gridTwin, recorded.noAssignments.ask)
    expect(outcome).toMatchObject({ items: [{ id: role_id, change: 'add' }], now: [role_id], visible: true })
  },
  async grantedAtOrganization() {
    const { outcome, role_id } = await giving(
      recorded.grantedAtOrganization,
      nordwind,
      recorded.organizationAssignments.ask,
    )
    expect(outcome).toMatchObject({ now: [role_id], visible: true })
  },
  async grantedAtResource() {
    const { outcome, role_id } = await giving(
      recorded.grantedAtResource,
      gridGraph,
      recorded.resourceAssignments.ask,
    )
    expect(outcome).toMatchObject({ now: [role_id], visible: true })
  },
  async revoked() {
    const lists = [recorded.projectAssignments, recorded.noAssignments]
    const { directory, asked } = hearing([lists, recorded.revoked])
    const outcome = await membersAt(directory, gridTwin).change(owners.nils, {
      add: [],
      remove: [owners.dataOwnerRole],
    })
    expect(asked.some(({ ask }) => ask === recorded.revoked.ask)).toBe(true)
    expect(outcome).toMatchObject({ items: [{ change: 'remove' }], now: [], visible: true })
  },
  async noHeader() {
    expect(await instead(recorded.noHeader)).toEqual(problem('unexpected', /did not get your access token/))
  },
  async noBearer() {
    expect(await instead(recorded.noBearer)).toEqual(problem('unexpected', /did not get your access token/))
  },
  async opaqueToken() {
    expect(await instead(recorded.opaqueToken, { claims: null })).toEqual(problem('forbidden', /opaque/))
  },
  async otherAudience() {
    expect(await instead(recorded.otherAudience)).toEqual(problem('forbidden', /another API/))
  },
  async expiredToken() {
    expect(await instead(recorded.expiredToken)).toEqual(problem('signed-out', /no longer accepts/))
  },
  async deniedOrganization() {
    const answers = [recorded.noOrganizations, recorded.noProjects, recorded.noResources]
    const { directory } = hearing([...answers, recorded.deniedOrganization])
    await expect(directory.scopes?.get(nordwind)).rejects.toEqual(
      problem('not-found', /or is not shown to you/),
    )
  },
  async deniedProject() {
    const { directory } = hearing([recorded.noProjects, recorded.deniedProject])
    await expect(directory.scopes?.get('project.sandbox-ana')).rejects.toEqual(
      problem('not-found', /or is not shown to you/),
    )
  },
  async deniedResource() {
    const { directory } = hearing([recorded.deniedResource])
    await expect(directory.scopes?.get('resource.sandbox-ana.ana-graph')).rejects.toEqual(
      problem('not-found', /or is not shown to you/),
    )
  },
  // Nothing of this is changed by the console; what it would be told all the same.
  async deniedRename() {
    expect(await instead(recorded.deniedRename)).toEqual(problem('forbidden', /does not allow/))
  },
  async deniedRemoval() {
    expect(await instead(recorded.deniedRemoval)).toEqual(problem('forbidden', /does not allow/))
  },
  async deniedRevocation() {
    const place = 'project.sandbox-ana'
    const { directory, asked } = hearing([
      { ...recorded.rights, ask: recorded.noRights.ask },
      { ...recorded.projectAssignments, ask: 'GET /api/v1/projects/sandbox-ana/rbac' },
      recorded.deniedRevocation,
    ])
    const change = { add: [], remove: [owners.dataOwnerRole] }
    await expect(membersAt(directory, place).change(owners.nils, change)).rejects.toEqual(
      problem('forbidden', /does not allow you.*manage_access.*owner/),
    )
    expect(asked.map(({ ask }) => ask)).toContain(recorded.deniedRevocation.ask)
  },
  async onBehalf() {
    expect(await rightsInstead(recorded.onBehalf)).toEqual(problem('forbidden', /does not allow you/))
  },
  async noScope() {
    expect(await rightsInstead(recorded.noScope)).toEqual(problem('invalid', /refused the input/))
  },
  async missingField() {
    expect(await givenInVain(recorded.missingField)).toEqual(problem('invalid', /refused the input/))
  },
  async unknownUser() {
    expect(await givenInVain(recorded.unknownUser)).toEqual(problem('not-found', /knows nobody/))
  },
  async unknownUserAtOrganization() {
    expect(await givenInVain(recorded.unknownUserAtOrganization, nordwind)).toEqual(
      problem('not-found', /knows nobody/),
    )
  },
  async ambiguousUser() {
    expect(await givenInVain(recorded.ambiguousUser)).toEqual(problem('invalid', /cannot tell this person/))
  },
  async unknownRole() {
    expect(await givenInVain(recorded.unknownRole)).toEqual(
      problem('away', /failed on its side \(status 500\), and nothing of the change shows/),
    )
  },
  async unknownAssignment() {
    // Somebody else was faster: it is gone, as was wanted.
    const lists = [recorded.projectAssignments, recorded.noAssignments]
    const { directory } = hearing([lists, recorded.unknownAssignment])
    const change = { add: [], remove: [owners.dataOwnerRole] }
    expect(await membersAt(directory, gridTwin).change(owners.nils, change)).toMatchObject({
      items: [{ change: 'remove', already: true }],
      now: [],
    })
  },
  async noNewOrganization() {
    expect(await instead(recorded.noNewOrganization)).toEqual(
      problem('away', /failed on its side \(status 500\)/),
    )
  },
  async unknownCall() {
    expect(await instead(recorded.unknownCall)).toEqual(problem('unexpected', /does not know this call/))
  },
  async crash() {
    expect(await instead(recorded.crash)).toEqual(problem('away', /failed on its side \(status 500\)/))
  },
}

/** The problem of somebody who asks what they may at a place and gets this. */
const rightsInstead = (answer: Recorded): Promise<unknown> =>
  hearing([{ ...answer, ask: recorded.rights.ask }])
    .directory.at(gridTwin)
    .access()
    .catch((error: unknown) => error)

test.each(neverAsked)('is never told %s', async (name) => {
  const { directory, asked } = hearing([recorded.project])
  await directory.scopes?.list()
  await directory.scopes?.get(gridTwin)
  expect(asked.length).toBeGreaterThan(5)
  expect(asked.map(({ ask }) => ask)).not.toContain(recorded[name].ask)
})

test.each(Object.entries(meanings))('understands %s', (_, meaning) => meaning())
