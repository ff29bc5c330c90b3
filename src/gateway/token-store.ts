// Tokens in a database: the few questions that the gateway asks of it, in SQL that PostgreSQL and its embedded build both take.
// Hides tables, rows and transactions. Times are given by whoever asks; nothing here looks at a clock.
import { Migrator, sql, type Generated, type Kysely, type Selectable } from 'kysely'
import * as v from 'valibot'
import { Refused } from './errors.ts'
import { migrations } from './migrations.ts'

/** A permission as the vendor writes it. */
export type Permission = { resource_server_identifier: string; permission_name: string }

export type OwnerKind = 'person' | 'account'

/** A token as it is kept: everything but its value. */
export type TokenRow = {
  id: string
  /** SHA-256 of its value, hexadecimal. */
  hash: string
  /** First characters of its value. */
  prefix: string
  owner_id: string
  owner_kind: OwnerKind
  owner_name: string
  name: string
  purpose: string | null
  permissions: Permission[]
  created_at: Date
  created_by: string
  expires_at: Date
  /** YYYY-MM-DD. */
  last_used_on: string | null
  replaces: string | null
}

export type TokenChange = { expires_at?: Date; replaces?: null }

export type TokenStore = {
  /** Keeps a token, whole or not at all. @throws Refused 409 where its id is taken or its owner has so many live ones already */
  add: (row: Omit<TokenRow, 'last_used_on'>, most: number) => Promise<void>
  get: (id: string) => Promise<TokenRow | undefined>
  find: (hash: string) => Promise<TokenRow | undefined>
  /** All of them, or those of one owner, the newest first. */
  list: (owner?: string) => Promise<TokenRow[]>
  /** The token as it is then. A moment that is later than its present end changes nothing. */
  change: (id: string, change: TokenChange) => Promise<TokenRow | undefined>
  remove: (id: string) => Promise<void>
  /** These were used on that day (YYYY-MM-DD). */
  used: (ids: readonly string[], day: string) => Promise<void>
  /** False where this assertion was taken before. @param until when it ends by itself, in milliseconds; forgets those that have */
  takeAssertion: (id: string, until: number, now: number) => Promise<boolean>
  /** Resolves where the database answers. */
  ready: () => Promise<void>
  /** Forgets everything; for the sandbox. */
  clear: () => Promise<void>
  close: () => Promise<void>
}

type TokenTable = Omit<TokenRow, 'permissions' | 'last_used_on'> & {
  permissions: string
  last_used_on: Generated<string | null>
}
export type Database = { tokens: TokenTable; assertions: { id: string; until: Date } }

/** Days for which a token that has expired is still listed. */
const shownAfterEnd = 90
const day = 86_400_000

/**
 * Brings the tables up to date. Gateways that start at once wait for each other (an advisory lock of PostgreSQL).
 * @throws whatever went wrong, with everything undone
 */
export async function migrate(db: Kysely<Database>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
}

export function tokenStore(db: Kysely<Database>): TokenStore {
  const rows = () =>
    db
      .selectFrom('tokens')
      .selectAll()
      // As text: a driver would make a moment of it, in whatever zone it is.
      .select(sql<string | null>`to_char(last_used_on, 'YYYY-MM-DD')`.as('last_used_on'))

  return {
    add: ({ permissions, ...row }, most) =>
      db.transaction().execute(async (change) => {
        const { id, owner_id: owner, created_at: now } = row
        // One after the other for each owner, at whatever gateway: what is counted here stays true until it is written.
        await sql`select pg_advisory_xact_lock(hashtextextended(${owner}, 0))`.execute(change)
        const known = await change
          .selectFrom('tokens')
          .select('owner_id')
          .where('id', '=', id)
          .executeTakeFirst()
        if (known) throw taken(id, known.owner_id === owner)
        const { live } = await change
          .selectFrom('tokens')
          .select(({ fn }) => fn.countAll<string>().as('live'))
          .where('owner_id', '=', owner)
          .where('expires_at', '>', now)
          .executeTakeFirstOrThrow()
        if (Number(live) >= most)
          throw new Refused(
            409,
            'TOO_MANY',
            `Nobody may have more than ${most} tokens; one must be revoked first.`,
          )
        const old = new Date(now.getTime() - shownAfterEnd * day)
        await change
          .deleteFrom('tokens')
          .where('owner_id', '=', owner)
          .where('expires_at', '<', old)
          .execute()
        await change
          .insertInto('tokens')
          .values({ ...row, permissions: JSON.stringify(permissions) })
          .execute()
          .catch((error: unknown) => {
            // Between the look and the write somebody else has taken the id, who waits under another name.
            throw isDuplicate(error) ? taken(id, false) : error
          })
      }),
    get: async (id) => rowOf(await rows().where('id', '=', id).executeTakeFirst()),
    find: async (hash) => rowOf(await rows().where('hash', '=', hash).executeTakeFirst()),
    async list(owner) {
      const some = owner === undefined ? rows() : rows().where('owner_id', '=', owner)
      const found = await some.orderBy('created_at', 'desc').orderBy('id').execute()
      return found.map(known)
    },
    async change(id, { expires_at: end, replaces }) {
      if (end)
        await db
          .updateTable('tokens')
          .set({ expires_at: end })
          .where('id', '=', id)
          .where('expires_at', '>', end)
          .execute()
      if (replaces === null) await db.updateTable('tokens').set({ replaces }).where('id', '=', id).execute()
      return rowOf(await rows().where('id', '=', id).executeTakeFirst())
    },
    async remove(id) {
      await db.deleteFrom('tokens').where('id', '=', id).execute()
    },
    async used(ids, on) {
      await db
        .updateTable('tokens')
        .set({ last_used_on: on })
        .where('id', 'in', [...ids])
        .where(({ eb, or }) => or([eb('last_used_on', 'is', null), eb('last_used_on', '<', on)]))
        .execute()
    },
    async takeAssertion(id, until, now) {
      await db.deleteFrom('assertions').where('until', '<', new Date(now)).execute()
      const { numInsertedOrUpdatedRows: count } = await db
        .insertInto('assertions')
        .values({ id, until: new Date(until) })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow()
      return count === 1n
    },
    async ready() {
      await sql`select 1`.execute(db)
    },
    async clear() {
      await sql`truncate table tokens, assertions`.execute(db)
    },
    close: () => db.destroy(),
  }
}

/** Why a token of this id is not made. @param own whether it is one of the same owner's */
export function taken(id: string, own: boolean): Refused {
  return own
    ? new Refused(
        409,
        'EXISTS',
        `The token ${id} was made already; its value was shown then and is kept nowhere.`,
      )
    : new Refused(409, 'ID_TAKEN', `The id ${id} is taken; choose another one.`)
}

const isDuplicate = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === '23505'

const kept = v.array(v.object({ resource_server_identifier: v.string(), permission_name: v.string() }))

/** Both drivers have parsed the JSON. */
function known(row: Selectable<TokenTable>): TokenRow {
  return { ...row, permissions: v.parse(kept, row.permissions) }
}

function rowOf(row: Selectable<TokenTable> | undefined): TokenRow | undefined {
  return row && known(row)
}
