// The one secret a service user can have, in v2 and v1. A new one takes the place of the old one at once
// (internal/command/user_machine_secret.go).
import type {
  GenerateMachineSecretResponseJson,
  RemoveMachineSecretResponseJson,
} from '@zitadel/proto/zitadel/management_pb.js'
import type {
  AddSecretResponseJson,
  RemoveSecretResponseJson,
} from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import * as v from 'valibot'
import { demand } from './access.ts'
import { newSecret } from './account-controls.ts'
import { decode, requireText, text } from './decode.ts'
import { changeDetails, date } from './encode.ts'
import { refuseWith } from './errors.ts'
import { hashOf } from './machines.ts'
import { connect, overPath, rest } from './route.ts'
import type { Call, Route } from './route.ts'
import { personHere } from './service-users-v1.ts'
import { demandOver } from './service-users.ts'
import type { Person, ZitadelContext } from './world.ts'

const service = 'zitadel.user.v2.UserService'

/** The value leaves here once. */
function set(
  { world, now }: ZitadelContext,
  person: Person | undefined,
): { secret: string; written: Person } {
  if (person?.type !== 'MACHINE') {
    throw refuseWith('failed_precondition', 'COMMAND-x8910n', 'Errors.User.NotExisting')
  }
  const secret = newSecret()
  const written = world.writePerson({ ...person, secret: { hash: hashOf(secret), since: now() } }, now())
  return { secret, written }
}

function unset({ world, now }: ZitadelContext, person: Person | undefined): Person {
  if (person?.type !== 'MACHINE') {
    throw refuseWith('failed_precondition', 'COMMAND-x7s802', 'Errors.User.NotExisting')
  }
  const { secret, ...rest } = person
  if (!secret) {
    throw refuseWith('failed_precondition', 'COMMAND-coi82n', 'Errors.User.Machine.Secret.NotExisting')
  }
  return world.writePerson(rest, now())
}

function personOf(call: Call, message: string): Person | undefined {
  const { userId } = decode(v.object({ userId: text }), call.body)
  requireText(`${message}.UserId`, userId)
  const person = call.context.world.person(userId)
  if (person) demandOver(call, person, 'user.write')
  return person
}

function addSecret(call: Call): AddSecretResponseJson {
  const { secret, written } = set(call.context, personOf(call, 'AddSecretRequest'))
  return { creationDate: date(written.changed), clientSecret: secret }
}

const removeSecret = (call: Call): RemoveSecretResponseJson => ({
  deletionDate: date(unset(call.context, personOf(call, 'RemoveSecretRequest')).changed),
})

function generateV1(call: Call): GenerateMachineSecretResponseJson {
  const { context, actor } = call
  demand(actor, 'user.write')
  const { secret, written } = set(context, personHere(call))
  const details = changeDetails(written, actor.organizationId)
  return { clientId: written.username, clientSecret: secret, details }
}

function removeV1(call: Call): RemoveMachineSecretResponseJson {
  const { context, actor } = call
  demand(actor, 'user.write')
  return { details: changeDetails(unset(context, personHere(call)), actor.organizationId) }
}

const v1 = '/management/v1/users/{userId}/secret'
const v2 = '/v2/users/{userId}/secret'

export const secrets: Route[] = [
  connect(service, 'AddSecret', 'addSecret', addSecret),
  connect(service, 'RemoveSecret', 'removeSecret', removeSecret),
  rest('POST', v2, 'addSecret', overPath(addSecret, 'userId')),
  rest('DELETE', v2, 'removeSecret', overPath(removeSecret, 'userId')),
  rest('PUT', v1, 'addSecret', generateV1),
  rest('DELETE', v1, 'removeSecret', removeV1),
]
