// /api/v2/clients/{client_id}/credentials: public keys of an application, two at most. A new one is good for nothing until the
// application names it among those it signs in with (clients.ts).
import type { Management } from 'auth0'
import * as v from 'valibot'
import { clientOf } from './clients.ts'
import { decode } from './decode.ts'
import { unknownCredential } from './errors.ts'
import { addPublicKey, laterThan, moment, publicKey } from './public-key.ts'
import { route } from './route.ts'
import type { Call, Route } from './route.ts'
import type { ClientCredential } from './world.ts'

type Shown = Management.ClientCredential &
  Management.GetClientCredentialResponseContent &
  Management.PostClientCredentialResponseContent &
  Management.PatchClientCredentialResponseContent

const date = (at: number): string => new Date(at).toISOString()

function credentialJson({
  id,
  name,
  kid,
  alg,
  thumbprint,
  created,
  changed,
  expires,
}: ClientCredential): Shown {
  return {
    id,
    ...(name === undefined ? {} : { name }),
    kid,
    alg,
    credential_type: 'public_key',
    ...(thumbprint === undefined ? {} : { thumbprint_sha256: thumbprint }),
    created_at: date(created),
    updated_at: date(changed),
    ...(expires === undefined ? {} : { expires_at: date(expires) }),
  }
}

function credentialOf(call: Call): ClientCredential {
  const credential = clientOf(call).credentials.get(call.param('credential'))
  if (!credential) throw unknownCredential()
  return credential
}

const changes = v.strictObject({ expires_at: v.optional(v.nullable(moment)) })

function update(call: Call): Shown {
  const { expires_at: end } = decode(changes, call.body)
  const credential = credentialOf(call)
  if (end === null) delete credential.expires
  else if (end !== undefined) credential.expires = laterThan(call.context.now(), end)
  credential.changed = call.context.now()
  return credentialJson(credential)
}

function remove(call: Call): undefined {
  call.context.world.deleteCredential(clientOf(call).id, credentialOf(call).id)
}

const all = '/clients/{id}/credentials'
const one = '/clients/{id}/credentials/{credential}'

export const clientCredentials: Route[] = [
  route('GET', all, 'listCredentials', {
    needs: [['read:client_credentials']],
    handle: (call): Shown[] => [...clientOf(call).credentials.values()].map(credentialJson),
  }),
  route('POST', all, 'createCredential', {
    needs: [['create:client_credentials']],
    status: 201,
    handle: (call): Shown =>
      credentialJson(addPublicKey(call, clientOf(call), decode(publicKey, call.body), false)),
  }),
  route('GET', one, 'getCredential', {
    needs: [['read:client_credentials']],
    handle: (call): Shown => credentialJson(credentialOf(call)),
  }),
  route('PATCH', one, 'updateCredential', { needs: [['update:client_credentials']], handle: update }),
  // "May be enabled or disabled" (Management API v2): one in use goes too, and is used no longer.
  route('DELETE', one, 'deleteCredential', {
    needs: [['delete:client_credentials']],
    status: 204,
    handle: remove,
  }),
]
