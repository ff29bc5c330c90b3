// One oidc-provider instance, set up the way both vendors behave: public client with PKCE, no consent screen,
// refresh tokens by offline_access alone, every sign-in its own grant (= refresh token family). What differs
// between the vendors comes in as options. Hides the library: the rest sees Asks, Answers and stored records.

import type * as Library from 'oidc-provider'
import type { Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider'
import { fromNode } from './http.ts'
import type { Ask, Handle, JsonObject } from './http.ts'
import type { Signing } from './keys.ts'
import { noticePage } from './login-page.ts'
import type { CommonSettings } from './settings.ts'
import type { Store } from './store.ts'

export type OpenidOptions = {
  platform: { id: string; name: string }
  issuer: string
  routes: NonNullable<Configuration['routes']>
  clients: NonNullable<Configuration['clients']>
  settings: CommonSettings
  store: Store
  signing: Signing
  /** All claims of a person, as the vendor puts them for this use and these scopes; undefined = no such person. */
  claims: (sub: string, use: string, scopes: ReadonlySet<string>) => JsonObject | undefined
  /** Names of claims beyond those of OpenID Connect Core, section 5.4. */
  claimNames: readonly string[]
  /** Which of the requested scopes this person gets. Throw an OAuth error to refuse. */
  granted: (sub: string, scopes: readonly string[], params: JsonObject) => readonly string[]
  /** Called with every new grant, to keep what the library does not. */
  onGrant: (grantId: string, params: JsonObject) => void
  signInUrl: (interaction: string) => string
  /** Revoking a family leaves its grant, and so the access tokens already issued. */
  keepGrants: boolean
  corsAllowed: (origin: string, client: string) => boolean
  features: { webMessage: boolean; clientCredentials: boolean; introspection: boolean }
}

export type Openid = {
  handle: Handle
  /** Ends a sign-in page: the address that goes on with the authorization, or undefined for an unknown page. */
  finish: (interaction: string, result: SignInResult) => Promise<string | undefined>
  pending: (interaction: string) => Promise<boolean>
  sessionCookie: string
}

export type SignInResult = { sub: string } | { error: string; description: string }

const year = 365 * 24 * 3_600
const profile = [
  'name',
  'given_name',
  'family_name',
  'nickname',
  'preferred_username',
  'locale',
  'updated_at',
]

export async function createOpenid(options: OpenidOptions): Promise<Openid> {
  const { Provider, interactionPolicy } = await quietImport()
  const { platform, settings, store } = options
  const sessionCookie = `${platform.id}_session`
  // Cookies know no ports: on one host the platforms need names of their own.
  const names = {
    session: sessionCookie,
    interaction: `${platform.id}_sign_in`,
    resume: `${platform.id}_resume`,
  }

  const provider: Provider = new Provider(options.issuer, {
    adapter: (model) => store.adapter(model),
    clients: options.clients,
    jwks: { keys: options.signing.secrets },
    routes: options.routes,
    cookies: { names },
    scopes: ['openid', 'offline_access', 'profile', 'email'],
    claims: {
      openid: ['sub', ...options.claimNames],
      profile,
      email: ['email', 'email_verified'],
    },
    // Whether profile claims go into the ID token is the vendor's choice, taken in `claims`.
    conformIdTokenClaims: false,
    clockTolerance: 0,
    extraParams: ['audience'],
    pkce: { required: () => true },
    clientBasedCORS: (_, origin, client) => options.corsAllowed(origin, client.clientId),
    findAccount: (_, sub) =>
      options.claims(sub, 'userinfo', new Set()) && {
        accountId: sub,
        claims: (use, scope) => ({ ...options.claims(sub, use, new Set(scope.split(' '))), sub }),
      },
    loadExistingGrant: async (ctx) => {
      const sub = ctx.oidc.account?.accountId
      const clientId = ctx.oidc.client?.clientId
      if (!sub || !clientId) return undefined
      const params = { ...ctx.oidc.params }
      const grant = new provider.Grant({ accountId: sub, clientId })
      grant.addOIDCScope([...options.granted(sub, askedScopes(ctx), params)])
      options.onGrant(await grant.save(), params)
      return grant
    },
    interactions: {
      policy: policy(interactionPolicy),
      url: (_, interaction) => options.signInUrl(interaction.uid),
    },
    issueRefreshToken: async (_, client, source) =>
      client.grantTypeAllowed('refresh_token') && source.scopes.has('offline_access'),
    rotateRefreshToken: () => settings.rotate,
    expiresWithSession: async () => false,
    revokeGrantPolicy: () => !options.keepGrants,
    ttl: {
      AccessToken: () => settings.accessTokenSeconds,
      ClientCredentials: () => settings.accessTokenSeconds,
      AuthorizationCode: 300,
      IdToken: () => settings.idTokenSeconds,
      Interaction: 3_600,
      Session: () => settings.sessionSeconds,
      Grant: year,
      RefreshToken: (ctx) => {
        const rotated = ctx.oidc.entities.RotatedRefreshToken
        // Rotation does not extend the absolute life, only the idle one.
        const left = settings.refreshTokenSeconds - (rotated?.totalLifetime() ?? 0)
        return Math.max(1, Math.min(left, settings.refreshIdleSeconds))
      },
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      revocation: {
        enabled: true,
        allowedPolicy: async (_, client, token) => token.clientId === client.clientId,
      },
      clientCredentials: { enabled: options.features.clientCredentials },
      introspection: {
        enabled: options.features.introspection,
        allowedPolicy: async (_, client) => client.clientAuthMethod !== 'none',
      },
      webMessageResponseMode: options.features.webMessage
        ? { enabled: true, ack: 'individual-draft-01' }
        : { enabled: false },
    },
    renderError: (ctx, out) => {
      const answer = noticePage(ctx.status, platform.name, {
        title: 'This sign-in cannot go on',
        detail: `${out.error}: ${out.error_description ?? ''}`,
      })
      for (const [name, value] of Object.entries(answer.headers)) ctx.set(name, String(value))
      ctx.body = answer.body
    },
  })
  provider.on('server_error', (_, error) => console.error(`${platform.name}:`, error))

  return {
    handle: fromNode(provider.callback()),
    sessionCookie,
    pending: async (uid) => (await provider.Interaction.find(uid)) !== undefined,
    async finish(uid, result) {
      const interaction = await provider.Interaction.find(uid)
      if (!interaction) return undefined
      // Another person than the one who was signed in when the page was opened: that session does not go on.
      if ('sub' in result && interaction.session?.accountId !== result.sub) interaction.session = undefined
      interaction.result =
        'sub' in result
          ? { login: { accountId: result.sub }, select_account: {}, create: {} }
          : { error: result.error, error_description: result.description }
      await interaction.persist()
      return interaction.returnTo
    },
  }
}

/** Neither vendor asks for consent to a first-party application, and both give offline_access without it. */
function policy(
  library: typeof Library.interactionPolicy,
): ReturnType<typeof Library.interactionPolicy.base> {
  const { Check, Prompt } = library
  const prompts = library.base()
  prompts.get('consent')?.checks.clear()
  const noSession = prompts.get('login')?.checks.get('no_session')
  if (noSession) noSession.description = 'Login required'
  prompts.add(new Prompt({ name: 'select_account', requestable: true }))
  prompts.add(new Prompt({ name: 'create', requestable: true }))
  const keepScopes = (ctx: KoaContextWithOIDC): boolean => {
    // The library drops what it does not know, and offline_access without prompt=consent (OpenID Connect Core,
    // section 11). The vendors have scopes of their own and ask for no consent; `granted` decides here.
    if (ctx.oidc.params) ctx.oidc.params.scope = askedScopes(ctx).join(' ')
    return Check.NO_NEED_TO_PROMPT
  }
  const check = new Check('scopes', 'never prompts', 'interaction_required', keepScopes)
  prompts.add(new Prompt({ name: 'scopes' }, check), 0)
  return prompts
}

/** The scopes of the request itself; after the sign-in page they are those stored with it. */
function askedScopes(ctx: KoaContextWithOIDC): string[] {
  const scope = ctx.query.scope ?? ctx.oidc.entities.Interaction?.params.scope
  return typeof scope === 'string' ? [...new Set(scope.split(' '))].filter(Boolean) : []
}

/** The library asks for Node 22 in a notice at import but runs on 20.19, our floor; its other words stay audible. */
async function quietImport(): Promise<typeof Library> {
  const { warn } = console
  console.warn = (...words: unknown[]) => {
    if (!String(words[0]).includes('Unsupported runtime')) warn(...words)
  }
  try {
    return await import('oidc-provider')
  } finally {
    console.warn = warn
  }
}

/** The same request with another form body. */
export function withForm(ask: Ask, form: URLSearchParams): Ask {
  const headers = { ...ask.headers, 'content-type': 'application/x-www-form-urlencoded' }
  return { ...ask, headers, body: form.toString() }
}
