// The way out of a Zitadel instance. Ending the session ends its access tokens as well; refresh tokens live on,
// which is an assumption of the sandbox (the docs do not say).

import { json, redirect } from '../http.ts'
import type { Answer, Ask } from '../http.ts'
import { endSession } from '../kit.ts'
import type { Kit } from '../kit.ts'
import { noticePage } from '../login-page.ts'
import type { Openid } from '../oidc.ts'

const signedOut = '/ui/v2/login/logout/success'

export async function endSessionRequest(kit: Kit, openid: Openid, ask: Ask): Promise<Answer> {
  const parameters = ask.method === 'POST' ? new URLSearchParams(ask.body) : ask.url.searchParams
  const hint = parameters.get('id_token_hint')
  const claims = hint === null ? undefined : await kit.signing.verify(hint)
  const clientId = parameters.get('client_id')
  const hinted = claims === undefined ? null : claims.azp
  if (hint !== null && hinted !== kit.clientId) return invalid('id_token_hint invalid')
  if (hint !== null && clientId !== null && clientId !== hinted)
    return invalid('client_id does not match azp of id_token_hint')
  const target = parameters.get('post_logout_redirect_uri')
  const known = hinted === kit.clientId || clientId === kit.clientId
  if (known && target !== null && target !== kit.signedOutUri)
    return invalid('post_logout_redirect_uri invalid')

  const { uid, headers } = endSession(kit, openid, ask)
  if (uid !== undefined) kit.store.remove('AccessToken', ({ sessionUid }) => sessionUid === uid)
  // Neither hint nor client: the address is ignored (docs: end_session_endpoint).
  if (!known || target === null) return redirect(signedOut, headers)
  const url = new URL(target)
  const state = parameters.get('state')
  if (state !== null) url.searchParams.set('state', state)
  return redirect(url.href, headers)
}

export function signedOutPage(kit: Kit): Answer {
  return noticePage(200, kit.name, { title: 'You are signed out' })
}

function invalid(description: string): Answer {
  return json(400, { error: 'invalid_request', error_description: description })
}
