// Keys of service users: user v2 across users, by Connect and at the REST paths that later versions have, and v1 of one
// service user (internal/command/user_machine_key.go). Hides key files and which public keys are taken.
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import type { KeyJson as KeyV1Json } from '@zitadel/proto/zitadel/auth_n_key_pb.js'
import type {
  AddMachineKeyResponseJson,
  GetMachineKeyByIDsResponseJson,
  ListMachineKeysResponseJson,
  RemoveMachineKeyResponseJson,
} from '@zitadel/proto/zitadel/management_pb.js'
import type {
  AddKeyResponseJson,
  ListKeysResponseJson,
  RemoveKeyResponseJson,
} from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import * as v from 'valibot'
import { demand } from './access.ts'
import { decode, pageOf, paging, requireText, sorted, text, timestamp } from './decode.ts'
import { addDetails, asOf, changeDetails, date, listDetails, viewDetails } from './encode.ts'
import { invalid, refuseWith } from './errors.ts'
import { demandFuture, listExpiring, requireDate } from './expiring.ts'
import { never } from './machines.ts'
import type { MachineKey } from './machines.ts'
import { base64Of } from './metadata.ts'
import { connect, overPath, rest } from './route.ts'
import type { Call, Route } from './route.ts'
import { personHere } from './service-users-v1.ts'
import { demandOver } from './service-users.ts'
import type { Person, ZitadelContext } from './world.ts'

const service = 'zitadel.user.v2.UserService'

function listKeys(call: Call): ListKeysResponseJson {
  const kind = {
    message: 'ListKeysRequest',
    idFilter: 'keyIdFilter',
    columns: 'KEY_FIELD_NAME',
    expiration: 'KEY_EXPIRATION_DATE',
  } as const
  return listExpiring(kind, call, call.context.world.machines.keys)
}

/**
 * The key in a PEM block of whatever name, which must be a SubjectPublicKeyInfo with an RSA key: neither PKCS #1, nor a
 * certificate, nor a private key (internal/crypto/rsa.go, BytesToPublicKey).
 */
function publicKeyOf(asked: string): string | undefined {
  const pem = base64Of('public_key', asked).toString('latin1')
  if (pem === '') return undefined
  const body = /-----BEGIN ([^-\n]+)-----\s([A-Za-z0-9+/=\s]+)-----END \1-----/.exec(pem)?.[2] ?? ''
  try {
    const key = createPublicKey({ key: Buffer.from(body, 'base64'), type: 'spki', format: 'der' })
    if (key.asymmetricKeyType !== 'rsa') throw new Error('not an RSA key')
    return key.export({ type: 'spki', format: 'pem' }).toString()
  } catch {
    throw refuseWith('invalid_argument', 'COMMAND-5F3h1', 'Errors.User.Machine.Key.Invalid')
  }
}

/** `content` is the key file in base64, empty where somebody brought a public key. */
function issue({ world, now }: ZitadelContext, person: Person | undefined, expires: number, own: string) {
  const brought = publicKeyOf(own)
  demandFuture(expires, now())
  if (person?.type !== 'MACHINE') {
    throw refuseWith('failed_precondition', 'COMMAND-bnipwm1', 'Errors.User.NotFound')
  }
  const pair =
    brought === undefined
      ? generateKeyPairSync('rsa', {
          modulusLength: 2048,
          publicKeyEncoding: { type: 'spki', format: 'pem' },
          privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
        })
      : { publicKey: brought, privateKey: '' }
  const id = world.machines.nextId()
  const fields = { id, userId: person.id, expires, publicKey: pair.publicKey }
  const file = {
    type: 'serviceaccount',
    keyId: id,
    key: pair.privateKey,
    expirationDate: date(expires),
    userId: person.id,
  }
  const content = brought === undefined ? Buffer.from(JSON.stringify(file)).toString('base64') : ''
  return { content, made: world.machines.keys.write(fields, now(), now()) }
}

function remove({ world, now }: ZitadelContext, userId: string, keyId: string): number {
  if (world.machines.keys.get(keyId)?.userId !== userId) {
    throw refuseWith('not_found', 'COMMAND-4m77G', 'Errors.User.Machine.Key.NotFound')
  }
  return world.machines.keys.drop(keyId, now())
}

const addRequest = v.object({ userId: text, expirationDate: timestamp, publicKey: text })

function addKey(call: Call): AddKeyResponseJson {
  const { context, body } = call
  const { userId, expirationDate, publicKey } = decode(addRequest, body)
  requireText('AddKeyRequest.UserId', userId)
  const expires = requireDate('AddKeyRequest.ExpirationDate', expirationDate)
  const person = context.world.person(userId)
  if (person) demandOver(call, person, 'user.write')
  const { content, made } = issue(context, person, expires, publicKey)
  return {
    creationDate: date(made.created),
    keyId: made.id,
    ...(content !== '' && { keyContent: content }),
  }
}

function removeKey(call: Call): RemoveKeyResponseJson {
  const { context, body } = call
  const { userId, keyId } = decode(v.object({ userId: text, keyId: text }), body)
  requireText('RemoveKeyRequest.UserId', userId)
  requireText('RemoveKeyRequest.KeyId', keyId)
  const person = context.world.person(userId)
  if (person) demandOver(call, person, 'user.write')
  remove(context, userId, keyId)
  return { deletionDate: date(context.now()) }
}

const keyV1 = (key: MachineKey, organizationId: string): KeyV1Json => ({
  id: key.id,
  details: viewDetails(key, organizationId),
  type: 'KEY_TYPE_JSON',
  expirationDate: date(key.expires),
})

function listKeysV1(call: Call): ListMachineKeysResponseJson {
  const { context, actor, body } = call
  const { query } = decode(v.object({ query: paging }), body)
  demand(actor, 'user.read')
  const person = personHere(call)
  const listed = context.world.machines.keys.list(asOf(context))
  const found = listed.filter(({ userId }) => userId === person?.id)
  const page = pageOf(
    sorted(found, ({ created }) => created, query.asc),
    query,
  )
  const result = page.items.map((key) => keyV1(key, actor.organizationId))
  return { details: listDetails(context, page), ...(result.length > 0 && { result }) }
}

function getKeyV1(call: Call): GetMachineKeyByIDsResponseJson {
  const { context, actor, param } = call
  demand(actor, 'user.read')
  const found = context.world.machines.keys.get(param('keyId'))
  if (!found || found.userId !== personHere(call)?.id) {
    throw refuseWith('not_found', 'QUERY-Tha6f', 'Errors.AuthNKey.NotFound')
  }
  return { key: keyV1(found, actor.organizationId) }
}

const addRequestV1 = v.object({
  type: v.nullish(v.picklist(['KEY_TYPE_UNSPECIFIED', 'KEY_TYPE_JSON']), 'KEY_TYPE_UNSPECIFIED'),
  expirationDate: timestamp,
  publicKey: text,
})

function addKeyV1(call: Call): AddMachineKeyResponseJson {
  const { context, actor, body } = call
  const { type, expirationDate, publicKey } = decode(addRequestV1, body)
  demand(actor, 'user.write')
  if (type !== 'KEY_TYPE_JSON') {
    throw invalid('invalid AddMachineKeyRequest.Type: value must not be in list [KEY_TYPE_UNSPECIFIED]')
  }
  const { content, made } = issue(context, personHere(call), expirationDate ?? never, publicKey)
  return {
    keyId: made.id,
    ...(content !== '' && { keyDetails: content }),
    details: addDetails(made, actor.organizationId),
  }
}

function removeKeyV1(call: Call): RemoveMachineKeyResponseJson {
  const { context, actor, param } = call
  demand(actor, 'user.write')
  const sequence = remove(context, personHere(call)?.id ?? '', param('keyId'))
  return { details: changeDetails({ sequence, changed: context.now() }, actor.organizationId) }
}

const v1 = '/management/v1/users/{userId}/keys'

export const keys: Route[] = [
  connect(service, 'ListKeys', 'listKeys', listKeys),
  connect(service, 'AddKey', 'addKey', addKey),
  connect(service, 'RemoveKey', 'removeKey', removeKey),
  rest('POST', '/v2/users/keys/search', 'listKeys', listKeys),
  rest('POST', '/v2/users/{userId}/keys', 'addKey', overPath(addKey, 'userId')),
  rest('DELETE', '/v2/users/{userId}/keys/{keyId}', 'removeKey', overPath(removeKey, 'userId', 'keyId')),
  rest('POST', `${v1}/_search`, 'listKeys', listKeysV1),
  rest('GET', `${v1}/{keyId}`, 'listKeys', getKeyV1),
  rest('POST', v1, 'addKey', addKeyV1),
  rest('DELETE', `${v1}/{keyId}`, 'removeKey', removeKeyV1),
]
