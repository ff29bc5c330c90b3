// Writing roles over Connect: what changes, what is refused and how, and when lists show it.
import { describe, expect, test } from 'vitest'
import { items, startInstance } from './testing.ts'
import type { Answer } from './testing.ts'
import { kosmosProjectId as projectId, ledgerProjectId } from './seed.ts'

const keys = (answer: Answer): unknown[] => items(answer, 'projectRoles').map(({ key }) => key)
const invalid = (message: unknown) => ({ status: 400, body: { code: 'invalid_argument', message } })
const debugId = (id: string) => ({ details: [{ debug: { id } }] })

describe('writes', () => {
  test('add, change, remove, and the world has it', async () => {
    const { world, connect, clock } = startInstance()
    const role = { projectId, roleKey: 'a.b:c/d', displayName: 'Made', group: 'G' }
    expect((await connect('admin', 'AddProjectRole', role)).body).toEqual({
      creationDate: '2026-01-15T12:00:00.000Z',
    })
    expect(world.roles().at(-1)).toMatchObject({ key: 'a.b:c/d', displayName: 'Made', group: 'G' })

    clock.at += 1000
    const renamed = { projectId, roleKey: 'a.b:c/d', displayName: 'Renamed' }
    const changed = await connect('admin', 'UpdateProjectRole', renamed)
    expect(changed.body).toEqual({ changeDate: '2026-01-15T12:00:01.000Z' })
    expect(world.roles().at(-1)).toMatchObject({ displayName: 'Renamed', group: 'G' })

    clock.at += 1000
    const same = await connect('admin', 'UpdateProjectRole', renamed)
    expect(same).toMatchObject({ status: 200, body: { changeDate: '2026-01-15T12:00:01.000Z' } })

    const removal = { projectId, roleKey: 'a.b:c/d' }
    const removed = await connect('admin', 'RemoveProjectRole', removal)
    expect(removed.body).toEqual({ removalDate: '2026-01-15T12:00:02.000Z' })
    expect(world.roles().map(({ key }) => key)).not.toContain('a.b:c/d')
    expect(await connect('admin', 'RemoveProjectRole', removal)).toMatchObject({ status: 200, body: {} })
  })

  test('an empty group clears; an omitted one stays unless the instance empties it', async () => {
    const { world, connect } = startInstance()
    const group = (): string | undefined => world.roles().find(({ key }) => key === 'analyst')?.group
    const update = (body: object) =>
      connect('admin', 'UpdateProjectRole', { projectId, roleKey: 'analyst', ...body })
    await update({ displayName: 'One' })
    expect(group()).toBe('Insight')
    await update({ group: '' })
    expect(group()).toBe('')
    world.setRole({ key: 'analyst', group: 'Insight' })
    world.settings.updateClearsOmitted = true
    await update({ displayName: 'Two' })
    expect(group()).toBe('')
  })

  test('a key that exists is a conflict, also before lists show it', async () => {
    const { world, connect } = startInstance()
    world.settings.lagMs = 60_000
    const role = { projectId, roleKey: 'twice', displayName: 'Twice' }
    expect((await connect('admin', 'AddProjectRole', role)).status).toBe(200)
    const { status, body } = await connect('admin', 'AddProjectRole', role)
    expect(status).toBe(409)
    expect(body).toMatchObject({ code: 'already_exists', ...debugId('V3-DKcYh') })
  })

  const of = '1 and 200 runes'
  test.each([
    ['AddProjectRole', { roleKey: '', displayName: 'X' }, of],
    ['AddProjectRole', { roleKey: '🛰'.repeat(201), displayName: 'X' }, of],
    ['AddProjectRole', { roleKey: 'x' }, of],
    ['AddProjectRole', { roleKey: 'x', displayName: 'x'.repeat(201) }, of],
    ['AddProjectRole', { roleKey: 'x', displayName: 'X', group: 'x'.repeat(201) }, 'at most 200 runes'],
    ['UpdateProjectRole', { roleKey: 'admin', displayName: '' }, of],
    ['UpdateProjectRole', { roleKey: '' }, of],
    ['RemoveProjectRole', { roleKey: '' }, of],
    ['AddProjectRole', { roleKey: 1, displayName: 'X' }, 'roleKey'],
  ])('%s refuses %j', async (method, role, words) => {
    const { world, connect } = startInstance()
    const before = world.roles()
    const answer = await connect('admin', method, { projectId, ...role })
    expect(answer).toMatchObject(invalid(expect.stringContaining(words)))
    expect(world.roles()).toEqual(before)
  })

  test('two hundred runes are fine, whatever their bytes', async () => {
    const { connect } = startInstance()
    const role = { projectId, roleKey: '🛰'.repeat(200), displayName: 'X' }
    expect((await connect('admin', 'AddProjectRole', role)).status).toBe(200)
  })

  test('a role or project that is not there', async () => {
    const { connect } = startInstance()
    const role = { projectId, roleKey: 'nobody', displayName: 'X' }
    const change = await connect('admin', 'UpdateProjectRole', role)
    expect(change).toMatchObject({ status: 404, body: { code: 'not_found', ...debugId('COMMAND-vv8M9') } })
    const add = await connect('admin', 'AddProjectRole', { ...role, projectId: '999' })
    expect(add).toMatchObject({ status: 404, body: { code: 'not_found', ...debugId('COMMAND-EbFMN') } })
    const foreign = await connect('viewer', 'AddProjectRole', { ...role, projectId: ledgerProjectId })
    expect(foreign).toMatchObject({ status: 404, body: debugId('AUTHZ-cdgFk') })
  })

  test('show in lists after the lag', async () => {
    const { world, connect, clock } = startInstance()
    world.settings.lagMs = 3000
    const shown = async (): Promise<unknown[]> =>
      keys(await connect('admin', 'ListProjectRoles', { projectId }))
    await connect('admin', 'AddProjectRole', { projectId, roleKey: 'late', displayName: 'Late' })
    await connect('admin', 'RemoveProjectRole', { projectId, roleKey: 'guest' })
    expect(world.roles().map(({ key }) => key)).toContain('late')
    clock.at += 2999
    expect(await shown()).not.toContain('late')
    expect(await shown()).toContain('guest')
    clock.at += 1
    expect(await shown()).toContain('late')
    expect(await shown()).not.toContain('guest')
  })

  test('malformed JSON is refused before anybody is asked who they are', async () => {
    const { send } = startInstance()
    const path = '/zitadel.project.v2.ProjectService/AddProjectRole'
    for (const body of ['', '{', '[]', 'null']) {
      const headers = { 'content-type': 'application/json', authorization: 'Bearer admin' }
      expect(await send('POST', path, headers, body)).toMatchObject({
        status: 400,
        body: { code: 'invalid_argument' },
      })
    }
    expect((await send('POST', path, { 'content-type': 'application/json' }, '{')).status).toBe(400)
  })
})
