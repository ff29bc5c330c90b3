// The gateway's configuration, read from the environment. Says everything that is missing or wrong in one message, and never
// what a secret was.
import { importPKCS8, type CryptoKey } from 'jose'
import * as v from 'valibot'
import { tokenConfigOf, type TokenConfig } from './token-config.ts'
import { originOf, whole } from './variables.ts'

export type Credential =
  | { kind: 'secret'; secret: string }
  | { kind: 'key'; key: CryptoKey; id: string | undefined }

export type Limits = {
  /** Largest body of a request, in bytes. The vendor takes 1 MB. */
  body: number
  /** Largest sum of a request's header names and values, in bytes. */
  headers: number
  /** Milliseconds for one answer of the vendor, its body included. */
  timeout: number
  /** Requests of one caller: so many a second, and so many at once. */
  perSecond: number
  burst: number
}

export type GatewayConfig = {
  /** Origin of the tenant, for the Management API and the machine's tokens. */
  tenant: string
  /** The `iss` of the callers' tokens, exactly. */
  issuer: string
  /** Identifier of the console's own API: the `aud` of the callers' tokens. */
  audience: string
  /** Identifier of the Management API. */
  management: string
  clientId: string
  credential: Credential
  /** Other origins than its own whose pages may call the gateway. */
  origins: string[]
  limits: Limits
  /** Personal access tokens. */
  tokens: TokenConfig
}

export type Environment = Record<string, string | undefined>

const needed = v.pipe(v.string('is missing'), v.trim(), v.nonEmpty('is missing'))
const tenant = v.pipe(
  needed,
  v.transform(originOf),
  v.string('is not a host such as acme.eu.auth0.com (http:// on localhost only)'),
)
const issuer = v.pipe(
  v.string(),
  v.check(
    (text) => originOf(text.replace(/\/$/, '')) !== undefined && text.endsWith('/'),
    'must be an https address that ends with a slash, as Auth0 writes its issuers',
  ),
)
const origins = v.pipe(
  v.optional(v.string(), ''),
  v.transform((text) => text.split(/[\s,]+/).filter((part) => part !== '')),
  v.array(
    v.pipe(
      v.string(),
      v.check((text) => originOf(text) === text, 'must list origins such as https://console.example'),
    ),
  ),
)
const schema = v.object({
  AUTH0_DOMAIN: tenant,
  AUTH0_ISSUER: v.optional(issuer),
  AUTH0_AUDIENCE: needed,
  AUTH0_CLIENT_ID: needed,
  GATEWAY_ORIGINS: origins,
  GATEWAY_BODY_LIMIT: whole(1_000_000, 1_000),
  GATEWAY_HEADER_LIMIT: whole(16_000, 2_000),
  GATEWAY_TIMEOUT_MS: whole(15_000, 1),
  GATEWAY_RATE_PER_SECOND: whole(20, 1),
  GATEWAY_RATE_BURST: whole(100, 1),
})

/** An empty variable is an absent one: that is how compose files and shells say it. */
function given(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined || value.trim() === '' ? [] : [[name, value.trim()]],
    ),
  )
}

async function credentialOf(values: Record<string, string>): Promise<Credential | string> {
  const { AUTH0_CLIENT_SECRET: secret, AUTH0_PRIVATE_KEY: pem, AUTH0_PRIVATE_KEY_ID: id } = values
  if (secret !== undefined && pem !== undefined)
    return 'AUTH0_CLIENT_SECRET and AUTH0_PRIVATE_KEY are both set: one of them is enough'
  if (secret !== undefined) return { kind: 'secret', secret }
  if (pem === undefined) return 'AUTH0_CLIENT_SECRET is missing (or AUTH0_PRIVATE_KEY in its place)'
  try {
    // Many places that hold variables cannot hold a line break.
    const key = await importPKCS8(pem.replaceAll('\\n', '\n'), 'RS256')
    return { kind: 'key', key, id }
  } catch {
    return 'AUTH0_PRIVATE_KEY is not a PKCS#8 key in PEM form ("-----BEGIN PRIVATE KEY-----") for RS256'
  }
}

/**
 * Reads the gateway's variables (README, "Gateway").
 * @throws Error whose message names each variable that is missing or wrong
 */
export async function parseEnvironment(environment: Environment): Promise<GatewayConfig> {
  const values = given(environment)
  const parsed = v.safeParse(schema, values)
  const credential = await credentialOf(values)
  const faults = parsed.issues?.map((issue) => `${v.getDotPath(issue)?.split('.')[0]} ${issue.message}`) ?? []
  if (typeof credential === 'string') faults.push(credential)
  const tokens = await tokenConfigOf(values, parsed.success ? parsed.output.GATEWAY_TIMEOUT_MS : 0)
  if (Array.isArray(tokens)) faults.push(...tokens)
  if (!parsed.success || typeof credential === 'string' || Array.isArray(tokens))
    throw new Error(`The gateway cannot start:\n${faults.map((fault) => `  ${plain(fault)}`).join('\n')}`)
  const it = parsed.output
  return {
    tenant: it.AUTH0_DOMAIN,
    issuer: it.AUTH0_ISSUER ?? `${it.AUTH0_DOMAIN}/`,
    audience: it.AUTH0_AUDIENCE,
    management: `${it.AUTH0_DOMAIN}/api/v2/`,
    clientId: it.AUTH0_CLIENT_ID,
    credential,
    origins: it.GATEWAY_ORIGINS,
    limits: {
      body: it.GATEWAY_BODY_LIMIT,
      headers: it.GATEWAY_HEADER_LIMIT,
      timeout: it.GATEWAY_TIMEOUT_MS,
      perSecond: it.GATEWAY_RATE_PER_SECOND,
      burst: it.GATEWAY_RATE_BURST,
    },
    tokens,
  }
}

/** valibot's own words for an absent member. */
function plain(fault: string): string {
  return fault.replace(/Invalid key: .*$/, 'is missing')
}
