// Reading people and service users: user v2 by Connect and by REST, and v1 REST within the organisation of the call.
// Lists lag behind writes; asking for one person does not, as a real instance brings its view up to date first.
import type {
  GetUserByIDResponseJson as GetUserV1Json,
  ListUsersResponseJson as ListUsersV1Json,
} from '@zitadel/proto/zitadel/management_pb.js'
import type {
  GetUserByIDResponseJson,
  ListUsersResponseJson,
} from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import type { MachineUserJson, UserJson } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import type { UserJson as UserV1Json } from '@zitadel/proto/zitadel/user_pb.js'
import * as v from 'valibot'
import { demand, demandIn, mayIn } from './access.ts'
import { decode, pageOf, requireText, text } from './decode.ts'
import { asOf, listDetails, olderListDetails, viewDetails } from './encode.ts'
import { refuse } from './errors.ts'
import { connect, rest } from './route.ts'
import type { Call, Route } from './route.ts'
import { inOrder, listRequest, testOf } from './users-search.ts'
import type { Person } from './world.ts'

const service = 'zitadel.user.v2.UserService'

type SharedKeys = 'state' | 'loginNames' | 'preferredLoginName'

const details = (person: Person) => viewDetails(person, person.organizationId)

const shared = ({ username, state }: Person): Pick<UserV1Json & UserJson, SharedKeys> => ({
  state: `USER_STATE_${state}`,
  loginNames: [username],
  preferredLoginName: username,
})

const machineOf = ({ displayName, description, secret, accessTokenType }: Person): MachineUserJson => ({
  name: displayName,
  ...(description !== '' && { description }),
  ...(secret && { hasSecret: true }),
  accessTokenType: `ACCESS_TOKEN_TYPE_${accessTokenType ?? 'BEARER'}`,
})

const userV2 = (person: Person): UserJson => ({
  userId: person.id,
  details: details(person),
  username: person.username,
  ...shared(person),
  ...(person.type === 'MACHINE'
    ? { machine: machineOf(person) }
    : {
        human: {
          profile: {
            givenName: person.givenName,
            familyName: person.familyName,
            displayName: person.displayName,
            preferredLanguage: 'en',
          },
          // The message is always there; without an address it is empty.
          email: person.email === '' ? {} : { email: person.email, isVerified: true },
          phone: {},
        },
      }),
})

const userV1 = (person: Person): UserV1Json => ({
  id: person.id,
  details: details(person),
  userName: person.username,
  ...shared(person),
  ...(person.type === 'MACHINE'
    ? { machine: machineOf(person) }
    : {
        human: {
          profile: {
            firstName: person.givenName,
            lastName: person.familyName,
            displayName: person.displayName,
            preferredLanguage: 'en',
          },
          email: person.email === '' ? {} : { email: person.email, isEmailVerified: true },
          phone: {},
        },
      }),
})

/** Needs no permission but for the rows: oneself is always among them. */
function listUsers({ context, actor, body }: Call): ListUsersResponseJson {
  const { query, sortingColumn, queries } = decode(listRequest, body)
  const { world } = context
  const tests = queries.map((one) => testOf(one, 'v2'))
  const people = inOrder(
    world.listedPeople(asOf(context)),
    sortingColumn ?? 'USER_FIELD_NAME_UNSPECIFIED',
    query.asc,
  )
  const found = people.filter((person) => tests.every((test) => test(person)))
  const mayRead = mayIn(world, actor.sub, 'user.read')
  const visible = ({ id, organizationId }: Person): boolean => id === actor.sub || mayRead(organizationId)
  // Without the feature the total counts what the caller may not see.
  const page = pageOf(world.settings.permissionCheckV2 ? found.filter(visible) : found, query)
  const result = page.items.filter(visible).map(userV2)
  return {
    details: olderListDetails(context, page),
    ...(sortingColumn && { sortingColumn }),
    ...(result.length > 0 && { result }),
  }
}

const userById = ({ context, actor }: Call, id: string): GetUserByIDResponseJson => {
  requireText('GetUserByIDRequest.UserId', id)
  const person = context.world.person(id)
  if (person === undefined) throw refuse('userUnknown')
  if (id !== actor.sub) demandIn(context.world, actor, person.organizationId, 'user.read')
  return { details: details(person), user: userV2(person) }
}

const getUser = (call: Call): GetUserByIDResponseJson =>
  userById(call, decode(v.object({ userId: text }), call.body).userId)

const getUserOverRest = (call: Call): GetUserByIDResponseJson => userById(call, call.param('userId'))

function listUsersV1({ context, actor, body }: Call): ListUsersV1Json {
  const { query, sortingColumn, queries } = decode(listRequest, body)
  demand(actor, 'user.read')
  const tests = queries.map((one) => testOf(one, 'v1'))
  const listed = context.world.listedPeople(asOf(context))
  const people = inOrder(listed, sortingColumn ?? 'USER_FIELD_NAME_UNSPECIFIED', query.asc)
  const found = people.filter(
    (person) => person.organizationId === actor.organizationId && tests.every((test) => test(person)),
  )
  const page = pageOf(found, query)
  const result = page.items.map(userV1)
  return {
    details: listDetails(context, page),
    ...(sortingColumn && { sortingColumn }),
    ...(result.length > 0 && { result }),
  }
}

function getUserV1({ context, actor, param }: Call): GetUserV1Json {
  demand(actor, 'user.read')
  const person = context.world.person(param('userId'))
  if (person?.organizationId !== actor.organizationId) throw refuse('userUnknown')
  return { user: userV1(person) }
}

export const users: Route[] = [
  connect(service, 'ListUsers', 'listUsers', listUsers),
  connect(service, 'GetUserByID', 'getUser', getUser),
  rest('POST', '/v2/users', 'listUsers', listUsers),
  rest('GET', '/v2/users/{userId}', 'getUser', getUserOverRest),
  rest('POST', '/management/v1/users/_search', 'listUsers', listUsersV1),
  rest('GET', '/management/v1/users/{userId}', 'getUser', getUserV1),
]
