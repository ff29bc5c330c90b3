// Which resource server is asking: by its id and secret in HTTP Basic (RFC 6749, section 2.3.1) or by an assertion that it signed
// (private_key_jwt: RFC 7523, section 3). Hides how secrets are compared, and that no assertion is taken twice.
import { decodeJwt, jwtVerify } from 'jose'
import type { GatewayConfig } from './config.ts'
import { sameText, sha256 } from './digest.ts'
import { Refused } from './errors.ts'
import type { Introspector } from './introspector.ts'
import { createRate } from './rate.ts'
import type { TokenStore } from './token-store.ts'

/** @throws Refused 401 `invalid_client`, 400, 429 */
export type Identify = (headers: Headers, form: ReadonlyMap<string, string>) => Promise<Introspector>

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]
/** Seconds by which clocks may differ, and that an assertion may have left to live. */
const tolerance = 60
const longest = 600

function invalidClient(message: string): Refused {
  return new Refused(401, 'INVALID_CLIENT', message, {
    error: 'invalid_client',
    headers: { 'www-authenticate': 'Basic realm="introspection", charset="UTF-8"' },
  })
}

/** RFC 6749 has both parts encoded as in a form; many programs send them as they are. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

function basicOf(authorization: string): [string, string] | undefined {
  const [, text] = /^Basic +([\w+/=-]+)$/i.exec(authorization) ?? []
  if (text === undefined) return undefined
  try {
    const plain = atob(text)
    const colon = plain.indexOf(':')
    return colon < 0 ? undefined : [plain.slice(0, colon), plain.slice(colon + 1)]
  } catch {
    return undefined
  }
}

export function createIdentify(config: GatewayConfig, store: TokenStore, now: () => number): Identify {
  const { introspectors, endpoint } = config.tokens
  const audiences = endpoint === undefined ? [config.issuer] : [endpoint, config.issuer]
  const known = new Map(introspectors.map((one) => [one.id, one]))
  // Only failures count: whoever guesses in the name of another does not lock them out.
  const failures = createRate(1, 20, now)

  function failed(id: string, message: string): Refused {
    const wait = failures.take(known.has(id) ? id : '')
    if (wait === 0) return invalidClient(message)
    const words = `Too many attempts that failed. Again in ${wait} s.`
    return new Refused(429, 'RATE_LIMITED', words, { headers: { 'retry-after': String(wait) } })
  }

  async function byBasic(authorization: string): Promise<Introspector> {
    const [sentId, sentSecret] = basicOf(authorization) ?? []
    if (sentId === undefined || sentSecret === undefined)
      throw invalidClient('The header Authorization must be Basic with an id and a secret.')
    const found = known.get(sentId) ?? known.get(decoded(sentId))
    const hashes = await Promise.all([sha256(sentSecret), sha256(decoded(sentSecret))])
    // Compared with something in any case: how long it takes does not tell which ids there are.
    const kept = found?.secret ?? (hashes[0] ?? '').split('').toReversed().join('')
    const right = hashes.map((hash) => sameText(hash, kept)).includes(true)
    if (!found || found.secret === undefined || !right)
      throw failed(found?.id ?? '', 'There is no such resource server, or this is not its secret.')
    return found
  }

  async function byAssertion(assertion: string, claimed: string | undefined): Promise<Introspector> {
    let id = ''
    try {
      const { sub = '' } = decodeJwt(assertion)
      id = sub
      const found = known.get(id)
      if (!found?.keys || (claimed !== undefined && claimed !== id)) throw new Error('unknown')
      const { payload } = await jwtVerify(assertion, found.keys, {
        algorithms,
        issuer: id,
        subject: id,
        audience: audiences,
        clockTolerance: tolerance,
        currentDate: new Date(now()),
        requiredClaims: ['exp', 'jti'],
      })
      const { exp = 0, jti } = payload
      if (typeof jti !== 'string' || jti === '') throw new Error('jti')
      if (exp > now() / 1_000 + longest + tolerance) throw new Error('exp')
      const name = await sha256(JSON.stringify([id, jti]))
      const end = (exp + tolerance) * 1_000
      if (!(await store.takeAssertion(name, end, now()))) throw new Error('again')
      return found
    } catch (error) {
      if (error instanceof Refused) throw error
      throw failed(
        id,
        `The assertion is not good. It needs iss and sub (the id), aud (${audiences.join(' or ')}), exp within ${longest} s ` +
          'and a jti of its own each time, signed by a key of the resource server.',
      )
    }
  }

  return async (headers, form) => {
    const authorization = headers.get('authorization')
    const assertion = form.get('client_assertion')
    if (authorization !== null && assertion !== undefined)
      throw new Refused(400, 'INVALID_BODY', 'Authenticate by Basic or by an assertion, not by both.', {
        error: 'invalid_request',
      })
    if (assertion !== undefined) {
      if (form.get('client_assertion_type') !== assertionType)
        throw invalidClient(`client_assertion_type must be ${assertionType}.`)
      return byAssertion(assertion, form.get('client_id'))
    }
    if (authorization === null)
      throw invalidClient('A resource server authenticates by Basic or by a client_assertion.')
    return byBasic(authorization)
  }
}
