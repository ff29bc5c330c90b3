// One suite over directories: what is promised of accounts, of the list of credentials and of who may do what holds, whatever a
// directory is. Runs against the sandbox, in every dialect an adapter speaks, with lists that show a write at once and with lists
// that lag behind. The other half: contract-issuing.test.ts.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Credential } from '../src/directory/credentials.ts'
import { grants } from '../src/directory/grants.ts'
import type { Problem } from '../src/directory/problem.ts'
import type { Loss } from './contract-credentials-subject.ts'
import { listed, subjects, suiteOf } from './contract-credentials-suite.ts'
import { having, problemOf, sorted, whole } from './contract-subject.ts'

const reading = (after: string | undefined) => (after === undefined ? {} : { after })

describe.each(subjects)('$name', (subject) => {
  const { sample, behind } = subject
  const { as, tokenDraft, keyDraft } = suiteOf(subject)
  beforeAll(() => subject.start(), 60_000)
  afterAll(() => subject.stop())
  beforeEach(() => subject.reset(), 60_000)

  const accountAt = async (id: string) => (await behind.accounts()).find((one) => one.id === id)
  /** Whether these are what is stored. */
  const expectStored = async (found: Credential[], owner?: string) =>
    expect(sorted(found.map(({ id }) => id))).toEqual(sorted(await behind.credentials(owner)))

  describe('access', () => {
    test('keykeeper: accounts and credentials, and nothing of roles', async () => {
      const { place } = await as('keykeeper')
      const { verdicts } = await place.access()
      const about = grants.filter(
        (grant) => /accounts|tokens|keys/.test(grant) && grant !== 'grant to accounts',
      )
      for (const grant of about) {
        if (grant !== 'delete accounts') expect([grant, verdicts[grant].allowed]).toEqual([grant, true])
      }
      expect(verdicts['edit roles'].allowed).toBe(false)
      expect(verdicts['create roles'].allowed).toBe(false)
    })
  })

  describe('accounts', () => {
    test('list: every one once, with the total', async () => {
      const { accounts } = await as('viewer')
      const { items, total } = await whole((after) => accounts.list(reading(after)))
      const there = await behind.accounts()
      expect(sorted(items.map(({ id }) => id))).toEqual(sorted(there.map(({ id }) => id)))
      expect(total).toBe(items.length)
      for (const { id, state } of items) expect(there.find((one) => one.id === id)?.state).toBe(state)
      expect((await problemOf(accounts.list({ after: 'made up' }))).kind).toBe('unexpected')
    })

    test('list: searched', async () => {
      const { accounts } = await as('viewer')
      const ids = async (search: string) =>
        (await whole((after) => accounts.list({ search, ...reading(after) }))).items.map(({ id }) => id)
      expect(await ids(sample.search.text)).toEqual(sample.search.finds)
      expect(await ids('no account of this name')).toEqual([])
    })

    test('get: one account; one that does not exist is not found', async () => {
      const { accounts } = await as('viewer')
      expect(await accounts.get(sample.account.id)).toMatchObject({ ...sample.account, state: 'active' })
      expect((await problemOf(accounts.get('nobody'))).kind).toBe('not-found')
    })

    test('create, update, delete: shown at once, and really done', async () => {
      const { accounts } = await as('admin')
      const { name, description = '' } = sample.newAccount
      const { id } = await accounts.create(sample.newAccount)
      expect(await accountAt(id)).toEqual({ id, name, description, state: 'active' })
      expect(await accounts.get(id)).toMatchObject({ id, name, state: 'active' })
      await accounts.update(id, { description: 'Changed' })
      expect(await accountAt(id)).toMatchObject({ name, description: 'Changed' })
      await accounts.update(id, { name: 'Renamed' })
      expect(await accounts.get(id)).toMatchObject({ name: 'Renamed', description: 'Changed' })
      expect(await accountAt(id)).toMatchObject({ name: 'Renamed', description: 'Changed' })
      const count = subject.writes()
      await accounts.update(id, {})
      expect(subject.writes()).toBe(count)
      await accounts.delete(id)
      expect(await accountAt(id)).toBeUndefined()
      expect((await problemOf(accounts.get(id))).kind).toBe('not-found')
      // What is gone already counts as deleted.
      await accounts.delete(id)
    })

    test('create: names that cannot be', async () => {
      const { accounts, traits } = await as('admin')
      const before = subject.writes()
      const draft = sample.newAccount
      const long = 'x'.repeat(10_000)
      for (const name of ['', '   ', long, 'two\nlines', 'half \ud800 of a pair']) {
        const { kind, details } = await problemOf(accounts.create({ ...draft, name }))
        expect([kind, Object.keys(details.fields ?? {})]).toEqual(['invalid', ['name']])
      }
      if (having(traits.accounts).login) {
        for (const login of ['', ' padded', 'zero​width', long]) {
          const { kind, details } = await problemOf(accounts.create({ ...draft, login }))
          expect([kind, Object.keys(details.fields ?? {})]).toEqual(['invalid', ['login']])
        }
      }
      expect(subject.writes()).toBe(before)
    })

    test('create: a login that is taken is a conflict on that field', async () => {
      const { accounts, traits } = await as('admin')
      if (!having(traits.accounts).login) return
      await accounts.create(sample.newAccount)
      const { kind, details } = await problemOf(
        accounts.create({ ...sample.newAccount, name: 'Another one' }),
      )
      expect([kind, Object.keys(details.fields ?? {})]).toEqual(['conflict', ['login']])
    })

    test.each<Loss>(['answer', 'request', 'empty'])('create: a lost %s makes no second one', async (what) => {
      const { accounts } = await as('admin')
      subject.lose('account', what)
      // Sending it again is safe, and needed only where it was said that nothing was done.
      const { id } = await accounts.create(sample.newAccount).catch(() => accounts.create(sample.newAccount))
      const named = (await behind.accounts()).filter(({ name }) => name === sample.newAccount.name)
      expect(named.map((one) => one.id)).toEqual([id])
    })

    test('disable and enable: shown at once; so already counts as done', async () => {
      const { accounts, credentials, traits } = await as('admin')
      const { id } = sample.account
      expect(having(traits.accounts).disabling !== undefined).toBe(accounts.disable !== undefined)
      if (!accounts.disable || !accounts.enable) return
      const issued = await having(credentials.issueKey)(keyDraft())
      await accounts.disable(id)
      await accounts.disable(id)
      expect(await accountAt(id)).toMatchObject({ state: 'disabled' })
      expect(await accounts.get(id)).toMatchObject({ state: 'disabled' })
      expect((await listed(credentials, issued.credential.id))?.inactive).toEqual(expect.any(String))
      expect(await subject.use(issued)).toBeUndefined()
      await accounts.enable(id)
      await accounts.enable(id)
      expect(await accountAt(id)).toMatchObject({ state: 'active' })
      expect((await listed(credentials, issued.credential.id))?.inactive).toBeUndefined()
      subject.settle()
      expect(await subject.use(issued)).toBe(id)
    })

    test('delete: takes its credentials along', async () => {
      const { accounts, credentials } = await as('admin')
      const { id } = sample.account
      await having(credentials.issueKey)(keyDraft())
      await accounts.delete(id)
      expect(await behind.credentials(id)).toEqual([])
      subject.settle()
      const { credentials: left } = await credentials.inventory()
      expect(left.filter(({ owner }) => owner.id === id)).toEqual([])
    })
  })

  describe('inventory', () => {
    test('everything that there is, whoever may read', async () => {
      for (const visitor of ['viewer', 'keykeeper'] as const) {
        const { credentials } = await as(visitor)
        const found = await credentials.inventory()
        expect([found.complete, found.trouble]).toEqual([true, []])
        await expectStored(found.credentials)
        expect(found.credentials.every(({ owner }) => owner.name !== '')).toBe(true)
      }
    })

    test('of one account', async () => {
      const { credentials } = await as('viewer')
      const all = (await credentials.inventory()).credentials
      const { id: owner } = having(all.find(({ owner: { kind } }) => kind === 'account')).owner
      await expectStored((await credentials.inventory({ owner })).credentials, owner)
      await expectStored(
        (await credentials.inventory({ owner: sample.account.id })).credentials,
        sample.account.id,
      )
    })

    test('more than one page, with how far it is', async () => {
      const { credentials } = await as('viewer')
      await behind.addMany()
      const told: number[] = []
      const found = await credentials.inventory({ onProgress: (done) => void told.push(done) })
      expect(found.complete).toBe(true)
      await expectStored(found.credentials)
      expect(told.length).toBeGreaterThan(0)
    }, 60_000)

    test('what cannot be read is said', async () => {
      const { credentials } = await as('viewer')
      behind.hide()
      const found = await credentials.inventory()
      expect(found.complete).toBe(false)
      expect(found.trouble.length).toBeGreaterThan(0)
      expect(found.credentials.length).toBeGreaterThan(0)
    })

    test('another administrator: what they ended is gone', async () => {
      const { credentials } = await as('admin')
      const { credential } = await having(credentials.issueKey)(keyDraft())
      subject.settle()
      expect(await listed(credentials, credential.id)).toBeDefined()
      await behind.revoke(credential.id)
      expect(await listed(credentials, credential.id)).toBeUndefined()
      // What is gone already counts as revoked.
      await credentials.revoke(credential)
    })
  })

  describe('who may not', () => {
    test('viewer: everything is refused as forbidden, and nothing happens', async () => {
      const { accounts, credentials } = await as('viewer')
      const before = [await behind.accounts(), await behind.credentials()]
      const [some] = (await credentials.inventory({ owner: sample.search.finds[0] ?? '' })).credentials
      const { id } = sample.account
      const works = [
        () => accounts.create(sample.newAccount),
        () => accounts.update(id, { name: 'Mine' }),
        () => accounts.delete(id),
        () => having(credentials.issueToken)(tokenDraft()),
        () => having(credentials.issueKey)(keyDraft()),
        () => credentials.revoke(having(some)),
        ...(accounts.disable ? [() => accounts.disable?.(id)] : []),
        ...(credentials.setSecret ? [() => credentials.setSecret?.(id)] : []),
      ]
      for (const work of works) {
        const { kind } = await problemOf(Promise.resolve(work()))
        expect([work.toString(), kind]).toEqual([work.toString(), 'forbidden'])
      }
      expect([await behind.accounts(), await behind.credentials()]).toEqual(before)
    })

    test('guest: sees nothing and makes nothing', async () => {
      const { accounts, credentials } = await as('guest')
      const before = await behind.credentials()
      const seen = await accounts.list().catch((error: Problem) => error.kind)
      if (typeof seen === 'string') expect(seen).toBe('forbidden')
      else expect(seen.items).toEqual([])
      const found = await credentials.inventory().catch((error: Problem) => error.kind)
      if (typeof found === 'string') expect(found).toBe('forbidden')
      else expect(found.credentials).toEqual([])
      for (const work of [
        () => having(credentials.issueToken)(tokenDraft()),
        () => having(credentials.issueKey)(keyDraft()),
      ]) {
        expect(['forbidden', 'not-found']).toContain((await problemOf(work())).kind)
      }
      expect(await behind.credentials()).toEqual(before)
    })

    test('nobody makes a credential that is stronger than themselves', async () => {
      await behind.empower(sample.account.id)
      subject.settle()
      const { credentials, traits } = await as('keykeeper')
      const before = await behind.credentials()
      const count = subject.writes()
      expect((await problemOf(having(credentials.issueKey)(keyDraft()))).kind).toBe('forbidden')
      // One that carries only what was chosen for it is no stronger for its owner's rights.
      if (traits.tokens?.rights === 'owner') {
        expect((await problemOf(having(credentials.issueToken)(tokenDraft()))).kind).toBe('forbidden')
      }
      if (credentials.setSecret) {
        expect((await problemOf(credentials.setSecret(sample.account.id))).kind).toBe('forbidden')
      }
      expect(await behind.credentials()).toEqual(before)
      expect(subject.writes()).toBe(count)
      const admin = await as('admin')
      const issued = await having(admin.credentials.issueKey)(keyDraft())
      expect(await behind.credentials()).toContain(issued.credential.id)
    })
  })
})
