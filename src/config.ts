// The platforms of this deployment, read from config.json at start: one build serves every deployment. Says which field is
// wrong, and refuses what must never stand in a file that everybody can read.
import * as v from 'valibot'

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/** An https address, or http on this very machine. */
const address = v.pipe(
  v.string(),
  v.check((text) => URL.canParse(text), 'is not an address such as https://auth.example.com'),
  v.check((text) => {
    if (!URL.canParse(text)) return true
    const { protocol, hostname, username, search, hash } = new URL(text)
    const secure = protocol === 'https:' || (protocol === 'http:' && loopback.has(hostname))
    return secure && username === '' && search === '' && hash === ''
  }, 'must be https (http only on localhost), without user name, query or fragment'),
)
const text = v.pipe(v.string(), v.nonEmpty('must not be empty'))
const scope = v.pipe(
  text,
  v.check((value) => value.split(' ').includes('openid'), 'must contain openid'),
)

const login = v.variant('kind', [
  v.strictObject({ kind: v.literal('zitadel'), issuer: address, clientId: text, scope }),
  v.strictObject({
    kind: v.literal('auth0'),
    issuer: v.pipe(address, v.endsWith('/', 'must end with a slash, as Auth0 writes its issuers')),
    clientId: text,
    scope,
    audience: text,
  }),
])

const directory = v.variant('kind', [
  v.strictObject({
    kind: v.literal('zitadel'),
    url: address,
    project: text,
    organization: v.exactOptional(text),
  }),
  v.strictObject({
    kind: v.literal('auth0'),
    /** Where the gateway is; absent where it answers under `/gateway` of the console's own address. */
    gateway: v.exactOptional(address),
  }),
  /** `url`: where its API answers, without `/api/v1`. */
  v.strictObject({ kind: v.literal('ktrlplane'), url: address }),
])

const platform = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/, 'must be 1 to 40 of a-z, 0-9 and -')),
  name: text,
  login,
  /** Absent where the console signs in and explains tokens, but administers nothing. */
  directory: v.exactOptional(directory),
})

const config = v.strictObject({
  platforms: v.pipe(
    v.array(platform),
    v.check((all) => new Set(all.map(({ id }) => id)).size === all.length, 'has two platforms with one id'),
  ),
})

export type Config = v.InferOutput<typeof config>
export type Platform = Config['platforms'][number]

/** Names of fields that have no business in a public file, at any depth. */
function secretField(value: unknown, path: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    const here = path === '' ? key : `${path}.${key}`
    if (/secret|password|private_?key|assertion/i.test(key)) return here
    const deeper = secretField(inner, here)
    if (deeper !== undefined) return deeper
  }
  return undefined
}

/**
 * Parses what config.json holds.
 * @throws Error whose message names each wrong field and what is wrong with it
 */
export function parseConfig(value: unknown): Config {
  const secret = secretField(value, '')
  if (secret !== undefined)
    throw new Error(
      `config.json: ${secret} looks like a secret. Everybody can read this file; take it out and replace the secret.`,
    )
  const parsed = v.safeParse(config, value)
  if (parsed.success) return parsed.output
  const faults = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'the file'} ${issue.message}`)
  throw new Error(`config.json: ${faults.join('; ')}`)
}

/** Every origin that a page of this deployment may send requests to or frame, for the security policy. */
export function originsOf({ platforms }: Config): string[] {
  const urls = platforms.flatMap(({ login, directory }) => [
    login.issuer,
    ...(directory && 'url' in directory ? [directory.url] : []),
    ...(directory?.kind === 'auth0' && directory.gateway ? [directory.gateway] : []),
  ])
  return [...new Set(urls.map((url) => new URL(url).origin))].toSorted()
}
