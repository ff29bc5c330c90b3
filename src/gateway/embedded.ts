// PostgreSQL inside of this process (PGlite), in a folder or in memory, as a pool of one connection. Hides that it is no server:
// whoever has the connection has it alone, so that transactions follow one another.
import { rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import { lockFolder } from './folder-lock.ts'

/** Waits until nobody has it; gives the function by which it is given back. */
function createTurns(): () => Promise<() => void> {
  let last: Promise<unknown> = Promise.resolve()
  return () =>
    new Promise((begin) => {
      last = last.then(() => new Promise<void>((end) => begin(end)))
    })
}

/**
 * Opens the database in the folder. A new one is made aside and moved to its place when it is whole, because one that was killed
 * while it was being made looks like any other.
 */
async function openIn(folder: string): Promise<PGlite> {
  const { PGlite } = await import('@electric-sql/pglite')
  const place = join(folder, 'pglite')
  const there = await stat(place).catch(() => undefined)
  if (!there) {
    const aside = join(folder, 'pglite-unfinished')
    await rm(aside, { recursive: true, force: true })
    await (await PGlite.create(aside)).close()
    await rename(aside, place)
  }
  return PGlite.create(place)
}

async function openInMemory(): Promise<PGlite> {
  const { PGlite } = await import('@electric-sql/pglite')
  return PGlite.create('memory://')
}

/**
 * Opens the folder, or memory where there is none.
 * @throws Error where another process has the folder, or it cannot be written
 */
export async function embeddedPool(folder: string | undefined): Promise<PostgresPool> {
  const unlock = folder === undefined ? undefined : await lockFolder(folder)
  let database: PGlite
  try {
    database = await (folder === undefined ? openInMemory() : openIn(folder))
  } catch (error) {
    await unlock?.()
    const where = folder === undefined ? 'memory' : `the folder ${folder}`
    throw new Error(`The embedded database in ${where} cannot be opened: ${String(error)}`, { cause: error })
  }
  const turn = createTurns()
  return {
    async connect() {
      const release = await turn()
      return clientOf(database, release)
    },
    async end() {
      // Whoever is in the middle of something finishes.
      await turn()
      await database.close()
      await unlock?.()
    },
  }
}

const commands = ['UPDATE', 'DELETE', 'INSERT', 'SELECT', 'MERGE'] as const

function clientOf(database: PGlite, release: () => void): PostgresPoolClient {
  async function query<Row>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<Row>> {
    const { rows, command, rowCount } = await database.query<Row>(text, [...values])
    // Of other commands, such as those of migrations, nobody reads the name.
    return { rows, command: commands.find((one) => one === command) ?? 'SELECT', rowCount: rowCount ?? 0 }
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the other form, with a cursor, is for streams, which nobody asks for
  return { query: query as PostgresPoolClient['query'], release }
}
