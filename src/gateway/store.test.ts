// The store of tokens on both databases: what is kept, what is refused, what many at once may do, and what a killed process leaves.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startPostgres, type FakePostgres } from './fake-postgres.ts'
import { lazyStore, openStore } from './store.ts'
import type { StorePlace } from './token-config.ts'
import type { TokenRow, TokenStore } from './token-store.ts'

const created = new Date('2026-11-22T10:00:00.123Z')
const permission = { resource_server_identifier: 'https://shop.example', permission_name: 'read:orders' }

function row(changes: Partial<TokenRow> = {}): TokenRow {
  const id = crypto.randomUUID()
  return {
    id,
    hash: id.repeat(2),
    prefix: 'kos_AbC1',
    owner_id: 'auth0|ingrid',
    owner_kind: 'person',
    owner_name: 'Ingrid Sølheim 🐟',
    name: `"quoted'; drop table tokens; --`,
    purpose: null,
    permissions: [permission],
    created_at: created,
    created_by: 'auth0|ingrid',
    expires_at: new Date('2027-01-31T23:59:59.999Z'),
    last_used_on: null,
    replaces: null,
    ...changes,
  }
}

let postgres: FakePostgres | string
beforeAll(async () => {
  postgres = await startPostgres()
  if (typeof postgres === 'string') process.stdout.write(`The store is tested on PGlite only: ${postgres}.\n`)
}, 60_000)
afterAll(async () => {
  if (typeof postgres !== 'string') await postgres.stop()
})

function placeOf(): StorePlace | undefined {
  if (typeof postgres === 'string') return undefined
  return { kind: 'postgres', url: postgres.url, timeout: 5_000 }
}

function suite(placeOf: () => StorePlace | undefined): void {
  let store: TokenStore
  let place: StorePlace
  beforeEach(async (context) => {
    const there = placeOf()
    if (!there) return context.skip(typeof postgres === 'string' ? postgres : '')
    place = there
    store ??= await openStore(place)
    await store.clear()
  }, 60_000)
  afterAll(() => store?.close())

  test('keeps a token as it is', async () => {
    const kept = row({ purpose: 'Nightly\u2028export', replaces: crypto.randomUUID() })
    await store.add(kept, 10)
    expect(await store.get(kept.id)).toEqual(kept)
    expect(await store.find(kept.hash)).toEqual(kept)
    expect(await store.find('none')).toBeUndefined()
    expect(await store.get(crypto.randomUUID())).toBeUndefined()
  })

  test('lists the newest first, of everybody or of one', async () => {
    const old = row()
    const young = row({ created_at: new Date(created.getTime() + 1) })
    const other = row({ owner_id: "x' or '1'='1" })
    for (const one of [old, young, other]) await store.add(one, 10)
    expect((await store.list('auth0|ingrid')).map(({ id }) => id)).toEqual([young.id, old.id])
    expect((await store.list("x' or '1'='1")).map(({ id }) => id)).toEqual([other.id])
    expect(await store.list()).toHaveLength(3)
    expect(await store.list('nobody')).toEqual([])
  })

  test('an id serves once, and is told apart by whose it is', async () => {
    const first = row()
    await store.add(first, 10)
    await expect(store.add(row({ id: first.id }), 10)).rejects.toMatchObject({ status: 409, code: 'EXISTS' })
    await expect(store.add(row({ id: first.id, owner_id: 'other' }), 10)).rejects.toMatchObject({
      code: 'ID_TAKEN',
    })
    expect(await store.list()).toEqual([first])
  })

  test('of many that come at once with one id, one is made', async () => {
    const id = crypto.randomUUID()
    const made = await Promise.allSettled(
      Array.from({ length: 12 }, (_, n) =>
        store.add(row({ id, hash: `hash-${n}`, owner_id: `owner-${n % 2}` }), 10),
      ),
    )
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const reasons = made.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
    expect(reasons.filter((code) => code !== 'EXISTS' && code !== 'ID_TAKEN')).toEqual([])
    expect(await store.list()).toHaveLength(1)
  })

  test('an owner has so many live ones and no more, however many are asked for at once', async () => {
    for (let n = 0; n < 3; n += 1) await store.add(row({ expires_at: created }), 3)
    const made = await Promise.allSettled(Array.from({ length: 9 }, () => store.add(row(), 3)))
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    await expect(store.add(row(), 3)).rejects.toMatchObject({ status: 409, code: 'TOO_MANY' })
    await store.add(row({ owner_id: 'auth0|mateo' }), 3)
  })

  test('one that has been over for long is forgotten when its owner makes another', async () => {
    const day = 86_400_000
    const gone = row({ expires_at: new Date(created.getTime() - 91 * day) })
    const past = row({ expires_at: new Date(created.getTime() - 89 * day) })
    const next = row()
    for (const one of [gone, past, next]) await store.add(one, 10)
    expect((await store.list()).map(({ id }) => id).toSorted()).toEqual([past.id, next.id].toSorted())
  })

  test('an end only comes nearer; a rotation is ended; what is gone stays gone', async () => {
    const one = row({ replaces: crypto.randomUUID() })
    await store.add(one, 10)
    const sooner = new Date('2026-12-01T00:00:00Z')
    expect(await store.change(one.id, { expires_at: sooner })).toEqual({ ...one, expires_at: sooner })
    expect(await store.change(one.id, { expires_at: one.expires_at })).toEqual({ ...one, expires_at: sooner })
    expect(await store.change(one.id, { replaces: null })).toEqual({
      ...one,
      expires_at: sooner,
      replaces: null,
    })
    await store.remove(one.id)
    await store.remove(one.id)
    expect(await store.change(one.id, { replaces: null })).toBeUndefined()
    expect(await store.find(one.hash)).toBeUndefined()
  })

  test('the day of the last use only moves on', async () => {
    const [one, other] = [row(), row()]
    for (const each of [one, other]) await store.add(each, 10)
    await store.used([one.id], '2026-11-22')
    await store.used([one.id, other.id, crypto.randomUUID()], '2026-11-21')
    expect((await store.get(one.id))?.last_used_on).toBe('2026-11-22')
    expect((await store.get(other.id))?.last_used_on).toBe('2026-11-21')
  })

  test('an assertion is taken once, by whoever of many is first', async () => {
    const now = created.getTime()
    const taken = await Promise.all(
      Array.from({ length: 8 }, () => store.takeAssertion('a', now + 1_000, now)),
    )
    expect(taken.filter(Boolean)).toHaveLength(1)
    expect(await store.takeAssertion('b', now + 1_000, now)).toBe(true)
    // Forgotten when nobody would take it any more.
    expect(await store.takeAssertion('a', now + 3_000, now + 2_000)).toBe(true)
  })

  test('whatever the database says against it is one refusal, and its words stay here', async () => {
    const heard: string[] = []
    const other = await openStore(place.kind === 'postgres' ? place : { kind: 'memory' }, (words) =>
      heard.push(words),
    )
    try {
      await expect(other.get('no uuid')).rejects.toMatchObject({ status: 503, code: 'STORE_AWAY' })
      await expect(other.get('no uuid')).rejects.not.toThrow('uuid')
      expect(heard.join()).toContain('uuid')
    } finally {
      await other.close()
    }
  }, 60_000)
}

describe('PGlite', () => {
  suite(() => ({ kind: 'memory' }))
})

describe('PostgreSQL', () => {
  suite(placeOf)

  test('gateways that start at once on an empty database do not collide, and see each other’s tokens', async (context) => {
    const place = placeOf()
    if (place?.kind !== 'postgres') return context.skip(typeof postgres === 'string' ? postgres : '')
    const admin = await openStore(place)
    await admin.clear()
    await admin.close()
    const { default: pg } = await import('pg')
    const client = new pg.Client({ connectionString: place.url })
    await client.connect()
    await client.query('create database empty')
    await client.end()
    const fresh = { ...place, url: place.url.replace(/postgres$/, 'empty') }
    const stores = await Promise.all(Array.from({ length: 5 }, () => openStore(fresh)))
    const [first, second] = stores
    const one = row()
    await first?.add(one, 10)
    expect(await second?.find(one.hash)).toEqual(one)
    await second?.remove(one.id)
    expect(await first?.find(one.hash)).toBeUndefined()
    await Promise.all(stores.map((store) => store.close()))
  }, 60_000)

  test('a server that ends and comes back is found again, with everything that was acknowledged', async (context) => {
    const place = placeOf()
    if (typeof postgres === 'string') return context.skip(postgres)
    if (!place) throw new Error('There is no place for the store')
    const heard: string[] = []
    const store = await openStore(place, (words) => heard.push(words))
    const one = row()
    await store.add(one, 10)
    await postgres.crash()
    await expect.poll(() => store.get(one.id).catch(() => undefined), { timeout: 10_000 }).toEqual(one)
    expect(heard.length).toBeGreaterThan(0)
    await store.close()
  }, 60_000)

  test('one that is not there is said at start, without its password', async () => {
    const url = 'postgresql://gatehouse:hush-hush@127.0.0.1:1/gatehouse'
    const failed = openStore({ kind: 'postgres', url, timeout: 2_000 })
    await expect(failed).rejects.toThrow(/database of the gateway cannot be used.*ECONNREFUSED/)
    await expect(failed).rejects.not.toThrow('hush-hush')
  })
})

describe('a folder', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-data-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  test('keeps its tokens from one process to the next, and is for one at a time', async () => {
    const place: StorePlace = { kind: 'folder', path: join(folder, 'deep', 'data') }
    const store = await openStore(place)
    const one = row()
    await store.add(one, 10)
    await expect(openStore(place)).rejects.toThrow(/Another gateway \(process \d+ on .*DATABASE_URL/)
    await store.close()
    const again = await openStore(place)
    expect(await again.list()).toEqual([one])
    await again.close()
  }, 60_000)
})

test('a lazy store opens when it is asked, once, and tries again after a failure', async () => {
  let opened = 0
  let broken = true
  const lazy = lazyStore(async () => {
    opened += 1
    if (broken) throw new Error('not yet')
    return openStore({ kind: 'memory' })
  })
  await lazy.ready()
  await lazy.clear()
  await lazy.close()
  expect(opened).toBe(0)
  await expect(lazy.list()).rejects.toMatchObject({ code: 'STORE_AWAY' })
  broken = false
  expect(await Promise.all([lazy.list(), lazy.list()])).toEqual([[], []])
  expect(opened).toBe(2)
  await lazy.ready()
  await lazy.close()
}, 60_000)
