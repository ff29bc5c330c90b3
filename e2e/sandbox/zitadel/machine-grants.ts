// The token endpoint for service users: `client_credentials` with the secret, and the JWT profile with a key. What is
// wrong with an assertion is not told, as on a real instance: any error that its code has no name for is an internal one
// (internal/api/oidc/error.go, token_jwt_profile.go; op.VerifyJWTAssertion of zitadel/oidc).
import { compactVerify, decodeJwt, decodeProtectedHeader, importSPKI } from 'jose'
import type { JWTPayload } from 'jose'
import { formOf } from '../edge.ts'
import { json } from '../http.ts'
import type { Answer, Ask, JsonObject } from '../http.ts'
import { isMachineScope } from './claims.ts'
import type { MachineTokens } from './machine-tokens.ts'
import { hashOf } from './machines.ts'
import type { Person, ZitadelWorld } from './world.ts'

export const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

export type MachineGrants = {
  /** Undefined for any other grant. */
  answer: (ask: Ask) => Promise<Answer> | undefined
}

type Refusal = { status: number; error: string; description: string; parent?: string }
type Verified = Person | Refusal

const hour = 3_600

export function machineGrants(options: {
  world: ZitadelWorld
  tokens: MachineTokens
  issuer: string
  /** The wall clock of the instance, in milliseconds. */
  now: () => number
}): MachineGrants {
  const { world, tokens, issuer, now } = options

  const refused = ({ status, error, description, parent }: Refusal): Answer => {
    const body: JsonObject = { error, error_description: description }
    if (parent !== undefined && world.settings.debugOidcParentError) body['parent'] = parent
    return json(status, body)
  }
  const known = (since: number): boolean => since + world.settings.credentialLagMs <= now()

  /** Whose assertion it is. */
  const byKey = async (assertion: string): Promise<Verified> => {
    const read = unverified(assertion)
    if (!read) return internal('parse error: token contains an invalid number of segments')
    const { claims, kid, alg } = read
    const wrong = timesWrong(claims, issuer, now() / 1_000)
    if (wrong !== undefined) return internal(wrong)
    const person = world.person(claims.sub ?? '')
    if (!person) return invalidRequest(404, 'Errors.User.NotFound')
    if (claims.iss !== claims.sub) return internal('delegation not allowed, issuer and sub must be identical')
    const key = world.machines.keys.get(kid ?? '')
    if (!key || key.userId !== claims.iss || key.expires <= now() || !known(key.created)) {
      return internal('invalid signature (error fetching keys: Errors.AuthNKey.NotFound)')
    }
    if (alg !== 'RS256') return internal('signature algorithm not supported')
    try {
      await compactVerify(assertion, await importSPKI(key.publicKey, 'RS256'), { algorithms: ['RS256'] })
    } catch {
      return internal('invalid signature')
    }
    return person
  }

  /** Whose name and secret these are. */
  const bySecret = (clientId: string, secret: string): Verified => {
    const folded = clientId.toLowerCase()
    const person = world.people.find(({ username }) => username.toLowerCase() === folded)
    if (!person) return { status: 401, error: 'invalid_client', description: 'client not found' }
    if (!person.secret || !known(person.secret.since)) {
      return invalidRequest(400, 'Errors.User.Machine.Secret.NotExisting')
    }
    if (person.secret.hash !== hashOf(secret)) {
      return invalidRequest(400, 'Errors.User.Machine.Secret.Invalid')
    }
    return person
  }

  const issue = async (verified: Verified, scope: string): Promise<Answer> => {
    if ('error' in verified) return refused(verified)
    const scopes = [...new Set(scope.split(' '))].filter(isMachineScope)
    if (scope.trim() === '') {
      const description =
        'The scope of your request is missing. Please ensure some scopes are requested. ' +
        'If you have any questions, you may contact the administrator of the application.'
      return refused({ status: 400, error: 'invalid_request', description })
    }
    if (verified.state !== 'ACTIVE') return refused(invalidRequest(400, 'Errors.User.NotActive'))
    return json(200, await tokens.issue(verified, scopes))
  }

  return {
    answer(ask) {
      const form = formOf(ask)
      const scope = form.get('scope') ?? ''
      const grant = form.get('grant_type')
      if (grant === jwtBearer) {
        const assertion = form.get('assertion') ?? ''
        if (assertion !== '') return byKey(assertion).then((verified) => issue(verified, scope))
        return Promise.resolve(refused(invalidRequest(400, 'assertion missing')))
      }
      if (grant !== 'client_credentials') return undefined
      const basic = basicOf(ask.headers.authorization)
      const clientId = basic?.name ?? form.get('client_id') ?? ''
      return issue(bySecret(clientId, basic?.secret ?? form.get('client_secret') ?? ''), scope)
    },
  }
}

const internal = (parent: string): Refusal => ({
  status: 500,
  error: 'server_error',
  description: 'Errors.Internal',
  parent,
})

const invalidRequest = (status: number, description: string): Refusal => ({
  status,
  error: 'invalid_request',
  description,
})

type Read = { claims: JWTPayload; kid: string | undefined; alg: string | undefined }

function unverified(assertion: string): Read | undefined {
  try {
    const { kid, alg } = decodeProtectedHeader(assertion)
    return { claims: decodeJwt(assertion), kid, alg }
  } catch {
    return undefined
  }
}

/** A second of grace, as the instance has; an hour at most, and no slash too many in the audience. */
function timesWrong({ aud, exp, iat }: JWTPayload, issuer: string, now: number): string | undefined {
  if (!(Array.isArray(aud) ? aud : [aud]).includes(issuer)) {
    return `audience is not valid: Audience must contain client_id "${issuer}"`
  }
  if (exp === undefined || exp < now - 1) return 'token has expired'
  if (iat === undefined || iat < now - hour - 1) return 'issuedAt of token is to old'
  if (iat > now + 1) return 'issuedAt of token is in the future'
  return exp > iat + hour ? 'expiration of token is too far away' : undefined
}

/** Of `Authorization: Basic`, whose parts are encoded like those of a form (RFC 6749, section 2.3.1). */
export function basicOf(authorization: string | undefined): { name: string; secret: string } | undefined {
  const encoded = /^Basic (\S+)$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return undefined
  const [name = '', ...secret] = Buffer.from(encoded, 'base64').toString().split(':')
  try {
    return { name: decodeURIComponent(name), secret: decodeURIComponent(secret.join(':')) }
  } catch {
    return undefined
  }
}
