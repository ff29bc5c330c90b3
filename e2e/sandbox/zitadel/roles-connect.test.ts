// Lists of roles over Connect: how they page, filter, sort, and what they leave out.
import { describe, expect, test } from 'vitest'
import { items, startInstance } from './testing.ts'
import type { Answer } from './testing.ts'
import { kosmosProjectId as projectId, ledgerProjectId, longDisplayName } from './seed.ts'

const keys = (answer: Answer): unknown[] => items(answer, 'projectRoles').map(({ key }) => key)
const invalid = (message: unknown) => ({ status: 400, body: { code: 'invalid_argument', message } })
const debugId = (id: string) => ({ details: [{ debug: { id } }] })

const list = (body: object, instance = startInstance()) =>
  instance.connect('admin', 'ListProjectRoles', { projectId, ...body })

describe('ListProjectRoles', () => {
  test('newest first, a hundred at most, with totals as strings', async () => {
    const instance = startInstance()
    const total = instance.world.roles().length
    expect(total).toBeGreaterThan(45)
    const first = await list({})
    expect(first.body['pagination']).toEqual({ totalResult: String(total), appliedLimit: '100' })
    expect(keys(first)).toEqual(
      instance.world
        .roles()
        .map(({ key }) => key)
        .toReversed(),
    )
    instance.world.addRoles(100)
    const full = await list({}, instance)
    expect(full.body['pagination']).toEqual({ totalResult: String(total + 100), appliedLimit: '100' })
    expect(keys(full)).toHaveLength(100)
  })

  test('pages by offset, given as string or number, and has every role once', async () => {
    const { world, connect } = startInstance()
    const seen: unknown[] = []
    for (const offset of ['0', 25, '50']) {
      const pagination = { offset, limit: offset === 25 ? '25' : 25, asc: true }
      seen.push(...keys(await connect('admin', 'ListProjectRoles', { projectId, pagination })))
    }
    expect(seen).toEqual(world.roles().map(({ key }) => key))
    expect(seen.length).toBeGreaterThan(45)
  })

  test('a page behind the end says neither roles nor total', async () => {
    const { body } = await list({ pagination: { offset: 5000, limit: 25 } })
    expect(body).toEqual({ pagination: { appliedLimit: '25' } })
  })

  test('a thousand is the most one may ask for', async () => {
    expect((await list({ pagination: { limit: 1000 } })).status).toBe(200)
    const { status, body } = await list({ pagination: { limit: 1001 } })
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'invalid_argument', ...debugId('QUERY-4M0fs') })
  })

  test.each([
    ['EQUALS', 'conversations:read/own', ['conversations:read/own']],
    ['EQUALS_IGNORE_CASE', 'conversations:read/own', ['conversations:read/own', 'Conversations:Read/Own']],
    ['STARTS_WITH', 'Conversations', ['Conversations:Read/Own']],
    ['STARTS_WITH_IGNORE_CASE', 'AGENT', ['agent-owner', 'agent-reviewer', 'agent', 'AGENT_RUNTIME']],
    ['CONTAINS', '/Own', ['Conversations:Read/Own']],
    ['CONTAINS_IGNORE_CASE', '/OWN', ['conversations:read/own', 'Conversations:Read/Own']],
    ['ENDS_WITH', 'RUNTIME', ['AGENT_RUNTIME']],
    ['ENDS_WITH_IGNORE_CASE', 'runtime', ['AGENT_RUNTIME']],
  ])('keys by TEXT_FILTER_METHOD_%s', async (method, key, expected) => {
    const filters = [{ roleKeyFilter: { key, method: `TEXT_FILTER_METHOD_${method}` } }]
    const answer = await list({ filters, pagination: { asc: true } })
    expect(keys(answer)).toEqual(expected)
    expect(answer.body['pagination']).toMatchObject({ totalResult: String(expected.length) })
  })

  test('the method defaults to EQUALS; several filters must all match', async () => {
    expect(keys(await list({ filters: [{ roleKeyFilter: { key: 'admin' } }] }))).toEqual(['admin'])
    const filters = [
      { roleKeyFilter: { key: 'a', method: 'TEXT_FILTER_METHOD_STARTS_WITH' } },
      { displayNameFilter: { displayName: 'AUDIT', method: 'TEXT_FILTER_METHOD_CONTAINS_IGNORE_CASE' } },
    ]
    expect(keys(await list({ filters }))).toEqual(['auditor'])
  })

  test.each([
    ['an empty filter', { filters: [{}] }],
    ['a method of v1', { filters: [{ roleKeyFilter: { key: 'a', method: 'TEXT_QUERY_METHOD_EQUALS' } }] }],
    ['an unknown column', { sortingColumn: 'PROJECT_ROLE_FIELD_NAME_NAME' }],
    ['a negative offset', { pagination: { offset: -1 } }],
    ['no project', { projectId: '' }],
  ])('refuses %s', async (_, body) => {
    const answer = await list(body)
    expect(answer).toMatchObject(invalid(expect.any(String)))
    expect(answer.body['details']).toBeUndefined()
  })

  test('sorts by key and by date of change', async () => {
    const instance = startInstance()
    const byKey = { sortingColumn: 'PROJECT_ROLE_FIELD_NAME_KEY', pagination: { asc: true } }
    const sorted = keys(await list(byKey, instance))
    expect(sorted).toEqual(
      instance.world
        .roles()
        .map(({ key }) => key)
        .toSorted((a, b) => (a < b ? -1 : 1)),
    )
    instance.world.setRole({ key: 'admin', displayName: 'Changed' })
    const byChange = { sortingColumn: 'PROJECT_ROLE_FIELD_NAME_CHANGE_DATE', pagination: { limit: 1 } }
    expect(keys(await list(byChange, instance))).toEqual(['admin'])
  })

  test('one role as it is on the wire; an empty group is left out', async () => {
    const admin = await list({ filters: [{ roleKeyFilter: { key: 'admin' } }] })
    expect(items(admin, 'projectRoles')).toEqual([
      {
        projectId,
        key: 'admin',
        creationDate: '2025-03-03T08:01:00.000Z',
        changeDate: '2025-03-03T08:01:00.000Z',
        displayName: 'Administrator: full system access',
        group: 'Administration',
      },
    ])
    const legacy = await list({ filters: [{ roleKeyFilter: { key: 'legacy' } }] })
    expect(items(legacy, 'projectRoles')[0]).not.toHaveProperty('group')
  })

  test('awkward roles are all there', async () => {
    const roles = items(await list({}), 'projectRoles')
    const names = new Map(roles.map(({ key, displayName }) => [key, displayName]))
    expect(names.get('html-name')).toBe('<img src=x onerror=alert(1)>')
    expect(names.get('long-name')).toBe(longDisplayName)
    expect(longDisplayName).toHaveLength(200)
    for (const key of ['__proto__', 'constructor', 'conversations:read/own', 'مشرف', '翻訳者']) {
      expect(names.has(key)).toBe(true)
    }
  })

  test('of a project that is unknown or foreign is empty, not an error', async () => {
    const { connect } = startInstance()
    for (const projectId of ['999', ledgerProjectId]) {
      const { body } = await connect('viewer', 'ListProjectRoles', { projectId })
      expect(body).toEqual({ pagination: { appliedLimit: '100' } })
    }
    // The administrator's other organisation owns it.
    expect(keys(await list({ projectId: ledgerProjectId }))).toEqual(['chief-accountant', 'bookkeeper'])
  })

  test('without the newer permission check, what may not be read is counted and not shown', async () => {
    const { world, connect } = startInstance()
    world.settings.permissionCheckV2 = false
    const { status, body } = await connect('keykeeper', 'ListProjectRoles', { projectId })
    expect(status).toBe(200)
    expect(body).toEqual({ pagination: { totalResult: String(world.roles().length), appliedLimit: '100' } })
    expect(keys(await connect('viewer', 'ListProjectRoles', { projectId }))).toHaveLength(
      world.roles().length,
    )
  })

  test('shows what another administrator did, at once', async () => {
    const instance = startInstance()
    instance.world.settings.lagMs = 60_000
    instance.world.setRole({ key: 'newcomer' })
    instance.world.removeRole('admin')
    const shown = keys(await list({}, instance))
    expect(shown).toContain('newcomer')
    expect(shown).not.toContain('admin')
  })
})
