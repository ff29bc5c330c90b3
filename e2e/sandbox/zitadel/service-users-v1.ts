// Service users in v1 REST, `/management/v1/users`, always of the organisation of the call.
import type {
  AddMachineUserResponseJson,
  DeactivateUserResponseJson,
  RemoveUserResponseJson,
  UpdateMachineResponseJson,
  UpdateUserNameResponseJson,
} from '@zitadel/proto/zitadel/management_pb.js'
import * as v from 'valibot'
import { demand } from './access.ts'
import { decode, lengthOf, requireText, text } from './decode.ts'
import { addDetails, changeDetails } from './encode.ts'
import { refuseWith } from './errors.ts'
import { rest } from './route.ts'
import type { Call, Handler, Operation, Route } from './route.ts'
import { addMachine, changeMachine, take } from './service-users.ts'
import type { StepName } from './service-users.ts'
import type { Person } from './world.ts'

const root = '/management/v1/users'

const tokenType = v.nullish(
  v.picklist(['ACCESS_TOKEN_TYPE_BEARER', 'ACCESS_TOKEN_TYPE_JWT']),
  'ACCESS_TOKEN_TYPE_BEARER',
)

/** Somebody of the organisation of the call. */
export const personHere = ({ context, actor, param }: Call): Person | undefined => {
  const person = context.world.person(param('userId'))
  return person?.organizationId === actor.organizationId ? person : undefined
}

const addRequest = v.object({
  userName: text,
  name: text,
  description: text,
  accessTokenType: tokenType,
  userId: v.nullish(v.string()),
})

function addMachineUser({ context, actor, body }: Call): AddMachineUserResponseJson {
  const { userName, name, description, accessTokenType, userId } = decode(addRequest, body)
  demand(actor, 'user.write')
  requireText('AddMachineUserRequest.UserName', userName)
  requireText('AddMachineUserRequest.Name', name)
  lengthOf('AddMachineUserRequest.Description', description, 0, 500)
  if (typeof userId === 'string') requireText('AddMachineUserRequest.UserId', userId)
  const { organizationId } = actor
  const made = addMachine(context, {
    organizationId,
    id: userId ?? '',
    username: userName,
    name,
    description,
    ...(accessTokenType === 'ACCESS_TOKEN_TYPE_JWT' && { accessTokenType: 'JWT' }),
  })
  return { userId: made.id, details: addDetails(made, organizationId) }
}

const updateRequest = v.object({ name: text, description: text, accessTokenType: tokenType })

/** Replaces all three fields. */
function updateMachine(call: Call): UpdateMachineResponseJson {
  const { context, actor, body } = call
  const { name, description, accessTokenType } = decode(updateRequest, body)
  demand(actor, 'user.write')
  requireText('UpdateMachineRequest.Name', name)
  lengthOf('UpdateMachineRequest.Description', description, 0, 500)
  const person = personHere(call)
  if (person?.type !== 'MACHINE') throw refuseWith('not_found', 'COMMAND-5M0od', 'Errors.User.NotFound')
  const asked = accessTokenType === 'ACCESS_TOKEN_TYPE_JWT' ? 'JWT' : 'BEARER'
  const changed = changeMachine(context, person, { name, description, accessTokenType: asked })
  if (!changed) throw refuseWith('failed_precondition', 'COMMAND-2n8vs', 'Errors.User.NotChanged')
  return { details: changeDetails(changed, actor.organizationId) }
}

function updateUserName(call: Call): UpdateUserNameResponseJson {
  const { context, actor, body } = call
  const { userName } = decode(v.object({ userName: text }), body)
  demand(actor, 'user.write')
  requireText('UpdateUserNameRequest.UserName', userName)
  const person = personHere(call)
  if (!person) throw refuseWith('not_found', 'COMMAND-5N9ds', 'Errors.User.NotFound')
  const changed = changeMachine(context, person, { username: userName })
  if (!changed) throw refuseWith('failed_precondition', 'COMMAND-6m9gs', 'Errors.User.UsernameNotChanged')
  return { details: changeDetails(changed, actor.organizationId) }
}

const stepTo =
  (name: StepName): Handler =>
  (call): DeactivateUserResponseJson => {
    demand(call.actor, 'user.write')
    const person = take(call.context, name, personHere(call), 'v1')
    return { details: changeDetails(person, call.actor.organizationId) }
  }

function removeUser(call: Call): RemoveUserResponseJson {
  const { context, actor } = call
  demand(actor, 'user.delete')
  const person = personHere(call)
  if (!person) throw refuseWith('not_found', 'COMMAND-m9od', 'Errors.User.NotFound')
  const changed = context.now()
  const sequence = context.world.dropPerson(person.id, changed)
  return { details: changeDetails({ sequence, changed }, actor.organizationId) }
}

const switches: [step: StepName, operation: Operation][] = [
  ['deactivate', 'deactivateUser'],
  ['reactivate', 'reactivateUser'],
  ['lock', 'lockUser'],
  ['unlock', 'unlockUser'],
]

export const serviceUsersV1: Route[] = [
  rest('POST', `${root}/machine`, 'createUser', addMachineUser),
  rest('PUT', `${root}/{userId}/machine`, 'updateUser', updateMachine),
  rest('PUT', `${root}/{userId}/username`, 'updateUser', updateUserName),
  rest('DELETE', `${root}/{userId}`, 'deleteUser', removeUser),
  ...switches.map(([step, operation]) => rest('POST', `${root}/{userId}/_${step}`, operation, stepTo(step))),
]
