// Acme's tenant as a person's browser would have it: signed in for real, with the gateway in this process between the adapter
// and the sandbox; and the same for the contract suite, once for each way in which tenants differ. Hides: the tokens and their
// renewal, the gateway, and time, which passes in the sandbox instead of here.
import { auth0Directory } from '../src/directory/auth0/directory.ts'
import type { Caller, EditableDirectory } from '../src/directory/directory.ts'
import { parseEnvironment } from '../src/gateway/config.ts'
import { createGateway, type Gateway } from '../src/gateway/handler.ts'
import { allGrants, type EditableSample, type EditableSubject, sorted } from './contract-subject.ts'
import { listOf } from './sandbox/auth0/holdings.ts'
import { ordersApi } from './sandbox/auth0/seed.ts'
import { type Auth0World, createWorld } from './sandbox/auth0/world.ts'
import { acmeApi } from './sandbox/console-config.ts'
import { gatewayEnvironment } from './sandbox/gateway.ts'
import { type PersonaName, subOf } from './sandbox/personas.ts'
import { type AcmePlatform, startSandbox, type Sandbox } from './sandbox/sandbox.ts'
import type { Auth0Settings } from './sandbox/settings.ts'
import { claims, consoleOrigin, read, refresh, signInAs } from './sandbox/visitor.ts'

/** A gateway of its own for the tenant, in the time of the sandbox. */
export async function acmeGateway(acme: AcmePlatform): Promise<Gateway> {
  const config = await parseEnvironment(gatewayEnvironment({ acme }))
  const wire = { fetch: (url: string, init: RequestInit) => fetch(url, init), now: acme.clock.now }
  return createGateway(config, () => undefined, wire)
}

/** Stands between the adapter and the gateway: may hold a request back, or answer in the gateway's place. */
export type Between = (request: Request, send: () => Promise<Response>) => Promise<Response>

/** Signs the person in. Waiting lets the time of the sandbox pass instead of ours; `state` counts what happened. */
export async function connectAcme(
  acme: AcmePlatform,
  gateway: Gateway,
  persona: PersonaName,
  between: Between = (_, send) => send(),
) {
  const { access_token, refresh_token } = await signInAs(acme, persona, {
    scope: 'openid offline_access',
    changes: { audience: acmeApi },
  })
  const state = { access: String(access_token), refresh: String(refresh_token), waited: 0, requests: 0 }
  const caller: Caller = {
    accessToken: async () => state.access,
    async renewed(used) {
      if (used !== state.access) return state.access
      const tokens = await read(await refresh(acme, state.refresh))
      Object.assign(state, { access: tokens['access_token'], refresh: tokens['refresh_token'] })
      return state.access
    },
    claims: () => new Map(Object.entries(claims(state.access))),
  }
  const directory = auth0Directory({}, caller, {
    address: consoleOrigin,
    now: acme.clock.now,
    async fetch(input, init) {
      state.requests += 1
      const request = new Request(input, init)
      return between(request, () => gateway.fetch(request))
    },
    async sleep(ms) {
      state.waited += ms
      acme.clock.advance(ms)
    },
  })
  const place = directory.at()
  return { directory, place, state, at: (scope?: string) => abilities(directory.at(scope)) }
}

/** What every place of this directory has. */
function abilities({ access, roles, permissions, members }: ReturnType<EditableDirectory['at']>) {
  if (!members) throw new Error('This directory lacks something')
  return { access, roles, permissions, members }
}

/** What sets tenants apart. */
export const tenants: { name: string; settings: Partial<Auth0Settings> }[] = [
  { name: 'Auth0', settings: {} },
  { name: 'Auth0 without groups', settings: { effective: false } },
  { name: 'Auth0, a small tenant', settings: { rateLimit: { burst: 10, perSecond: 2 } } },
]

const orders = (name: string) => `${name} ${ordersApi}`

/** Ids are made from names, so that every world of this seed has the same ones. */
function sampleOf(world: Auth0World): EditableSample {
  const role = (name: string) => world.role(name).id
  const user = (number: number) => world.users()[number]?.id ?? ''
  return {
    role: {
      id: role('Refunds'),
      has: [orders('read:orders'), orders('refund:orders')],
      lacks: [orders('write:orders'), orders('cancel:orders'), orders('export:orders')],
    },
    roleSearch: { text: 'TELEMETRY', finds: [role('Telemetry operator')] },
    newRole: { name: 'Editor — überall 🛰️', description: 'Edits things' },
    newPermission: { resource: ordersApi, name: 'share:orders', description: 'Share orders — überall 🛰️' },
    person: {
      id: user(20),
      name: 'Farid Lindqvist',
      search: 'FARID lindq',
      has: role('Order clerk'),
      lacks: [role('Support'), role('Billing viewer')],
    },
    stranger: { id: user(23), search: 'ivo lindq' },
    effective: { person: user(20), role: role('Order clerk'), permission: orders('write:orders') },
  }
}

const operations = {
  role: ['createRole', 'updateRole', 'deleteRole'],
  granted: ['addRolePermissions', 'removeRolePermissions'],
  held: ['addUserRoles', 'removeUserRoles'],
  permission: ['updateApi'],
} as const

function partsOf(id: string) {
  const [name = '', api = ''] = id.split(' ')
  return { api, name }
}

/** Makes the subject of one kind of tenant. */
export function auth0Subject({ name, settings }: (typeof tenants)[number]): EditableSubject {
  let sandbox: Sandbox
  let gateway: Gateway
  const world = () => sandbox.acme.world
  /** Replaces one permission of an API; undefined takes it away. */
  const change = (id: string, description: string | undefined) => {
    const { api, name } = partsOf(id)
    const scopes = world().findApi(api)?.scopes ?? []
    const changed = scopes.flatMap((scope) =>
      scope.value !== name ? [scope] : description === undefined ? [] : [{ value: name, description }],
    )
    world().setScopes(api, changed)
  }
  return {
    name,
    async start() {
      sandbox = await startSandbox({ consoleOrigin })
    },
    stop: () => sandbox.stop(),
    async reset() {
      await sandbox.reset()
      Object.assign(sandbox.acme.settings, settings)
      gateway = await acmeGateway(sandbox.acme)
    },
    connect: (visitor) => connectAcme(sandbox.acme, gateway, visitor),
    allowed: allGrants,
    sample: sampleOf(createWorld({ origin: consoleOrigin })),
    me: subOf('acme', 'admin'),
    behind: {
      roles: () =>
        world()
          .roles()
          .map(({ id }) => id),
      granted: (role) =>
        sorted(listOf(world().role(role).permissions).map(({ api, name: one }) => `${one} ${api}`)),
      held: (person) =>
        sorted(
          world()
            .roles()
            .flatMap(({ id, users }) => (users.has(person) ? [id] : [])),
        ),
      permissions: () =>
        world()
          .apis()
          .flatMap(({ identifier, scopes }) => scopes.map(({ value }) => `${value} ${identifier}`)),
      setGranted: (role, permissions) => world().setRolePermissions(role, permissions.map(partsOf)),
      setHeld: (person, roles) => world().setRoles(person, roles),
      deleteRole: (role) => world().deleteRole(role),
      describePermission: change,
      deletePermission: (permission) => change(permission, undefined),
    },
    settle: () => undefined,
    lose(write, what) {
      for (const operation of operations[write]) {
        sandbox.acme.faults.set(operation, what === 'answer' ? 'reset-after' : 'reset', { times: 1 })
      }
    },
    writes: () =>
      Object.values(operations)
        .flat()
        .flatMap((operation) => sandbox.acme.journal.entries({ operation })).length,
  }
}
