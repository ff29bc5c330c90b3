// What a test may change about a running provider: plain fields, read at the moment they matter.

export type CommonSettings = {
  accessTokenSeconds: number
  idTokenSeconds: number
  /** Absolute life of a refresh token family. */
  refreshTokenSeconds: number
  /** Life of a refresh token that is not used. */
  refreshIdleSeconds: number
  sessionSeconds: number
  /** Whether a refresh token is replaced when it is used. */
  rotate: boolean
  /** Whether `iss` (RFC 9207) is sent with the authorization response and advertised. */
  advertiseIss: boolean
}

export type Auth0Settings = CommonSettings & {
  /** The API's "Add Permissions in the Access Token". */
  permissions: boolean
  issueIdTokenOnRefresh: boolean
  /** What a page of the Management API holds at most; more is asked for in vain. Public cloud: 50. */
  maxPerPage: number
  /** Calls of the Management API; null = as many as one likes. A free tenant has 2 and 2. */
  rateLimit: { burst: number; perSecond: number } | null
  /** Whether the tenant knows enterprise groups and `effective-roles` and the like; without they are 404. */
  effective: boolean
  /** New and changed users are found by search only after this long. */
  searchLagMs: number
  /** Applications of the tenant. A free tenant has 10, a paid one 100. */
  maxApplications: number
}

export type KtrlplaneSettings = Auth0Settings & {
  /** Whether the API does what is documented of it instead of what it does. */
  strict: boolean
  /** Email and name in access tokens, as an Action would add them. */
  profileClaims: boolean
  /** What an access token is for: the API, another API of the tenant, or nothing but /userinfo (it is opaque then). */
  tokenFor: 'api' | 'other' | 'none'
}

export type ZitadelSettings = CommonSettings & {
  /** The application's access token type. */
  accessTokenFormat: 'jwt' | 'opaque'
  /** Version of the hosted login; they differ in how `prompt=none` fails. */
  login: 1 | 2
  /** Flat `roles`, `permissions` and `org_id`, as an Action would add them. */
  flatClaims: boolean
  /** The application's idTokenUserinfoAssertion: profile claims in the ID token. */
  idTokenUserinfo: boolean
}

export type Settings = Auth0Settings | KtrlplaneSettings | ZitadelSettings

const day = 24 * 3_600
const common: CommonSettings = {
  accessTokenSeconds: 3_600,
  idTokenSeconds: 10 * 3_600,
  refreshTokenSeconds: 30 * day,
  refreshIdleSeconds: 15 * day,
  sessionSeconds: 7 * day,
  rotate: true,
  advertiseIss: true,
}

export const auth0Defaults: Auth0Settings = {
  ...common,
  permissions: true,
  issueIdTokenOnRefresh: true,
  maxPerPage: 50,
  rateLimit: null,
  effective: true,
  searchLagMs: 0,
  maxApplications: 100,
}

export const ktrlplaneDefaults: KtrlplaneSettings = {
  ...auth0Defaults,
  strict: false,
  profileClaims: true,
  tokenFor: 'api',
}

export const zitadelDefaults: ZitadelSettings = {
  ...common,
  idTokenSeconds: 12 * 3_600,
  refreshIdleSeconds: 30 * day,
  accessTokenFormat: 'opaque',
  login: 2,
  flatClaims: true,
  idTokenUserinfo: false,
}
