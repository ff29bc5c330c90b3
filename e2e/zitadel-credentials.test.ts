// Accounts and credentials of a Zitadel instance beyond what every directory promises: names in the metadata of users, administrator
// roles of accounts, locked accounts, and instances that list user by user. On a current instance and on one before v4.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { KeyDraft, TokenDraft } from '../src/directory/credentials.ts'
import type { Problem } from '../src/directory/problem.ts'
import { connect } from './connect.ts'
import { bearerOf } from './contract-credentials-zitadel.ts'
import { having, problemOf } from './contract-subject.ts'
import { staffId, special } from './sandbox/zitadel/seed-people.ts'
import { startSandbox, type Sandbox } from './sandbox/sandbox.ts'
import { consoleOrigin } from './sandbox/visitor.ts'
import type { PersonaName } from './sandbox/personas.ts'

const owner = special.bare
const day = 86_400_000

/** Another key file in the place of the one that was made. */
const withEmptyFile = (json: object) => ({ ...json, keyContent: 'e30=', keyDetails: 'e30=' })

describe.each([
  { name: 'now', olderInstance: false },
  { name: 'before v4', olderInstance: true },
])('$name', ({ olderInstance }) => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ consoleOrigin })
  })
  afterAll(() => sandbox.stop())
  beforeEach(async () => {
    await sandbox.reset()
    Object.assign(sandbox.kosmos.world.settings, { olderInstance })
  })

  async function as(persona: PersonaName = 'admin') {
    const { place } = await connect(sandbox.kosmos, persona)
    return { accounts: having(place.accounts), credentials: having(place.credentials) }
  }
  const draft = (more: Partial<TokenDraft> = {}): TokenDraft => ({
    request: randomUUID(),
    owner,
    name: 'Größe — 🛰️',
    expiresAt: new Date(sandbox.kosmos.clock.now() + 30 * day),
    ...more,
  })
  const keyDraft = (more: Partial<KeyDraft> = {}): KeyDraft => ({
    ...draft(),
    material: { by: 'browser', bits: 2048 },
    ...more,
  })
  const labels = (user: string) =>
    sandbox.kosmos.world
      .userMetadata(user)
      .map(({ key, value }) => [key, JSON.parse(Buffer.from(value, 'base64').toString())])
  const requests = (operation: string) =>
    sandbox.kosmos.journal.entries({ operation }).filter(({ method }) => method !== 'OPTIONS').length

  test('a name is kept in the metadata of the user, and goes with its credential', async () => {
    const { credentials } = await as()
    const input = draft({ purpose: 'Deploys', replaces: 'token.1.2' })
    const { credential } = await having(credentials.issueToken)(input)
    const [, , id] = credential.id.split('.')
    const { name, request } = input
    const label = { name, purpose: 'Deploys', replaces: 'token.1.2', request }
    expect(labels(owner)).toEqual([[`gatehouse.token.${id}`, label]])
    await credentials.endRotation(credential)
    expect(labels(owner)).toEqual([[`gatehouse.token.${id}`, { name, purpose: 'Deploys', request }]])
    await credentials.revoke(credential)
    expect(labels(owner)).toEqual([])
  })

  test('what others keep there stays as it is', async () => {
    const { credentials } = await as()
    const before = sandbox.kosmos.world.userMetadata(special.bot)
    const { credential } = await having(credentials.issueToken)(draft({ owner: special.bot }))
    await credentials.revoke(credential)
    expect(sandbox.kosmos.world.userMetadata(special.bot)).toEqual(before)
  })

  test('a name that cannot be kept does not take the value with it', async () => {
    const { credentials } = await as()
    sandbox.kosmos.faults.set('setUserMetadata', 503)
    const issued = await having(credentials.issueToken)(draft())
    expect(issued.note).toMatch(/^Its name could not be kept: .*\.$/)
    expect(issued.credential.name).toBeUndefined()
    expect(await bearerOf(sandbox.kosmos, issued.secret[0]?.text ?? '')).toBe(owner)
  })

  test('names that cannot be read are said, and the credentials are listed without', async () => {
    const { credentials } = await as('viewer')
    sandbox.kosmos.faults.set('listUserMetadata', 503)
    const found = await credentials.inventory({ owner: special.machine })
    expect([found.complete, found.trouble.length]).toEqual([false, 1])
    expect(found.trouble[0]).toMatch(
      /^What the tokens and keys of “CI runner” are called could not be read\. /,
    )
    expect(found.credentials.map(({ name }) => name)).toEqual([undefined, undefined, undefined])
    const all = await credentials.inventory()
    expect(all.trouble).toHaveLength(1)
    expect(all.trouble[0]).toMatch(
      /^What the tokens and keys of \d+ accounts are called could not be read\. /,
    )
  })

  test('an account that is deleted while its credentials are read is no trouble', async () => {
    const { credentials } = await as('viewer')
    await credentials.inventory()
    sandbox.kosmos.faults.set('listUserMetadata', 404, { times: 1 })
    const found = await credentials.inventory()
    expect([found.complete, found.trouble]).toEqual([true, []])
  })

  test('names cost one request of each user that has something', async () => {
    const { credentials } = await as('viewer')
    const { credentials: all } = await credentials.inventory()
    const users = new Set(all.filter(({ kind }) => kind !== 'secret').map(({ owner: { id } }) => id))
    // How often an older one is asked in vain at first, depends on how many questions are on their way.
    if (olderInstance) return
    expect(requests('listUserMetadata')).toBe(users.size)
    expect([requests('listUsers'), requests('listTokens'), requests('listKeys')]).toEqual([1, 1, 1])
  })

  test('accounts of other organizations are neither listed nor counted', async () => {
    const { accounts, credentials } = await as()
    const { items } = await accounts.list()
    const { credentials: all } = await credentials.inventory()
    const other: string = special.machineElsewhere
    expect(sandbox.kosmos.world.tokens(other)).toHaveLength(1)
    expect(items.some(({ id }) => id === other)).toBe(false)
    expect(all.some(({ owner: { id } }) => id === other)).toBe(false)
    expect((await problemOf(accounts.get(other))).kind).toBe('not-found')
  })

  test('people have no tokens', async () => {
    const { credentials } = await as()
    const { kind } = await problemOf(having(credentials.issueToken)(draft({ owner: staffId('kofi.mensah') })))
    expect(kind).toBe('not-found')
    const { owner: _owner, ...ownerless } = draft()
    const none = await problemOf(having(credentials.issueToken)(ownerless))
    expect([none.kind, Object.keys(none.details.fields ?? {})]).toEqual(['invalid', ['owner']])
    expect(requests('addToken')).toBe(0)
  })

  test('which administrator roles an account has cannot be read: nothing is sent', async () => {
    const { credentials } = await as()
    sandbox.kosmos.faults.set('memberships', 403)
    const { kind, message } = await problemOf(having(credentials.issueKey)(keyDraft()))
    expect([kind, message]).toEqual(['forbidden', expect.stringContaining('user.membership.read')])
    expect(requests('addKey')).toBe(0)
  })

  test('whoever manages users makes nothing for an account that owns the organization', async () => {
    const { credentials } = await as('keykeeper')
    const input = draft({ owner: special.root })
    const { kind, message } = await problemOf(having(credentials.issueToken)(input))
    expect([kind, message]).toEqual(['forbidden', expect.stringContaining('ORG_OWNER')])
    const admin = await as('admin')
    await having(admin.credentials.issueToken)(input)
    sandbox.kosmos.world.setAdministrator(special.root, ['IAM_OWNER'], 'instance')
    const stronger = await problemOf(having(admin.credentials.setSecret)(special.root))
    expect([stronger.kind, stronger.message]).toEqual(['forbidden', expect.stringContaining('IAM_OWNER')])
  })

  test('a pair that was made here is finished although the answer was lost', async () => {
    const { credentials } = await as()
    sandbox.kosmos.faults.set('addKey', 'reset-after', { times: 1 })
    const { credential, secret, test: attempt } = await having(credentials.issueKey)(keyDraft())
    expect(sandbox.kosmos.world.machineKeys(owner).map(({ id }) => id)).toEqual([credential.hint])
    expect(secret[0]?.text).toContain(`"keyId":"${credential.hint}"`)
    expect(await having(attempt)()).toContain('an access token for “Experiment”, valid for')
  })

  test('a token whose answer was lost is an orphan, with its name', async () => {
    const { credentials } = await as()
    sandbox.kosmos.faults.set('addToken', 'reset-after', { times: 1 })
    const { message, details } = await problemOf(having(credentials.issueToken)(draft()))
    expect(message).toMatch(
      /^The token was made, but its value was lost .* Revoke it, then make another one\.$/,
    )
    const [orphan] = (await credentials.inventory({ owner })).credentials
    expect([orphan?.id, orphan?.name]).toEqual([details.orphan, 'Größe — 🛰️'])
  })

  test('what somebody else made at the same moment is never taken for ours', async () => {
    const { credentials } = await as()
    const { world, faults } = sandbox.kosmos
    const expiresAt = new Date(sandbox.kosmos.clock.now() + day)
    const foreign: string[] = []
    // The answer says nothing, and by then there is another one.
    const meanwhile = () => {
      foreign.push(
        world.addKey({ userId: owner, expiresAt }).id,
        world.addToken({ userId: owner, expiresAt }).id,
      )
      return {}
    }
    faults.set('addKey', { answer: meanwhile }, { times: 1 })
    const { credential } = await having(credentials.issueKey)(keyDraft({ expiresAt }))
    expect(world.machineKeys(owner)).toHaveLength(2)
    expect(foreign).not.toContain(credential.hint)
    expect(labels(owner)).toHaveLength(1)

    faults.set('addToken', { answer: meanwhile }, { times: 1 })
    const { message, details } = await problemOf(having(credentials.issueToken)(draft({ expiresAt })))
    expect(message).toContain('2 tokens of “Experiment” came about meanwhile: look which of them nobody has')
    expect(details.orphan).toBeUndefined()
    expect(labels(owner)).toHaveLength(1)
  })

  test('a lost answer with somebody else at work: what ends at another moment is not ours', async () => {
    const { credentials } = await as()
    const { world, faults } = sandbox.kosmos
    const meanwhile = () => {
      world.addToken({ userId: owner, expiresAt: new Date(sandbox.kosmos.clock.now() + 90 * day) })
      return {}
    }
    faults.set('addToken', { answer: meanwhile }, { times: 1 })
    const { details } = await problemOf(having(credentials.issueToken)(draft()))
    const [own] = world.tokens(owner)
    expect([world.tokens(owner).length, details.orphan]).toEqual([2, `token.${owner}.${own?.id}`])
  })

  test('two at once, of which one loses its answer: the other one is not taken for it', async () => {
    const { credentials } = await as()
    const issue = having(credentials.issueToken)
    const expiresAt = new Date(sandbox.kosmos.clock.now() + day)
    sandbox.kosmos.faults.set('addToken', 'reset-after', { times: 1 })
    const work = [draft({ expiresAt }), draft({ expiresAt })].map((one) =>
      issue(one).catch((error: Problem) => error),
    )
    const outcomes = await Promise.all(work)
    const ids = outcomes.map((one) => (one instanceof Error ? one.details.orphan : one.credential.id))
    const there = sandbox.kosmos.world.tokens(owner).map(({ id }) => `token.${owner}.${id}`)
    expect(new Set(ids)).toEqual(new Set(there))
    expect(outcomes.filter((one) => one instanceof Error)).toHaveLength(1)
  })

  test('what a lost answer left is found when the form is sent again, if it could not be looked for', async () => {
    const { credentials } = await as()
    const { world, faults } = sandbox.kosmos
    const blind = () => {
      faults.set('listTokens', 503)
      return {}
    }
    faults.set('addToken', { answer: blind }, { times: 1 })
    const input = draft()
    const first = await problemOf(having(credentials.issueToken)(input))
    expect(first.details.unsure).toBe(true)
    faults.clear('listTokens')
    const { details } = await problemOf(having(credentials.issueToken)(input))
    expect(world.tokens(owner).map(({ id }) => `token.${owner}.${id}`)).toEqual([details.orphan])
  })

  test('what was not made for one account is looked for at no other one', async () => {
    const { credentials } = await as()
    const { world, faults } = sandbox.kosmos
    const input = draft({ owner: special.machine, expiresAt: null })
    const there = world.addToken({ userId: owner, expiresAt: null }).id
    faults.set('addToken', 503, { times: 1 })
    const lost = await problemOf(having(credentials.issueToken)(input))
    expect(lost.message).toContain('Sending it again is safe')
    const issued = await having(credentials.issueToken)({ ...input, owner })
    expect(await bearerOf(sandbox.kosmos, issued.secret[0]?.text ?? '')).toBe(owner)
    expect(labels(owner).map(([key]) => key)).not.toContain(`gatehouse.token.${there}`)
    expect(world.tokens(owner)).toHaveLength(2)
  })

  test('what was not made is not found in what somebody else made and named meanwhile', async () => {
    const { credentials } = await as()
    const { world, faults } = sandbox.kosmos
    const input = draft({ expiresAt: null })
    faults.set('addToken', 503, { times: 1 })
    await problemOf(having(credentials.issueToken)(input))
    const { id } = world.addToken({ userId: owner, expiresAt: null, label: { name: 'Theirs' } })
    const issued = await having(credentials.issueToken)(input)
    expect(await bearerOf(sandbox.kosmos, issued.secret[0]?.text ?? '')).toBe(owner)
    expect(labels(owner)).toContainEqual([`gatehouse.token.${id}`, { name: 'Theirs' }])
  })

  test('an account of that login that somebody else made meanwhile is not taken for ours', async () => {
    const { accounts } = await as()
    const { world, faults } = sandbox.kosmos
    world.addAccount({ username: 'taken', name: 'Somebody else’s' })
    faults.set('createUser', 'reset')
    const { kind, details } = await problemOf(accounts.create({ login: 'taken', name: 'Ours' }))
    expect([kind, Object.keys(details.fields ?? {})]).toEqual(['conflict', ['login']])
  })

  test('a key file that cannot be read leaves an orphan and no dialog', async () => {
    const { credentials } = await as()
    sandbox.kosmos.faults.set('addKey', { answer: withEmptyFile }, { times: 1 })
    const { details } = await problemOf(
      having(credentials.issueKey)(keyDraft({ material: { by: 'provider' } })),
    )
    const [orphan] = sandbox.kosmos.world.machineKeys(owner)
    expect(details.orphan).toBe(`key.${owner}.${orphan?.id}`)
  })

  test('an end that only the clock of this device takes for the future', async () => {
    const { credentials } = await as()
    // The instance is an hour ahead of whoever chose ten minutes from now.
    const expiresAt = new Date(sandbox.kosmos.clock.now() + 600_000)
    sandbox.kosmos.clock.skew('1h')
    const { kind, details } = await problemOf(having(credentials.issueToken)(draft({ expiresAt })))
    expect([kind, details.code]).toEqual(['invalid', 'DOMAIN-dv3t5'])
    expect(details.fields?.['expiresAt']).toContain('the clock of this device is wrong')
  })

  test.each(['1', new Date('9999-06-01'), new Date(Number.NaN)])('an end that is none: %s', async (end) => {
    const { credentials } = await as()
    const expiresAt = typeof end === 'string' ? new Date('never') : end
    const { kind, details } = await problemOf(having(credentials.issueToken)(draft({ expiresAt })))
    expect([kind, Object.keys(details.fields ?? {})]).toEqual(['invalid', ['expiresAt']])
    expect(requests('addToken')).toBe(0)
  })

  test('a renamed account keeps the kind of its access tokens', async () => {
    const { accounts } = await as()
    const { world } = sandbox.kosmos
    const before = having(world.person(owner))
    world.writePerson({ ...before, accessTokenType: 'JWT' }, 0)
    await accounts.update(owner, { name: 'Renamed' })
    expect(world.person(owner)).toMatchObject({ displayName: 'Renamed', accessTokenType: 'JWT' })
  })

  test('a locked account is enabled again', async () => {
    const { accounts } = await as()
    const { world } = sandbox.kosmos
    world.writePerson({ ...having(world.person(owner)), state: 'LOCKED' }, 0)
    expect(await accounts.get(owner)).toMatchObject({ state: 'disabled' })
    await accounts.enable?.(owner)
    expect(world.person(owner)?.state).toBe('ACTIVE')
  })

  test.each(['deactivateUser', 'deleteUser', 'updateUser'] as const)(
    '%s: a lost answer is made certain, and a lost request is told as not done',
    async (operation) => {
      const { accounts } = await as()
      const works = {
        deactivateUser: () => having(accounts.disable)(owner),
        deleteUser: () => accounts.delete(owner),
        updateUser: () => accounts.update(owner, { description: 'Changed' }),
      }
      // Known by then: whether the instance has the newer call.
      await accounts.update(owner, { description: 'Before' })
      sandbox.kosmos.faults.set(operation, 'reset', { times: 1 })
      const { message, details } = await problemOf(works[operation]())
      expect([message, details.unsure]).toEqual([
        expect.stringContaining('Sending it again is safe'),
        undefined,
      ])
      sandbox.kosmos.faults.set(operation, 'reset-after', { times: 1 })
      await works[operation]()
      const person = sandbox.kosmos.world.person(owner)
      if (operation === 'deleteUser') expect(person).toBeUndefined()
      else if (operation === 'updateUser') expect(person?.description).toBe('Changed')
      else expect(person?.state).toBe('INACTIVE')
    },
  )

  test.each(['removeToken', 'removeKey'] as const)('%s: a lost answer is made certain', async (operation) => {
    const { credentials } = await as()
    const { credential } = await (operation === 'removeToken'
      ? having(credentials.issueToken)(draft())
      : having(credentials.issueKey)(keyDraft()))
    sandbox.kosmos.faults.set(operation, 'reset', { times: 1 })
    const lost: Problem = await problemOf(credentials.revoke(credential))
    expect(lost.message).toContain('was not revoked')
    sandbox.kosmos.faults.set(operation, 'reset-after', { times: 1 })
    await credentials.revoke(credential)
    expect((await credentials.inventory({ owner })).credentials).toEqual([])
  })
})
