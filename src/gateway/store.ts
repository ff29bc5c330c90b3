// Opens the store of tokens where the configuration says, brings it up to date, and keeps failures of the database from looking
// like anything else. Hides which database it is.
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import { Refused } from './errors.ts'
import { migrate, tokenStore, type Database, type TokenStore } from './token-store.ts'
import type { StorePlace } from './token-config.ts'

/** Told of failures that nobody waits for, without what they were about. */
type Trouble = (message: string) => void

async function postgresPool(url: string, timeout: number, trouble: Trouble): Promise<PostgresPool> {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: timeout,
    query_timeout: timeout,
    // A server that is gone without a word must not hold a connection for ever.
    keepAlive: true,
    application_name: 'gatehouse',
  })
  // An idle connection that breaks is replaced by the next question; unheard, the event would end the process.
  pool.on('error', (error) => trouble(`A connection to PostgreSQL broke: ${error.message}`))
  return pool
}

async function poolOf(place: StorePlace, trouble: Trouble): Promise<PostgresPool> {
  if (place.kind === 'postgres') return postgresPool(place.url, place.timeout, trouble)
  const { embeddedPool } = await import('./embedded.ts')
  return embeddedPool(place.kind === 'folder' ? place.path : undefined)
}

/**
 * Opens it, with its tables as they must be.
 * @throws Error saying why not, in words for whoever starts the gateway
 */
export async function openStore(place: StorePlace, trouble: Trouble = () => undefined): Promise<TokenStore> {
  const pool = await poolOf(place, trouble)
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  try {
    await migrate(db)
  } catch (error) {
    await db.destroy().catch(() => undefined)
    throw new Error(`The database of the gateway cannot be used: ${wordsOf(error)}`, { cause: error })
  }
  return guarded(tokenStore(db), trouble)
}

function wordsOf(error: unknown): string {
  // Node gathers what each address of a host answered, under a message that is empty.
  if (error instanceof AggregateError) return error.errors.map(wordsOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}

/** Whatever is no refusal of ours is the database's failing. */
function guarded(store: TokenStore, trouble: Trouble): TokenStore {
  const safe =
    <Asked extends unknown[], Told>(work: (...asked: Asked) => Promise<Told>) =>
    async (...asked: Asked): Promise<Told> => {
      try {
        return await work(...asked)
      } catch (error) {
        if (error instanceof Refused) throw error
        trouble(`The database failed: ${wordsOf(error)}`)
        throw new Refused(503, 'STORE_AWAY', 'The gateway cannot reach the database of its tokens right now.')
      }
    }
  return {
    add: safe(store.add),
    get: safe(store.get),
    find: safe(store.find),
    list: safe(store.list),
    change: safe(store.change),
    remove: safe(store.remove),
    used: safe(store.used),
    takeAssertion: safe(store.takeAssertion),
    ready: safe(store.ready),
    clear: safe(store.clear),
    close: store.close,
  }
}

/** A store that is opened by whoever asks it first. */
export type LazyStore = TokenStore & {
  /** Opens it now. @throws Error of `openStore` */
  open: () => Promise<void>
}

/** An embedded database takes a second to start and hundreds of megabytes: who never uses tokens shall not pay for it. */
export function lazyStore(open: () => Promise<TokenStore>): LazyStore {
  let opening: Promise<TokenStore> | undefined
  const opened = (): Promise<TokenStore> =>
    (opening ??= open().catch((error: unknown) => {
      opening = undefined
      throw error
    }))
  const then =
    <Asked extends unknown[], Told>(work: (store: TokenStore) => (...asked: Asked) => Promise<Told>) =>
    async (...asked: Asked): Promise<Told> => {
      const store = await opened().catch(() => {
        throw new Refused(503, 'STORE_AWAY', 'The gateway cannot open the database of its tokens right now.')
      })
      return work(store)(...asked)
    }
  return {
    async open() {
      await opened()
    },
    add: then((store) => store.add),
    get: then((store) => store.get),
    find: then((store) => store.find),
    list: then((store) => store.list),
    change: then((store) => store.change),
    remove: then((store) => store.remove),
    used: then((store) => store.used),
    takeAssertion: then((store) => store.takeAssertion),
    // What was never opened is neither broken nor full.
    async ready() {
      await (await opening)?.ready()
    },
    async clear() {
      await (await opening)?.clear()
    },
    async close() {
      await (await opening?.catch(() => undefined))?.close()
    },
  }
}
