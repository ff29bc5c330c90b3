// Projects and organisations: only what the console needs of them, in both dialects.
import { expect, test } from 'vitest'
import { bearer, items, startInstance } from './testing.ts'
import type { Answer } from './testing.ts'
import { homeOrganizationId, kosmosProjectId, ledgerProjectId, otherOrganizationId } from './seed.ts'

const names = (answer: Answer, field: string): unknown[] => items(answer, field).map(({ name }) => name)

test('ListProjects shows what one may read, sorted and filtered', async () => {
  const { connect } = startInstance()
  const list = (body: object) => connect('viewer', 'ListProjects', body)
  const all = await list({ sortingColumn: 'PROJECT_FIELD_NAME_NAME', pagination: { asc: true } })
  // KOSMOS a second time because it is lent to Meridian, Ledger because Meridian lends it.
  expect(names(all, 'projects')).toEqual(['Atlas', 'KOSMOS', 'KOSMOS', 'Ledger'])
  expect(all.body['pagination']).toEqual({ totalResult: '4', appliedLimit: '100' })
  const projectNameFilter = { projectName: 'kos', method: 'TEXT_FILTER_METHOD_STARTS_WITH_IGNORE_CASE' }
  const owned = { organizationIdFilter: { organizationId: homeOrganizationId, type: 'OWNED' } }
  expect(names(await list({ filters: [{ projectNameFilter }, owned] }), 'projects')).toEqual(['KOSMOS'])
  const inProjectIdsFilter = { ids: [kosmosProjectId, ledgerProjectId] }
  expect(names(await list({ filters: [{ inProjectIdsFilter }, owned] }), 'projects')).toEqual(['KOSMOS'])
  const elsewhere = { organizationIdFilter: { organizationId: otherOrganizationId, type: 'OWNED' } }
  expect((await list({ filters: [elsewhere] })).body).toEqual({ pagination: { appliedLimit: '100' } })
})

test.each([
  ['OWNED', homeOrganizationId, ['Atlas', 'KOSMOS']],
  ['GRANTED', homeOrganizationId, ['Ledger']],
  ['OWNED_OR_GRANTED', homeOrganizationId, ['Atlas', 'KOSMOS', 'KOSMOS', 'Ledger']],
  [undefined, homeOrganizationId, ['Atlas', 'KOSMOS', 'KOSMOS', 'Ledger']],
  ['OWNED', otherOrganizationId, ['Ledger']],
  ['GRANTED', otherOrganizationId, ['KOSMOS']],
  ['OWNED_OR_GRANTED', otherOrganizationId, ['KOSMOS', 'Ledger', 'Ledger']],
])('projects %s of %s', async (type, organizationId, expected) => {
  const { connect } = startInstance()
  const filters = [{ organizationIdFilter: { organizationId, ...(type && { type }) } }]
  const sorting = { sortingColumn: 'PROJECT_FIELD_NAME_NAME', pagination: { asc: true } }
  expect(names(await connect('admin', 'ListProjects', { filters, ...sorting }), 'projects')).toEqual(expected)
})

test('a project that is lent says to whom', async () => {
  const { connect, rest } = startInstance()
  const filters = [{ organizationIdFilter: { organizationId: homeOrganizationId, type: 'GRANTED' } }]
  expect(items(await connect('viewer', 'ListProjects', { filters }), 'projects')).toMatchObject([
    {
      projectId: ledgerProjectId,
      organizationId: otherOrganizationId,
      grantedOrganizationId: homeOrganizationId,
      grantedOrganizationName: 'Nuvanta',
      grantedState: 'GRANTED_PROJECT_STATE_ACTIVE',
    },
  ])
  const v1 = await rest('viewer', 'POST', '/management/v1/granted_projects/_search', {})
  expect(items(v1, 'result')).toMatchObject([
    {
      projectId: ledgerProjectId,
      projectName: 'Ledger',
      projectOwnerName: 'Meridian',
      grantedOrgId: homeOrganizationId,
      grantedRoleKeys: ['bookkeeper'],
      state: 'PROJECT_GRANT_STATE_ACTIVE',
    },
  ])
})

test('without the newer permission check projects are counted that are not shown', async () => {
  const { connect, world } = startInstance()
  world.settings.permissionCheckV2 = false
  const answer = await connect('viewer', 'ListProjects', {})
  expect(answer.body['pagination']).toMatchObject({ totalResult: '5' })
  // Newest first, and without the one that Meridian owns.
  expect(names(answer, 'projects')).toEqual(['Ledger', 'Atlas', 'KOSMOS', 'KOSMOS'])
})

test('GetProject answers the fields of v2, and refuses the unknown and the foreign', async () => {
  const { connect } = startInstance()
  const found = await connect('keykeeper', 'GetProject', { projectId: kosmosProjectId })
  expect(found.body).toEqual({
    project: {
      projectId: kosmosProjectId,
      organizationId: homeOrganizationId,
      creationDate: '2025-02-03T08:00:00.000Z',
      changeDate: '2025-02-03T08:00:00.000Z',
      name: 'KOSMOS',
      state: 'PROJECT_STATE_ACTIVE',
      projectRoleAssertion: true,
    },
  })
  const unknown = await connect('admin', 'GetProject', { projectId: '999' })
  expect(unknown).toMatchObject({ status: 404, body: { details: [{ debug: { id: 'QUERY-fk2fs' } }] } })
  const foreign = await connect('viewer', 'GetProject', { projectId: ledgerProjectId })
  expect(foreign).toMatchObject({ status: 404, body: { details: [{ debug: { id: 'AUTHZ-cdgFk' } }] } })
  expect((await connect('guest', 'GetProject', { projectId: kosmosProjectId })).status).toBe(404)
})

test('v1 projects have `id` and details', async () => {
  const { rest } = startInstance()
  const nameQuery = { name: 'KOSMOS' }
  const list = await rest('viewer', 'POST', '/management/v1/projects/_search', { queries: [{ nameQuery }] })
  expect(items(list, 'result')).toMatchObject([
    { id: kosmosProjectId, details: { resourceOwner: homeOrganizationId } },
  ])
  const one = await rest('viewer', 'GET', `/management/v1/projects/${kosmosProjectId}`)
  expect(one.body).toMatchObject({ project: { id: kosmosProjectId, name: 'KOSMOS' } })
  expect((await rest('viewer', 'GET', `/management/v1/projects/${ledgerProjectId}`)).status).toBe(404)
  expect((await rest('guest', 'POST', '/management/v1/projects/_search', {})).status).toBe(404)
})

test('organisations: anybody may ask, everybody sees their own', async () => {
  const { send, rest } = startInstance()
  const list = (name: 'admin' | 'viewer' | 'guest', body: object) => {
    const headers = { 'content-type': 'application/json', authorization: bearer(name) }
    return send('POST', '/zitadel.org.v2.OrganizationService/ListOrganizations', headers, body)
  }
  const both = await list('admin', { sortingColumn: 'ORGANIZATION_FIELD_NAME_NAME', query: { asc: true } })
  expect(names(both, 'result')).toEqual(['Meridian', 'Nuvanta'])
  const mine = await list('viewer', { sortingColumn: 'ORGANIZATION_FIELD_NAME_NAME' })
  expect(mine.body).toMatchObject({
    details: { totalResult: '1', timestamp: '2026-01-15T12:00:00.000Z' },
    sortingColumn: 'ORGANIZATION_FIELD_NAME_NAME',
    result: [{ id: homeOrganizationId, name: 'Nuvanta', primaryDomain: 'nuvanta.localhost' }],
  })
  expect(
    names(await list('viewer', { queries: [{ idQuery: { id: otherOrganizationId } }] }), 'result'),
  ).toEqual([])
  const none = await list('guest', {})
  expect(none.status).toBe(200)
  expect(none.body['result']).toBeUndefined()
  const switcher = await rest('keykeeper', 'POST', '/auth/v1/global/projectorgs/_search', {})
  expect(items(switcher, 'result')).toMatchObject([{ id: homeOrganizationId, state: 'ORG_STATE_ACTIVE' }])
})
