// The two ways out of an Auth0 tenant: /v2/logout, which the SDK calls, and RP-initiated /oidc/logout.
// Refresh tokens survive both: a session and a grant are different things at Auth0.

import { redirect } from '../http.ts'
import type { Answer, Ask } from '../http.ts'
import { endSession } from '../kit.ts'
import type { Kit } from '../kit.ts'
import { noticePage } from '../login-page.ts'
import type { Openid } from '../oidc.ts'

/** `sid` names the session the browser holds now, as it stands in ID tokens. */
export async function logout(kit: Kit, openid: Openid, ask: Ask, sid: string | undefined): Promise<Answer> {
  return ask.url.pathname === '/v2/logout' ? simpleLogout(kit, openid, ask) : rpLogout(kit, openid, ask, sid)
}

function simpleLogout(kit: Kit, openid: Openid, ask: Ask): Answer {
  const { searchParams } = ask.url
  const returnTo = searchParams.get('returnTo')
  const application = searchParams.get('client_id') === kit.clientId
  // The application's list counts only with its client_id; this tenant's own list is empty.
  if (returnTo !== null && !(application && isAllowed(kit, returnTo)))
    return refused(kit, 'returnTo', returnTo)
  const { headers } = endSession(kit, openid, ask)
  if (application) return redirect(returnTo ?? kit.signedOutUri, headers)
  const answer = noticePage(200, kit.name, { title: 'You are signed out' })
  return { ...answer, headers: { ...answer.headers, ...headers } }
}

async function rpLogout(kit: Kit, openid: Openid, ask: Ask, sid: string | undefined): Promise<Answer> {
  const { searchParams } = ask.url
  const hint = searchParams.get('id_token_hint')
  const claims = hint === null ? undefined : await kit.signing.verify(hint)
  if (hint !== null && claims?.aud !== kit.clientId) {
    return noticePage(400, kit.name, {
      title: 'Invalid request',
      detail: 'invalid_request: invalid id_token_hint',
    })
  }
  const application = claims !== undefined || searchParams.get('client_id') === kit.clientId
  const target = searchParams.get('post_logout_redirect_uri')
  if (target !== null && !(application && isAllowed(kit, target))) {
    return refused(kit, 'post_logout_redirect_uri', target)
  }
  // Without a hint that names this session the person is asked (docs: log users out with OIDC endpoint).
  const hinted = claims !== undefined || (sid !== undefined && searchParams.get('logout_hint') === sid)
  if (sid !== undefined && !hinted && ask.method !== 'POST') {
    return noticePage(200, kit.name, { title: `Sign out of ${kit.name}?`, confirm: 'Sign out' })
  }
  const { headers } = endSession(kit, openid, ask)
  if (target === null) {
    const answer = noticePage(200, kit.name, { title: 'You are signed out' })
    return { ...answer, headers: { ...answer.headers, ...headers } }
  }
  const url = new URL(target)
  const state = searchParams.get('state')
  if (state !== null) url.searchParams.set('state', state)
  return redirect(url.href, headers)
}

/** Query and fragment do not count when Auth0 compares (docs: redirect users after logout). */
function isAllowed(kit: Kit, address: string): boolean {
  if (!URL.canParse(address)) return false
  const { origin, pathname } = new URL(address)
  return origin + pathname === kit.signedOutUri
}

function refused(kit: Kit, parameter: string, address: string): Answer {
  return noticePage(400, kit.name, {
    title: 'Invalid request',
    detail: `The "${parameter}" querystring parameter "${address}" is not defined as a valid URL in "Allowed Logout URLs".`,
  })
}
