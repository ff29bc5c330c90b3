// What happens to service users, whichever dialect asks: adding, changing, switching off and on, removing
// (internal/command/user_machine.go, user_v2.go). Commands see every write at once. Hides which name is taken.
import { permissionsIn, demandIn } from './access.ts'
import { refuse, refuseWith } from './errors.ts'
import type { Call } from './route.ts'
import type { Person, PersonFields, ZitadelContext } from './world.ts'

/** v2 lets everybody do to themselves what takes a permission for others (command/permission_checks.go, allowSelf). */
export function demandOver({ context, actor }: Call, person: Person, permission: string): void {
  if (person.id !== actor.sub) demandIn(context.world, actor, person.organizationId, permission)
}

/** For rows of v2 lists: whose they are, and the permission in the organisation of that user. */
export function mayRead({ context, actor }: Call): (userId: string) => boolean {
  const known = new Map<string, boolean>()
  return (userId) => {
    const organizationId = context.world.person(userId)?.organizationId ?? ''
    const may =
      known.get(organizationId) ??
      permissionsIn(context.world, actor.sub, organizationId)?.includes('user.read') === true
    known.set(organizationId, may)
    return may || userId === actor.sub
  }
}

export type NewMachine = Pick<
  PersonFields,
  'organizationId' | 'username' | 'description' | 'accessTokenType'
> & {
  /** The instance chooses one when it is empty. */
  id: string
  name: string
}

export function addMachine({ world, now }: ZitadelContext, machine: NewMachine): Person {
  const { name, id: asked, ...fields } = machine
  if (asked !== '' && world.person(asked) !== undefined) throw refuse('userIdTaken')
  const id = asked === '' ? world.machines.nextId() : asked
  // v2 only: without a name of its own a service user is called by its id.
  const username = fields.username === '' ? id : fields.username
  demandFree(world.people, username)
  const person: PersonFields = {
    ...fields,
    id,
    username,
    type: 'MACHINE',
    state: 'ACTIVE',
    displayName: name,
    givenName: '',
    familyName: '',
    email: '',
  }
  return world.writePerson(person, now())
}

/** Case does not count: the constraint is kept in lower case (internal/eventstore). */
function demandFree(people: readonly Person[], username: string): void {
  const folded = username.toLowerCase()
  if (people.some((person) => person.username.toLowerCase() === folded)) throw refuse('userExists')
}

/** Fields that are absent stay; undefined when nothing changes. */
export function changeMachine(
  { world, now }: ZitadelContext,
  person: Person,
  asked: { username?: string; name?: string; description?: string; accessTokenType?: 'JWT' | 'BEARER' },
): Person | undefined {
  const { accessTokenType: _, ...rest } = person
  const wanted = asked.accessTokenType ?? person.accessTokenType ?? 'BEARER'
  const changed: PersonFields = {
    ...rest,
    username: asked.username ?? person.username,
    displayName: asked.name ?? person.displayName,
    description: asked.description ?? person.description,
    ...(wanted === 'JWT' && { accessTokenType: wanted }),
  }
  const same =
    changed.username === person.username &&
    changed.displayName === person.displayName &&
    changed.description === person.description &&
    changed.accessTokenType === person.accessTokenType
  if (same) return undefined
  if (changed.username !== person.username) {
    const others = world.people.filter(({ id }) => id !== person.id)
    demandFree(others, changed.username)
  }
  return world.writePerson(changed, now())
}

type Step = {
  to: PersonFields['state']
  /** The states it starts from, and the refusal from any other one. */
  from: readonly PersonFields['state'][]
  message: string
  /** Ids of the refusals: unknown, and wrong state. */
  v2: readonly [string, string]
  v1: readonly [string, string]
}

/** Switching off and on, as v2 and v1 word it. */
export const steps = {
  deactivate: {
    to: 'INACTIVE',
    from: ['ACTIVE', 'LOCKED'],
    message: 'Errors.User.AlreadyInactive',
    v2: ['COMMAND-5gp2p62iin', 'COMMAND-5gunjw0cd7'],
    v1: ['COMMAND-3M9ds', 'COMMAND-5M0sf'],
  },
  reactivate: {
    to: 'ACTIVE',
    from: ['INACTIVE'],
    message: 'Errors.User.NotInactive',
    v2: ['COMMAND-9hy5kzbuk6', 'COMMAND-s5qqcz97hf'],
    v1: ['COMMAND-4M0sd', 'COMMAND-6M0sf'],
  },
  lock: {
    to: 'LOCKED',
    from: ['ACTIVE', 'INITIAL'],
    message: 'Errors.User.ShouldBeActiveOrInitial',
    v2: ['COMMAND-450yxuqrh1', 'COMMAND-lgws8wtsqf'],
    v1: ['COMMAND-5M9fs', 'COMMAND-3NN8v'],
  },
  unlock: {
    to: 'ACTIVE',
    from: ['LOCKED'],
    message: 'Errors.User.NotLocked',
    v2: ['COMMAND-x377t913pw', 'COMMAND-olb9vb0oca'],
    v1: ['COMMAND-M0dos', 'COMMAND-4M0ds'],
  },
} as const satisfies Record<string, Step>
export type StepName = keyof typeof steps

/** `permitted` is asked where the dialect asks: after the state (v2), or not at all (v1, which asked before). */
export function take(
  { world, now }: ZitadelContext,
  name: StepName,
  person: Person | undefined,
  dialect: 'v1' | 'v2',
  permitted: (person: Person) => void = () => {},
): Person {
  const { to, message, [dialect]: ids, from } = steps[name]
  if (person === undefined) throw refuseWith('not_found', ids[0], 'Errors.User.NotFound')
  const states: readonly string[] = from
  if (!states.includes(person.state)) throw refuseWith('failed_precondition', ids[1], message)
  permitted(person)
  return world.writePerson({ ...person, state: to }, now())
}
