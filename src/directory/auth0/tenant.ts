// What a tenant has behind the gateway, fetched when it is asked for the first time: its requests, and every resource over them.
// Hides: which parts share their readings.
import type {
  Caller,
  EditablePermissions,
  EditableRoles,
  MemberDirectory,
  ScopeDirectory,
} from '../directory.ts'
import { createHttp, pause } from '../http.ts'
import { createApis } from './apis.ts'
import { createCalls } from './calls.ts'
import { auth0Problem } from './errors.ts'
import { createHoldings } from './holdings.ts'
import type { Machines } from './machines.ts'
import { memberDirectory } from './members.ts'
import { organizationMemberDirectory } from './organization-members.ts'
import { scopeDirectory } from './organizations.ts'
import { createPace, type Pace } from './pace.ts'
import { permissionDirectory } from './permissions.ts'
import { rolePermissions } from './role-permissions.ts'
import { roleDirectory } from './roles.ts'

export type Tenant = {
  scopes: ScopeDirectory
  roles: EditableRoles
  permissions: EditablePermissions
  /** Its accounts and credentials. */
  machines(): Promise<Machines>
  /** People of the whole tenant, or of one organisation. */
  members(organization?: string): MemberDirectory
}

export type Auth0Options = {
  fetch?: typeof fetch
  sleep?: (ms: number) => Promise<void>
  /** Local clock, in milliseconds. */
  now?: () => number
  /** Origin of this console. */
  address?: string
}

/** Where the gateway answers on the console's own address, and on another where the configuration names no path. */
const mount = '/gateway'

const unpaced: Pick<Pace, 'run'> = { run: (_, work) => work() }

/** Makes everything of one tenant. Sends nothing yet. */
export function createTenant(config: { gateway?: string }, caller: Caller, options: Auth0Options): Tenant {
  const address = options.address ?? globalThis.location.origin
  const { origin, host, pathname } = new URL(config.gateway ?? address)
  const { sleep = pause, now = Date.now, fetch: send = (input, init) => fetch(input, init) } = options
  const pace = createPace({ sleep, now })
  const http = createHttp({
    origin,
    caller,
    problemOf: (answer) => auth0Problem(host, answer),
    fetch: pace.watch(send),
    sleep,
  })
  const path = pathname.replace(/\/+$/, '') || mount
  const calls = createCalls(http, { host, base: `${path}/api/v2`, pace, sleep })
  // What the gateway keeps itself costs the tenant nothing.
  const own = createCalls(http, { host, base: path, pace: unpaced, sleep })
  let machines: Promise<Machines> | undefined
  const apis = createApis(calls)
  const ofRoles = rolePermissions(calls)
  const parts = { calls, apis, holdings: createHoldings(calls), ofRoles }
  const ofTenant = memberDirectory(parts)
  const ofOrganizations = new Map<string, MemberDirectory>()
  return {
    scopes: scopeDirectory(calls, caller),
    roles: roleDirectory(calls),
    permissions: permissionDirectory(apis, ofRoles),
    machines: () =>
      (machines ??= import('./machines.ts').then(({ createMachines }) =>
        createMachines({ calls, own, caller, gateway: origin + path, send, now }),
      )),
    members(organization) {
      if (organization === undefined) return ofTenant
      const made = ofOrganizations.get(organization) ?? organizationMemberDirectory(parts, organization)
      ofOrganizations.set(organization, made)
      return made
    },
  }
}
