// KtrlPlane as a person's browser would have it, signed in for real; and the same for the contract suite, once for each way in
// which it answers. Hides: the tokens and their renewal, and time, which passes in the sandbox instead of here.
import type { Caller } from '../src/directory/directory.ts'
import { ktrlplaneDirectory } from '../src/directory/ktrlplane/directory.ts'
import { readJwt } from '../src/session/id-token.ts'
import { allGrants, type Sample, sorted, type Subject } from './contract-subject.ts'
import { ktrlplaneAudience } from './sandbox/console-config.ts'
import { people } from './sandbox/ktrlplane/seed.ts'
import { seedPermissions, seedRoles } from './sandbox/ktrlplane/seed-roles.ts'
import { type PersonaName, subOf } from './sandbox/personas.ts'
import { type KtrlplanePlatform, startSandbox, type Sandbox } from './sandbox/sandbox.ts'
import { consoleOrigin, read, refresh, signInAs } from './sandbox/visitor.ts'

/** What is other than usual: the scopes beside those of every sign-in, the API's address, what sends. */
export type How = { scope?: string; url?: string; send?: typeof fetch }

/** Signs the person in. `state` counts what happened. */
export async function connectKtrlplane(
  ktrlplane: KtrlplanePlatform,
  persona: PersonaName,
  { scope = 'access:platform', url = ktrlplane.origin, send = fetch }: How = {},
) {
  const { access_token, refresh_token } = await signInAs(ktrlplane, persona, {
    scope: `openid profile email offline_access ${scope}`.trim(),
    changes: { audience: ktrlplaneAudience },
  })
  const state = {
    access: String(access_token),
    refresh: String(refresh_token),
    renewals: 0,
    waited: 0,
    requests: 0,
  }
  let renewal: Promise<string> | undefined
  async function renew(): Promise<string> {
    const tokens = await read(await refresh(ktrlplane, state.refresh))
    state.access = String(tokens['access_token'])
    state.refresh = String(tokens['refresh_token'])
    state.renewals += 1
    return state.access
  }
  const caller: Caller = {
    accessToken: async () => state.access,
    async renewed(used) {
      if (used !== state.access) return state.access
      renewal ??= renew().finally(() => (renewal = undefined))
      return renewal
    },
    claims: () => readJwt(state.access)?.claims ?? null,
    person: () => subOf('ktrlplane', persona),
  }
  const directory = ktrlplaneDirectory({ url }, caller, {
    fetch(input, init) {
      state.requests += 1
      return send(input, init)
    },
    async sleep(ms) {
      state.waited += ms
      ktrlplane.clock.advance(ms)
    },
  })
  return { directory, state }
}

/** What sets one from the other: what its API does, and what is documented of it. */
export const modes = [
  { name: 'KtrlPlane as it is', strict: false },
  { name: 'KtrlPlane as documented', strict: true },
]

/** Admin is an owner there, and viewer a viewer, both through the organization. */
const scope = 'project.grid-twin'

/** Id of a role by its display name. */
export function roleId(name: string): string {
  const role = seedRoles.find(({ display_name }) => display_name === name)
  if (!role) throw new Error(`No role ${name}`)
  return role.role_id
}

const nameOf = (id: string) => seedRoles.find(({ role_id }) => role_id === id)?.display_name ?? id
const listed = seedRoles.filter(({ hidden }) => !hidden)

/** Ids in the console of what a role hands out. */
function grantedBy(id: string): string[] {
  const own = new Set(seedRoles.find(({ role_id }) => role_id === id)?.permissions)
  const rows = seedPermissions.filter(({ permission_id }) => own.has(permission_id))
  return sorted(rows.map(({ resource_type, action }) => `${resource_type}:${action}`))
}

const graph = (action: string) => `Konnektr.Graph:${action}`

const sample: Sample = {
  role: {
    id: roleId('Graph Viewer'),
    has: [graph('digitaltwins/read'), graph('models/read')],
    lacks: [graph('digitaltwins/*'), graph('mcp/*'), 'Konnektr.KtrlPlane:write'],
  },
  roleSearch: { text: 'GRAPH.V', finds: [roleId('Graph Viewer')] },
  // He is a viewer as well, through the organization, which nothing of this may touch.
  person: {
    id: people.tomas,
    name: 'Tomás Rey',
    search: 'TOMÁS',
    has: roleId('Owner'),
    lacks: [roleId('Editor'), roleId('Graph Viewer')],
  },
  stranger: { id: people.ana, search: 'duarte' },
  effective: { person: people.nils, role: roleId('Data Owner'), permission: graph('digitaltwins/*') },
}

const writes = ['grantRole', 'revokeRole'] as const

/** Makes the subject of one mode. */
export function ktrlplaneSubject({ name, strict }: (typeof modes)[number]): Subject {
  let sandbox: Sandbox
  const world = () => sandbox.ktrlplane.world
  return {
    name,
    async start() {
      sandbox = await startSandbox({ consoleOrigin })
    },
    stop: () => sandbox.stop(),
    async reset() {
      await sandbox.reset()
      sandbox.ktrlplane.settings.strict = strict
    },
    async connect(visitor) {
      const { directory } = await connectKtrlplane(sandbox.ktrlplane, visitor)
      return { directory, place: directory.at(scope) }
    },
    allowed: {
      admin: ['read roles', 'read permissions', 'read members', 'assign roles', 'unassign roles'],
      viewer: ['read roles', 'read permissions', 'read members'],
      guest: allGrants.guest,
    },
    sample,
    me: subOf('ktrlplane', 'admin'),
    behind: {
      roles: () => listed.map(({ role_id }) => role_id),
      granted: grantedBy,
      held: (user) => sorted(world().held(user, scope).map(roleId)),
      permissions: () => [...new Set(listed.flatMap(({ role_id }) => grantedBy(role_id)))],
      setHeld(user, roles) {
        for (const role of world().held(user, scope)) world().unassign({ user, role, scope })
        for (const role of roles) world().assign({ user, role: nameOf(role), scope })
      },
    },
    settle: () => undefined,
    lose(_, what) {
      for (const operation of writes) {
        sandbox.ktrlplane.faults.set(operation, what === 'answer' ? 'reset-after' : 'reset', { times: 1 })
      }
    },
    writes: () => writes.flatMap((operation) => sandbox.ktrlplane.journal.entries({ operation })).length,
  }
}
