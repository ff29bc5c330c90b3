// What both vendors' providers are built from, and the steps of the protocol that they take alike: the sign-in
// page, the authorization response, the end of a session, asking whose token this is.

import type { ClientMetadata } from 'oidc-provider'
import { createClock } from './clock.ts'
import type { ProviderClock } from './clock.ts'
import { createFaults, isIssEdit } from './faults.ts'
import type { FaultBox } from './faults.ts'
import { cookie, redirect } from './http.ts'
import type { Answer, Ask, Handle, JsonObject } from './http.ts'
import { createJournal } from './journal.ts'
import type { JournalWriter } from './journal.ts'
import { signingKeys } from './keys.ts'
import type { Signing } from './keys.ts'
import { noticePage, signInPage } from './login-page.ts'
import type { Openid } from './oidc.ts'
import { isPersona, personaNames, personaOf, subOf } from './personas.ts'
import type { PersonaName } from './personas.ts'
import { createStore } from './store.ts'
import type { Store } from './store.ts'
import { createTokens } from './tokens.ts'
import type { Tokens } from './tokens.ts'

export type Kit = {
  id: string
  name: string
  origin: string
  consoleOrigin: string
  clientId: string
  redirectUri: string
  signedOutUri: string
  clock: ProviderClock
  faults: FaultBox
  journal: JournalWriter
  store: Store
  signing: Signing
  tokens: Tokens
  blocked: Set<PersonaName>
}

export async function createKit(options: {
  id: string
  name: string
  origin: string
  consoleOrigin: string
  accessTokensOutliveGrant: boolean
}): Promise<Kit> {
  const { id, consoleOrigin } = options
  const clock = createClock()
  const faults = createFaults()
  const store = createStore(clock, options)
  const signing = await signingKeys(id)
  const stranger = (sub: unknown): string =>
    personaNames.map((persona) => subOf(id, persona)).find((other) => other !== sub) ?? ''
  const isToken = (value: string): boolean =>
    store.get('AccessToken', value) !== undefined || store.get('RefreshToken', value) !== undefined
  return {
    id,
    name: options.name,
    origin: options.origin,
    consoleOrigin,
    clientId: `${id}-console`,
    redirectUri: `${consoleOrigin}/auth/callback/${id}`,
    signedOutUri: `${consoleOrigin}/signed-out`,
    clock,
    faults,
    journal: createJournal(isToken),
    store,
    signing,
    tokens: createTokens({ store, signing, clock, faults, stranger }),
    blocked: new Set(),
  }
}

/** The console's own application: public, code with PKCE, refresh tokens. */
export function consoleClient({ clientId, redirectUri }: Kit): ClientMetadata {
  return {
    client_id: clientId,
    redirect_uris: [redirectUri],
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
  }
}

/** A vendor's provider, ready to stand behind an edge. */
export type Vendor = {
  issuer: string
  handle: Handle
  operations: (ask: Ask) => string[]
  readable: (ask: Ask, origin: string) => boolean
  errorBody: (status: number, operation: string) => JsonObject
  caller: (authorization: string | undefined) => Promise<Caller | undefined>
  /** Sends a refresh token to the token endpoint, past faults and journal. */
  refresh: (token: string) => Promise<Answer>
  reset: () => void
}

export type Caller = { sub: string; audiences: string[]; clientId: string | undefined }

/** An API that lives on the provider's origin; it gets every request that is not OpenID's. */
export type Api = { handle: Handle; operationOf: (method: string, path: string) => string | undefined }

export async function signIn(
  kit: Kit,
  openid: Openid,
  ask: Ask,
  options: {
    interaction: string
    denied: string
    /** What happens to the blocked: a page that says so, or an error sent to the application. */
    whenBlocked: { notice: string } | { error: string; description: string }
  },
): Promise<Answer> {
  const { interaction, whenBlocked } = options
  const gone = noticePage(400, kit.name, {
    title: 'This sign-in has ended',
    detail: 'It took too long or was finished in another window. Go back to the application and try again.',
  })
  if (ask.method !== 'POST') return (await openid.pending(interaction)) ? signInPage(kit.name) : gone
  const form = new URLSearchParams(ask.body)
  const persona = form.get('persona')
  if (form.has('deny')) {
    return goOn(
      await openid.finish(interaction, { error: 'access_denied', description: options.denied }),
      gone,
    )
  }
  if (!isPersona(persona)) return signInPage(kit.name, 'Choose one of these people.')
  if (!kit.blocked.has(persona)) {
    const sub = subOf(kit.id, persona)
    const session = cookie(ask, openid.sessionCookie)
    kit.store.remove('Session', ({ accountId }, id) => id === session && accountId !== sub)
    return goOn(await openid.finish(interaction, { sub }), gone)
  }
  if ('notice' in whenBlocked) return signInPage(kit.name, whenBlocked.notice)
  return goOn(await openid.finish(interaction, whenBlocked), gone)
}

function goOn(address: string | undefined, gone: Answer): Answer {
  return address === undefined ? gone : { ...redirect(address), status: 303 }
}

/** Names of a token request, the most special first. */
export function tokenOperations(grantType: string | null): string[] {
  if (grantType === 'authorization_code') return ['exchange', 'token']
  if (grantType === 'refresh_token') return ['refresh', 'token']
  return grantType === 'client_credentials' ? ['machine', 'token'] : ['token']
}

/** Passes an authorization request on and lets `iss` be wrong or absent in the response to the application. */
export async function authorize(kit: Kit, openid: Openid, ask: Ask, advertiseIss: boolean): Promise<Answer> {
  const made = await openid.handle(ask)
  if (!isAuthorizationResponse(kit, made)) return made
  // A web message is a page that was found, whatever it tells; the library would say 400 for an error.
  const answer = made.headers.location === undefined ? { ...made, status: 200 } : made
  const edit = kit.faults.take(['authorize'], isIssEdit)
  if (edit) return { ...withIss(answer, edit.fault.iss), fault: edit.name }
  return advertiseIss ? answer : withIss(answer, null)
}

function isAuthorizationResponse(kit: Kit, answer: Answer): boolean {
  const location = answer.headers.location ?? ''
  return location.startsWith(`${kit.redirectUri}?`) || answer.body.includes('authorization_response')
}

function withIss(answer: Answer, iss: string | null): Answer {
  const { location, ...headers } = answer.headers
  if (typeof location === 'string') {
    const url = new URL(location)
    if (iss === null) url.searchParams.delete('iss')
    else url.searchParams.set('iss', iss)
    return { ...answer, headers: { ...headers, location: url.href } }
  }
  // A web message carries the response as JSON inside its script, `iss` last.
  const body = answer.body
    .toString()
    .replace(/,"iss":"[^"]*"/, () => (iss === null ? '' : `,"iss":${JSON.stringify(iss)}`))
  const { 'content-length': _, ...rest } = headers
  return { ...answer, headers: rest, body: Buffer.from(body) }
}

/** Ends the browser's session at the provider. */
export function endSession(
  kit: Kit,
  openid: Openid,
  ask: Ask,
): { uid: string | undefined; headers: { 'set-cookie': string } } {
  const id = cookie(ask, openid.sessionCookie)
  const uid = id === undefined ? undefined : kit.store.get('Session', id)?.uid
  kit.store.remove('Session', (_, key) => key === id)
  const expired = `${openid.sessionCookie}=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT; httponly; samesite=lax`
  return { uid, headers: { 'set-cookie': expired } }
}

/** Whose session this is and which; undefined where there is none. */
export function sessionUid(kit: Kit, openid: Openid, ask: Ask): string | undefined {
  const id = cookie(ask, openid.sessionCookie)
  return id === undefined ? undefined : kit.store.get('Session', id)?.uid
}

export function bearer(authorization: string | undefined): string | undefined {
  return /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1]
}

/** The same request with the stored token in place of the JWT that stands for it. */
export function withStoredBearer(kit: Kit, ask: Ask): Ask {
  const token = bearer(ask.headers.authorization)
  if (token === undefined) return ask
  return { ...ask, headers: { ...ask.headers, authorization: `Bearer ${kit.tokens.stored(token)}` } }
}

/** A person who is here and not blocked. */
export function activePersona(kit: Kit, sub: string): PersonaName | undefined {
  const persona = personaOf(kit.id, sub)
  return persona && !kit.blocked.has(persona) ? persona : undefined
}
