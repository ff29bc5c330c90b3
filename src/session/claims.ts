// What claims mean. Knows the shapes in which both providers, and the Actions people write for them, put roles and permissions
// into a token, and gives each registered claim its line of explanation.
import type { Claims } from './id-token.ts'

const own = /^urn:zitadel:iam:org:project:(?:[^:]+:)?roles$/

/** Strings of an array, or of a space-separated string as in RFC 9068; anything else is no right at all. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return value.split(' ').filter((entry) => entry !== '')
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : []
}

/** Role keys of Zitadel's `{ role: { organization: domain } }`, which some versions wrap into arrays; no deeper than two. */
function roleKeys(value: unknown): string[] {
  if (Array.isArray(value))
    return value.flat().flatMap((entry) => (typeof entry === 'string' ? [entry] : keysOf(entry)))
  return typeof value === 'string' ? strings(value) : keysOf(value)
}

const keysOf = (value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : []

/** The claims that speak of roles, by name: flat `roles`, a namespaced one that ends in `/roles`, or Zitadel's. */
export function isRoleClaim(name: string): boolean {
  return name === 'roles' || own.test(name) || /^https?:\/\/.*\/roles$/.test(name)
}

const unique = (list: string[]) => [...new Set(list)].toSorted()

/** Roles, permissions and scopes in the claims, each once, sorted. Exact names; an unknown shape yields nothing. */
export function rightsIn(claims: Claims): { roles: string[]; permissions: string[]; scopes: string[] } {
  const roles = [...claims].filter(([name]) => isRoleClaim(name)).flatMap(([, value]) => roleKeys(value))
  return {
    roles: unique(roles),
    permissions: unique(strings(claims.get('permissions'))),
    scopes: unique(strings(claims.get('scope') ?? claims.get('scp'))),
  }
}

/** What was granted of the scopes asked for. A token answer that names none grants all of them (RFC 6749 section 5.1). */
export function scopesOf(named: string | undefined, asked: string): { granted: string[]; missing: string[] } {
  const granted = strings(named ?? asked)
  return { granted, missing: strings(asked).filter((scope) => !granted.includes(scope)) }
}

// RFC 7519 4.1, RFC 9068 2.2, OpenID Connect Core 2 and 5.1, RFC 8176, RFC 8693 4.1, OpenID Session 1.0; then the vendors'
// (Auth0: access token profiles; Zitadel: reserved claims).
const meanings: Record<string, string> = {
  iss: 'Who issued it',
  sub: 'Whom it is about: the id, never to be confused with a name',
  aud: 'For whom it was made; others must refuse it',
  azp: 'The application that asked for it',
  client_id: 'The application that asked for it',
  exp: 'When it ends',
  nbf: 'From when it is valid',
  iat: 'When it was issued',
  jti: 'Its own id',
  auth_time: 'When the person last proved who they are',
  nonce: 'Ties it to one sign-in',
  acr: 'How strongly the person was authenticated',
  amr: 'By which means the person was authenticated',
  at_hash: 'Ties the ID token to its access token',
  sid: 'The session at the provider',
  act: 'Who acts on behalf of the subject',
  scope: 'What the application was granted',
  name: 'Full name',
  given_name: 'Given name',
  family_name: 'Family name',
  nickname: 'Nickname',
  preferred_username: 'The name the person signs in with; may change',
  email: 'E-mail address; may change, and identifies nobody',
  email_verified: 'Whether the provider checked the e-mail address',
  picture: 'Address of a picture; this console does not load it',
  locale: 'Language and region',
  updated_at: 'When the profile last changed',
  roles: 'Roles, as an Action of the provider adds them',
  permissions: 'Permissions, as the API or an Action adds them',
  gty: 'How the token was obtained',
  org_id: 'The organization signed in to',
  org_name: 'Name of the organization signed in to',
  'urn:zitadel:iam:org:project:roles':
    'Roles in the project of the application, with the organizations that granted them',
  'urn:zitadel:iam:user:resourceowner:id': 'The organization the person belongs to',
  'urn:zitadel:iam:user:resourceowner:name': 'Name of the organization the person belongs to',
  'urn:zitadel:iam:user:resourceowner:primary_domain': 'Domain of the organization the person belongs to',
  'urn:zitadel:iam:user:metadata': 'Metadata of the person, base64url',
}
const meaning = new Map(Object.entries(meanings))

/** One line about a claim, or undefined for one that is this provider's or application's own. */
export function meaningOf(name: string): string | undefined {
  if (meaning.has(name)) return meaning.get(name)
  if (own.test(name)) return 'Roles in one project, with the organizations that granted them'
  if (/^urn:zitadel:iam:action:.+:log$/.test(name)) return 'Log lines of an Action'
  return undefined
}

/** Whether the claim is a NumericDate. */
export function isTime(name: string): boolean {
  return ['exp', 'iat', 'nbf', 'auth_time', 'updated_at'].includes(name)
}

/** A token without what makes it a credential: a JWT without its signature, of anything else only the first characters. */
export function masked(token: string): string {
  const parts = token.split('.')
  if (parts.length === 3) return `${parts[0]}.${parts[1]}.(signature removed)`
  return `${token.slice(0, 4)}… (${token.length} characters)`
}

export type ClaimChange = { name: string; before: unknown; now: unknown }

// These differ in every token and say nothing.
const restless = new Set(['iat', 'exp', 'nbf', 'jti', 'at_hash', 'auth_time', 'nonce', 'sid', 'rat'])

function same(before: unknown, now: unknown): boolean {
  try {
    return JSON.stringify(before) === JSON.stringify(now)
  } catch {
    // Nested too deeply to be compared: nothing is said about it.
    return true
  }
}

/** What differs between the claims of two tokens, leaving out what differs always. */
export function changes(before: Claims, now: Claims): ClaimChange[] {
  const names = unique([...before.keys(), ...now.keys()]).filter((name) => !restless.has(name))
  return names
    .map((name) => ({ name, before: before.get(name), now: now.get(name) }))
    .filter((change) => !same(change.before, change.now))
}
