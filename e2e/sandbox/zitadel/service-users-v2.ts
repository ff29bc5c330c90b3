// Service users in user v2, by Connect and at the REST paths that later versions have.
import type {
  CreateUserResponseJson,
  DeactivateUserResponseJson,
  DeleteUserResponseJson,
  UpdateUserResponseJson,
} from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import * as v from 'valibot'
import { demandIn } from './access.ts'
import { decode, lengthOf, requireText, text } from './decode.ts'
import { changeDetails, date } from './encode.ts'
import { invalid, refuseWith } from './errors.ts'
import { connect, overPath, rest } from './route.ts'
import type { Call, Handler, Operation, Route } from './route.ts'
import { addMachine, changeMachine, demandOver, take } from './service-users.ts'
import type { StepName } from './service-users.ts'
import type { Person } from './world.ts'

const service = 'zitadel.user.v2.UserService'

const optional = v.nullish(v.string())
const createRequest = v.object({
  organizationId: text,
  userId: optional,
  username: optional,
  machine: v.nullish(v.object({ name: text, description: optional })),
  human: v.nullish(v.object({})),
})

function createUser({ context, actor, body }: Call): CreateUserResponseJson {
  const { organizationId, userId, username, machine, human } = decode(createRequest, body)
  requireText('CreateUserRequest.OrganizationId', organizationId)
  if (typeof userId === 'string') requireText('CreateUserRequest.UserId', userId)
  if (typeof username === 'string') requireText('CreateUserRequest.Username', username)
  if (human) throw invalid('the sandbox makes no people')
  if (!machine) throw invalid('invalid CreateUserRequest.UserType: value is required')
  requireText('CreateUserRequest_Machine.Name', machine.name)
  // Optional, but not empty when it is there.
  if (typeof machine.description === 'string') {
    lengthOf('CreateUserRequest_Machine.Description', machine.description, 1, 500)
  }
  demandIn(context.world, actor, organizationId, 'user.write')
  const made = addMachine(context, {
    organizationId,
    id: userId ?? '',
    username: username ?? '',
    name: machine.name,
    description: machine.description ?? '',
  })
  return { id: made.id, creationDate: date(made.created) }
}

const updateRequest = v.object({
  userId: text,
  username: optional,
  machine: v.nullish(v.object({ name: optional, description: optional })),
})

function updateUser(call: Call): UpdateUserResponseJson {
  const { context, body } = call
  const { userId, username, machine } = decode(updateRequest, body)
  requireText('UpdateUserRequest.UserId', userId)
  if (typeof username === 'string') requireText('UpdateUserRequest.Username', username)
  const { name, description } = machine ?? {}
  if (typeof name === 'string') lengthOf('UpdateUserRequest_Machine.Name', name, 0, 200)
  if (typeof description === 'string') {
    lengthOf('UpdateUserRequest_Machine.Description', description, 0, 500)
  }
  const person = context.world.person(userId)
  if (person?.type !== 'MACHINE') throw refuseWith('not_found', 'COMMAND-ugjs0upun6', 'Errors.User.NotFound')
  demandOver(call, person, 'user.write')
  const changed = changeMachine(context, person, {
    ...(typeof username === 'string' && { username }),
    ...(typeof name === 'string' && { name }),
    ...(typeof description === 'string' && { description }),
  })
  // Nothing to change is no error in v2.
  return { changeDate: date((changed ?? person).changed) }
}

const idOf = (message: string, body: unknown): string => {
  const { userId } = decode(v.object({ userId: text }), body)
  requireText(`${message}.UserId`, userId)
  return userId
}

/** `DetailsJson` of object v2. */
const detailsOf = (person: Person) => ({ details: changeDetails(person, person.organizationId) })

const stepTo =
  (name: StepName, message: string): Handler =>
  (call): DeactivateUserResponseJson => {
    const person = call.context.world.person(idOf(message, call.body))
    return detailsOf(take(call.context, name, person, 'v2', (one) => demandOver(call, one, 'user.write')))
  }

function deleteUser(call: Call): DeleteUserResponseJson {
  const { world, now } = call.context
  const person = world.person(idOf('DeleteUserRequest', call.body))
  if (person === undefined) throw refuseWith('not_found', 'COMMAND-bd4ir1mblj', 'Errors.User.NotFound')
  demandOver(call, person, 'user.delete')
  const changed = now()
  const sequence = world.dropPerson(person.id, changed)
  return { details: changeDetails({ sequence, changed }, person.organizationId) }
}

const switches: [method: string, path: string, step: StepName, operation: Operation][] = [
  ['DeactivateUser', 'deactivate', 'deactivate', 'deactivateUser'],
  ['ReactivateUser', 'reactivate', 'reactivate', 'reactivateUser'],
  ['LockUser', 'lock', 'lock', 'lockUser'],
  ['UnlockUser', 'unlock', 'unlock', 'unlockUser'],
]

export const serviceUsersV2: Route[] = [
  connect(service, 'CreateUser', 'createUser', createUser),
  connect(service, 'UpdateUser', 'updateUser', updateUser),
  connect(service, 'DeleteUser', 'deleteUser', deleteUser),
  rest('POST', '/v2/users/new', 'createUser', createUser),
  rest('PATCH', '/v2/users/{userId}', 'updateUser', overPath(updateUser, 'userId')),
  rest('DELETE', '/v2/users/{userId}', 'deleteUser', overPath(deleteUser, 'userId')),
  ...switches.flatMap(([method, path, step, operation]) => {
    const handle = stepTo(step, `${method}Request`)
    return [
      connect(service, method, operation, handle),
      rest('POST', `/v2/users/{userId}/${path}`, operation, overPath(handle, 'userId')),
    ]
  }),
]
