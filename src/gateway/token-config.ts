// What the environment says about personal access tokens: how they look and how long they live, where they are kept, and who may
// ask about them. Says everything that is wrong, and never what a secret was.
import * as v from 'valibot'
import { introspectorsOf, type Introspector } from './introspector.ts'
import { originOf, whole } from './variables.ts'

/** Where tokens are kept: PostgreSQL, an embedded PostgreSQL in a folder, or one in memory that ends with the process. */
export type StorePlace =
  | { kind: 'postgres'; url: string; timeout: number }
  | { kind: 'folder'; path: string }
  | { kind: 'memory' }

export type TokenConfig = {
  /** What every new token begins with; ends with an underscore. */
  prefix: string
  maxDays: number
  /** Most live tokens of one owner. */
  perOwner: number
  /** Seconds for which an owner's rights, once read, are taken as current. */
  rightsSeconds: number
  store: StorePlace
  /** Where resource servers reach introspection, as the audience of their assertions; absent where nobody said it. */
  endpoint: string | undefined
  introspectors: Introspector[]
  /** Introspections of one resource server. */
  perSecond: number
  burst: number
}

const prefix = v.pipe(
  v.optional(v.string(), 'kos_'),
  v.regex(
    /^[A-Za-z][A-Za-z0-9]{1,14}_$/,
    'must be 2 to 15 letters and digits and then one underscore, as in kos_',
  ),
)
const database = v.pipe(
  v.string(),
  v.check(
    (text) => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol),
    'must be an address such as postgresql://user:password@host:5432/gatehouse',
  ),
)
const address = v.pipe(
  v.string(),
  v.check((text) => originOf(text) === text, 'must be an origin such as https://console.example'),
)

const schema = v.object({
  API_KEY_PREFIX: prefix,
  API_KEY_MAX_DAYS: whole(365, 1, 3_650),
  API_KEY_MAX_PER_OWNER: whole(100, 1, 10_000),
  API_KEY_RIGHTS_SECONDS: whole(10, 0, 300),
  DATABASE_URL: v.optional(database),
  GATEWAY_DATA: v.optional(v.string(), '.gateway-data'),
  GATEWAY_URL: v.optional(address),
  INTROSPECTION_RATE_PER_SECOND: whole(200, 1),
  INTROSPECTION_RATE_BURST: whole(1_000, 1),
})

const inMemory = 'memory://'

function placeOf(url: string | undefined, data: string, timeout: number): StorePlace {
  if (url !== undefined) return { kind: 'postgres', url, timeout }
  return data === inMemory ? { kind: 'memory' } : { kind: 'folder', path: data }
}

/** Reads the variables; a list of what is wrong where something is. @param timeout milliseconds for an answer of PostgreSQL */
export async function tokenConfigOf(
  values: Record<string, string>,
  timeout: number,
): Promise<TokenConfig | string[]> {
  const parsed = v.safeParse(schema, values)
  const introspectors = await introspectorsOf(values['INTROSPECTION_CLIENTS'])
  const faults = (parsed.issues ?? []).map((issue) => `${v.getDotPath(issue)} ${issue.message}`)
  if ('faults' in introspectors) faults.push(...introspectors.faults)
  if (!parsed.success || 'faults' in introspectors) return faults
  const it = parsed.output
  return {
    prefix: it.API_KEY_PREFIX,
    maxDays: it.API_KEY_MAX_DAYS,
    perOwner: it.API_KEY_MAX_PER_OWNER,
    rightsSeconds: it.API_KEY_RIGHTS_SECONDS,
    store: placeOf(it.DATABASE_URL, it.GATEWAY_DATA, timeout),
    endpoint: it.GATEWAY_URL && `${it.GATEWAY_URL}/gateway/oauth/introspect`,
    introspectors: introspectors.found,
    perSecond: it.INTROSPECTION_RATE_PER_SECOND,
    burst: it.INTROSPECTION_RATE_BURST,
  }
}
