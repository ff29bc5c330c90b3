// One suite over directories: what is promised of making, replacing and ending tokens, keys and secrets holds, whatever a directory
// is: each value is used for real, nothing is made twice, and nothing is lost without a word.
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CredentialDirectory, Issued } from '../src/directory/credentials.ts'
import type { Problem } from '../src/directory/problem.ts'
import type { Loss } from './contract-credentials-subject.ts'
import { listed, subjects, suiteOf } from './contract-credentials-suite.ts'
import { having, problemOf, sorted } from './contract-subject.ts'

/** What a new token may carry. */
const idsOf = async (of: CredentialDirectory, owner?: string) =>
  sorted((await having(of.grantable)(owner)).map(({ id }) => id))

describe.each(subjects)('$name', (subject) => {
  const { sample, behind } = subject
  const { as, keyDraft, requested, tokenDraft, ways } = suiteOf(subject)
  beforeAll(() => subject.start(), 60_000)
  afterAll(() => subject.stop())
  beforeEach(() => subject.reset(), 60_000)

  describe('issuing', () => {
    test.each(requested)(
      '$way: the value is handed out once, works, and is listed at once',
      async ({ way, issue }) => {
        const { credentials } = await as('admin')
        const before = await behind.credentials()
        const issued = await issue(credentials)
        const { credential, secret, note } = issued
        expect(note).toBeUndefined()
        expect(credential).toMatchObject({ kind: way, name: 'Suite — überall 🛰️' })
        expect(sorted(await behind.credentials())).toEqual(sorted([...before, credential.id]))
        const shown = having(await listed(credentials, credential.id))
        expect(shown).toMatchObject({ name: 'Suite — überall 🛰️', owner: credential.owner })
        expect(shown.expiresAt).toEqual(credential.expiresAt)
        expect(await subject.use(issued)).toBe(credential.owner.id)
        expect(having(secret[0]).text.length).toBeGreaterThan(20)
        expect(JSON.stringify(shown)).not.toContain(secret[0]?.text)
        // Whoever reads it anew finds the same, after a reload and on another machine.
        subject.settle()
        const other = await as('viewer')
        const again = await listed(other.credentials, credential.id)
        const { settling: _settling, createdAt: _createdAt, lastUsedAt: _used, ...lasting } = shown
        expect(again).toMatchObject(lasting)
        expect(again?.settling).toBeUndefined()
      },
    )

    test('token: one’s own may carry what one holds, where that is chosen', async () => {
      const { credentials, place, traits } = await as('admin')
      const isChosen = traits.tokens?.rights === 'chosen'
      expect(credentials.grantable !== undefined).toBe(isChosen)
      if (!isChosen) return
      const { person } = await place.access()
      const { permissions } = await having(place.members).effective(having(person))
      expect(await idsOf(credentials)).toEqual(sorted(permissions.map(({ permission }) => permission.id)))
    })

    test('token: who may not read what people hold may carry what is theirs, all of it', async () => {
      const { credentials, traits } = await as('keykeeper')
      if (traits.tokens?.rights !== 'chosen') return
      const permissions = await idsOf(credentials)
      expect(permissions).toEqual(expect.arrayContaining(having(sample.token.permissions)))
      const draft = tokenDraft({ owner: undefined, permissions })
      const { credential } = await having(credentials.issueToken)(draft)
      expect(sorted(credential.permissions ?? [])).toEqual(permissions)
    })

    test('token: an account’s may carry what it and its maker hold, where that is chosen', async () => {
      const { credentials, traits } = await as('admin')
      if (traits.tokens?.rights !== 'chosen') return
      expect(await idsOf(credentials, sample.account.id)).toEqual(sample.token.permissions)
      await behind.empower(sample.account.id)
      const keeper = (await as('keykeeper')).credentials
      expect(await idsOf(keeper, sample.account.id)).toEqual(sample.token.permissions)
      expect((await idsOf(credentials, sample.account.id)).length).toBeGreaterThan(1)
      const viewer = (await as('viewer')).credentials
      expect((await problemOf(idsOf(viewer, sample.account.id))).kind).toBe('forbidden')
    })

    test('secret: works, and a second one takes the place of the first', async () => {
      const { credentials, traits } = await as('admin')
      expect(having(traits.keys).secret !== undefined).toBe(credentials.setSecret !== undefined)
      if (!credentials.setSecret) return
      const first = await credentials.setSecret(sample.account.id)
      expect(await listed(credentials, first.credential.id)).toMatchObject({
        kind: 'secret',
        expiresAt: null,
      })
      subject.settle()
      expect(await subject.use(first)).toBeDefined()
      const second = await credentials.setSecret(sample.account.id)
      subject.settle()
      expect(await subject.use(second)).toBeDefined()
      expect(await subject.use(first)).toBeUndefined()
      expect(traits.keys?.secret?.removable ?? false).toBe(credentials.removeSecret !== undefined)
      await credentials.removeSecret?.(sample.account.id)
      if (credentials.removeSecret) {
        expect(await listed(credentials, second.credential.id)).toBeUndefined()
        await credentials.removeSecret(sample.account.id)
        subject.settle()
        expect(await subject.use(second)).toBeUndefined()
      }
    })

    test.each(ways)('$way: the test asks for something with it, for real', async ({ issue }) => {
      const { credentials } = await as('admin')
      const issued = await issue(credentials)
      if (!issued.test) return
      subject.settle()
      expect(await issued.test()).toMatch(/\.$/)
      if (issued.credential.kind === 'secret') return
      await behind.revoke(issued.credential.id)
      const { kind, message } = await problemOf(issued.test())
      expect(kind).not.toBe('signed-out')
      for (const { text } of issued.secret) expect(message).not.toContain(text)
    })

    test('key: a public half that was brought along; nothing is handed out', async () => {
      const { credentials, traits } = await as('admin')
      if (!having(traits.keys).materials.includes('paste')) return
      const pair = generateKeyPairSync('rsa', {
        modulusLength: 2048,
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      })
      const material = { by: 'paste', publicKey: pair.publicKey } as const
      const issued = await having(credentials.issueKey)(keyDraft({ material }))
      expect(issued.secret).toEqual([])
      expect(issued.credential.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
      subject.settle()
      expect(await subject.use(issued, pair.privateKey)).toBe(sample.account.id)
    })

    test('key: made by the provider', async () => {
      const { credentials, traits } = await as('admin')
      if (!having(traits.keys).materials.includes('provider')) return
      const issued = await having(credentials.issueKey)(keyDraft({ material: { by: 'provider' } }))
      expect(issued.credential).toMatchObject({ algorithm: 'RSA 2048' })
      subject.settle()
      expect(await subject.use(issued)).toBe(sample.account.id)
    })

    test('key: what is no key of ours is refused before anything is sent', async () => {
      const { credentials, traits } = await as('admin')
      if (!having(traits.keys).materials.includes('paste')) return
      const before = subject.writes()
      const curve = generateKeyPairSync('ec', {
        namedCurve: 'P-256',
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      })
      for (const publicKey of ['', 'hello', curve.publicKey, curve.privateKey]) {
        const material = { by: 'paste', publicKey } as const
        const { kind, details, message } = await problemOf(
          having(credentials.issueKey)(keyDraft({ material })),
        )
        expect([kind, Object.keys(details.fields ?? {})]).toEqual(['invalid', ['publicKey']])
        expect(message).not.toContain('BEGIN EC')
      }
      expect(subject.writes()).toBe(before)
    })

    test.each(requested)('$way: names that cannot be', async ({ issue }) => {
      const { credentials, traits } = await as('admin')
      const before = subject.writes()
      for (const name of ['', '   ', 'x'.repeat(10_000), 'two\nlines']) {
        if (name === '' && !traits.tokens?.name.required) continue
        const { kind, details } = await problemOf(issue(credentials, { name }))
        expect([kind, Object.keys(details.fields ?? {})]).toEqual(['invalid', ['name']])
      }
      expect(subject.writes()).toBe(before)
    })

    test.each(requested)(
      '$way: an end in the past is refused on the field, a near one is not',
      async ({ way, issue }) => {
        const { credentials } = await as('admin')
        const past = await problemOf(issue(credentials, { expiresAt: new Date(subject.now() - 3_600_000) }))
        expect([past.kind, Object.keys(past.details.fields ?? {})]).toEqual(['invalid', ['expiresAt']])
        expect(await behind.credentials(way === 'token' ? sample.token.owner : sample.account.id)).toEqual([])
        const near = await issue(credentials, { expiresAt: new Date(subject.now() + 600_000) })
        expect(await subject.use(near)).toBe(near.credential.owner.id)
        subject.pass(700_000)
        expect(await subject.use(near)).toBeUndefined()
      },
    )

    test.each(requested)('$way: without an end, where that can be', async ({ way, issue }) => {
      const { credentials, traits } = await as('admin')
      const isEndless = way === 'token' ? traits.tokens?.endless : traits.keys?.endless
      if (!isEndless) return
      const { credential } = await issue(credentials, { expiresAt: null })
      expect(credential.expiresAt).toBeNull()
      subject.settle()
      expect((await listed(credentials, credential.id))?.expiresAt).toBeNull()
    })

    test.each(requested)('$way: the same request twice makes one', async ({ way, issue }) => {
      const { credentials } = await as('admin')
      const before = await behind.credentials()
      const request = randomUUID()
      const { credential } = await issue(credentials, { request })
      const again = await problemOf(issue(credentials, { request }))
      expect([again.kind, again.details.orphan]).toEqual(['conflict', credential.id])
      subject.settle()
      const elsewhere = await as('admin')
      const later = await problemOf(issue(elsewhere.credentials, { request }))
      expect([later.kind, later.details.orphan]).toEqual(['conflict', credential.id])
      expect(sorted(await behind.credentials())).toEqual(sorted([...before, credential.id]))
      expect(way).toBe(credential.kind)
    })

    test.each(requested)('$way: a double click makes one', async ({ issue }) => {
      const { credentials } = await as('admin')
      const before = await behind.credentials()
      const request = randomUUID()
      const outcomes = await Promise.allSettled([
        issue(credentials, { request }),
        issue(credentials, { request }),
      ])
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
      expect(await behind.credentials()).toHaveLength(before.length + 1)
    })

    const losses = requested.flatMap(({ way, issue }) => [
      { way, issue, what: 'answer' as const },
      { way, issue, what: 'empty' as const },
    ])
    test.each(losses)(
      '$way: a lost answer ($what) is finished or found as an orphan; never a second one',
      async ({ way, issue, what }) => {
        const { credentials } = await as('admin')
        const before = await behind.credentials()
        const request = randomUUID()
        subject.lose(way, what)
        const outcome: Issued | Problem = await issue(credentials, { request }).catch(
          (error: Problem) => error,
        )
        const after = await behind.credentials()
        const added = after.filter((id) => !before.includes(id))
        if (subject.isLimited && outcome instanceof Error && added.length === 0) {
          // What was lost is the answer that it takes no more for a moment.
          expect([outcome.details.orphan, outcome.details.unsure]).toEqual([undefined, undefined])
          await issue(credentials, { request })
          expect(await behind.credentials()).toHaveLength(before.length + 1)
          return
        }
        expect(added).toHaveLength(1)
        if (outcome instanceof Error) {
          expect(outcome.details.orphan).toBe(added[0])
          expect(outcome.details.unsure).toBeUndefined()
          const again = await problemOf(issue(credentials, { request }))
          expect([again.kind, again.details.orphan]).toEqual(['conflict', added[0]])
          await credentials.revoke(having(await listed(credentials, having(added[0]))))
          expect(sorted(await behind.credentials())).toEqual(sorted(before))
        } else {
          expect(outcome.credential.id).toBe(added[0])
          subject.settle()
          expect(await subject.use(outcome)).toBe(outcome.credential.owner.id)
        }
      },
    )

    test.each(requested)(
      '$way: a lost request makes nothing, and can be sent again',
      async ({ way, issue }) => {
        const { credentials } = await as('admin')
        const before = await behind.credentials()
        const request = randomUUID()
        subject.lose(way, 'request')
        const lost = await problemOf(issue(credentials, { request }))
        expect([lost.details.orphan, lost.details.unsure]).toEqual([undefined, undefined])
        expect(sorted(await behind.credentials())).toEqual(sorted(before))
        const { credential } = await issue(credentials, { request })
        expect(sorted(await behind.credentials())).toEqual(sorted([...before, credential.id]))
      },
    )

    test.each<Loss>(['answer', 'empty', 'request'])(
      'secret: a lost %s is told as what it is',
      async (what) => {
        const { credentials } = await as('admin')
        if (!credentials.setSecret) return
        const had = (await behind.credentials(sample.account.id)).length
        subject.lose('secret', what)
        const { details } = await problemOf(credentials.setSecret(sample.account.id))
        expect(details.unsure).toBeUndefined()
        const id = (await behind.credentials(sample.account.id)).find((one) => one.startsWith('secret'))
        if (had > 0 || what !== 'request') expect(details.orphan).toBe(id)
        else expect([details.orphan, id]).toEqual([undefined, undefined])
        subject.settle()
        expect(await subject.use(await credentials.setSecret(sample.account.id))).toBeDefined()
      },
    )
  })

  describe('rotation and revoking', () => {
    test.each(requested)('$way: what replaces what is found again, until it is over', async ({ issue }) => {
      const { credentials } = await as('keykeeper')
      const old = await issue(credentials)
      const { credential } = await issue(credentials, { replaces: old.credential.id })
      expect(await listed(credentials, credential.id)).toMatchObject({ replaces: old.credential.id })
      subject.settle()
      const elsewhere = await as('viewer')
      expect(await listed(elsewhere.credentials, credential.id)).toMatchObject({
        name: 'Suite — überall 🛰️',
        replaces: old.credential.id,
      })
      await credentials.endRotation(having(await listed(credentials, credential.id)))
      const over = having(await listed(credentials, credential.id))
      expect([over.replaces, over.name]).toEqual([undefined, 'Suite — überall 🛰️'])
      await credentials.revoke(old.credential)
      subject.settle()
      const anew = await as('viewer')
      expect((await listed(anew.credentials, credential.id))?.replaces).toBeUndefined()
      expect(await listed(anew.credentials, old.credential.id)).toBeUndefined()
    })

    test.each(requested)(
      '$way: revoked is gone from the list and gives nothing, at once',
      async ({ issue }) => {
        const { credentials } = await as('keykeeper')
        const issued = await issue(credentials)
        subject.settle()
        await credentials.revoke(having(await listed(credentials, issued.credential.id)))
        expect(await listed(credentials, issued.credential.id)).toBeUndefined()
        expect(await behind.credentials()).not.toContain(issued.credential.id)
        expect(await subject.use(issued)).toBeUndefined()
        await credentials.revoke(issued.credential)
      },
    )
  })

  test.each(requested)('$way: an earlier end, where the directory can time it', async ({ way, issue }) => {
    const { credentials } = await as('keykeeper')
    if (!credentials.endAt) return
    const issued = await issue(credentials)
    const { credential } = issued
    const soon = new Date(Math.ceil(subject.now() / 1000) * 1000 + 3_600_000)
    await credentials.endAt(credential, soon)
    const shown = having(await listed(credentials, credential.id))
    expect([way, shown.expiresAt]).toEqual([way, soon])
    const later = new Date(soon.getTime() + 30 * 86_400_000)
    const { kind } = await problemOf(credentials.endAt(shown, later))
    expect(kind).toBe('invalid')
    expect(await subject.use(issued)).toBe(credential.owner.id)
    subject.pass(3_700_000)
    expect(await subject.use(issued)).toBeUndefined()
  })

  test('a half-made key is marked, until it is finished', async () => {
    const { credentials } = await as('keykeeper')
    expect(behind.makeHalf !== undefined).toBe(credentials.finish !== undefined)
    if (!behind.makeHalf || !credentials.finish) return
    const id = await behind.makeHalf(sample.account.id)
    const found = async () => {
      const all = (await credentials.inventory({ owner: sample.account.id })).credentials
      return having(all.find((one) => one.id === id))
    }
    const half = await found()
    expect([half.halfMade, typeof half.inactive]).toEqual([true, 'string'])
    await credentials.finish(half)
    const whole = await found()
    expect([whole.halfMade, whole.inactive]).toEqual([undefined, undefined])
  })

  test('recipes: one for each way, ready, and without a secret', async () => {
    const { credentials } = await as('admin')
    for (const { way, issue } of ways) {
      if (way === 'secret' && !credentials.setSecret) continue
      const { credential, secret } = await issue(credentials)
      const recipes = await credentials.recipes(credential)
      expect(recipes.map(({ id }) => id).toSorted()).toEqual(['curl', 'python', 'typescript'])
      for (const { text, variables, notes } of recipes) {
        for (const { name } of variables) expect(text).toContain(name)
        expect(notes.length).toBeGreaterThan(0)
        for (const form of secret) expect(text).not.toContain(form.text)
      }
      // Not every directory has keys and a secret of one account at once.
      await credentials.revoke(credential)
    }
    expect((await credentials.policy()).tokenDays ?? 1).toBeGreaterThan(0)
  })
})
