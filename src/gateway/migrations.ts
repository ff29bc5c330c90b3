// The tables of the gateway's database and every change of them, in order; never edited once released, only added to. The same for
// PostgreSQL and for the embedded one.
import { sql, type Kysely, type Migration } from 'kysely'

const first: Migration = {
  async up(db: Kysely<never>) {
    await db.schema
      .createTable('tokens')
      .addColumn('id', 'uuid', (column) => column.primaryKey())
      .addColumn('hash', 'text', (column) => column.notNull().unique())
      .addColumn('prefix', 'text', (column) => column.notNull())
      .addColumn('owner_id', 'text', (column) => column.notNull())
      .addColumn('owner_kind', 'text', (column) =>
        column.notNull().check(sql`owner_kind in ('person', 'account')`),
      )
      .addColumn('owner_name', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('purpose', 'text')
      .addColumn('permissions', 'jsonb', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('created_by', 'text', (column) => column.notNull())
      .addColumn('expires_at', 'timestamptz', (column) => column.notNull())
      .addColumn('last_used_on', 'date')
      .addColumn('replaces', 'uuid')
      .execute()
    await db.schema.createIndex('tokens_owner').on('tokens').column('owner_id').execute()
    // Assertions of resource servers that were seen, so that none is taken twice by any gateway (RFC 7523, section 3).
    await db.schema
      .createTable('assertions')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('until', 'timestamptz', (column) => column.notNull())
      .execute()
  },
}

/** By name, in the order of their names. */
export const migrations: Record<string, Migration> = { '2026-11-22-tokens': first }
