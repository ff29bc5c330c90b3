// Two endpoints that are handed a token: introspection, for confidential clients only, and revocation.

import type { AdapterPayload } from 'oidc-provider'
import { formOf } from '../edge.ts'
import { json, parseJson, withJson } from '../http.ts'
import type { Answer, Ask, JsonObject } from '../http.ts'
import { hash } from '../journal.ts'
import { activePersona } from '../kit.ts'
import type { Kit } from '../kit.ts'
import { withForm } from '../oidc.ts'
import type { Openid } from '../oidc.ts'
import { person } from './claims.ts'

export async function introspect(
  kit: Kit,
  openid: Openid,
  ask: Ask,
  details: (record: AdapterPayload) => JsonObject | undefined,
): Promise<Answer> {
  // Public clients cannot: basic authentication or private_key_jwt (docs: introspection endpoint).
  if (!ask.headers.authorization) {
    return json(401, { error: 'invalid_client', error_description: 'no client credentials' })
  }
  const { form, stored } = presented(kit, ask)
  const answer = await openid.handle(withForm(ask, form))
  const body = parseJson(answer.body)
  const record = kit.store.get('AccessToken', stored)
  if (body?.active !== true || !record) return answer
  const name = activePersona(kit, record.accountId ?? '')
  if (!name) return withJson(answer, { active: false })
  const moved = (time: unknown): number => Number(time) + kit.clock.offset()
  return withJson(answer, {
    ...body,
    ...person(name),
    ...details(record),
    username: person(name).email,
    iat: moved(record.iat),
    exp: moved(record.exp),
    jti: hash(record.jti),
  })
}

export async function revoke(kit: Kit, openid: Openid, ask: Ask): Promise<Answer> {
  const { form, stored } = presented(kit, ask)
  if (kit.store.get('AccessToken', stored)?.clientId === form.get('client_id')) {
    // The access token alone; the library would end its whole grant, which Zitadel does for refresh tokens only.
    kit.store.remove('AccessToken', (_, id) => id === stored)
  }
  return openid.handle(withForm(ask, form))
}

/** The form with the token as it is stored, and that token. */
function presented(kit: Kit, ask: Ask): { form: URLSearchParams; stored: string } {
  const form = formOf(ask)
  const stored = kit.tokens.stored(form.get('token') ?? '')
  form.set('token', stored)
  return { form, stored }
}
