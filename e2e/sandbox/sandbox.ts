// A local Zitadel instance and two local Auth0 tenants, each on a port and origin of its own, loopback only.
// A function and not a service: whoever starts it holds every control in his hand. Hides how the providers are made.

import type { Config } from '../../src/config.ts'
import { managementApi } from './auth0/api.ts'
import { permissionsClaim } from './auth0/holdings.ts'
import { machineKey, scopesOf } from './auth0/machine.ts'
import { createTenant } from './auth0/tenant.ts'
import { createWorld as createTenantWorld } from './auth0/world.ts'
import type { Auth0World } from './auth0/world.ts'
import type { Clock } from './clock.ts'
import { acmeApi, configOf, ktrlplaneAudience, otherAudience } from './console-config.ts'
import { edge } from './edge.ts'
import type { Faults } from './faults.ts'
import { fromFetch, listen } from './http.ts'
import type { Listener } from './http.ts'
import type { Journal } from './journal.ts'
import { ktrlplaneApi } from './ktrlplane/api.ts'
import { createWorld as createKtrlplaneWorld } from './ktrlplane/world.ts'
import type { KtrlplaneWorld } from './ktrlplane/world.ts'
import { activePersona, bearer, createKit } from './kit.ts'
import type { Kit, Vendor } from './kit.ts'
import { personaOf, personas } from './personas.ts'
import type { PersonaName } from './personas.ts'
import { auth0Defaults, ktrlplaneDefaults, zitadelDefaults } from './settings.ts'
import type { Auth0Settings, KtrlplaneSettings, Settings, ZitadelSettings } from './settings.ts'
import { operationOf, zitadelApi } from './zitadel/api.ts'
import { createInstance } from './zitadel/openid.ts'
import { kosmosProjectId } from './zitadel/seed.ts'
import { createWorld } from './zitadel/world.ts'
import type { ZitadelWorld } from './zitadel/world.ts'

export type SandboxOptions = {
  /** Origin of the console, for example http://localhost:4173. */
  consoleOrigin: string
  /** Where the providers live; 127.0.0.1 makes them cross-site to a console on localhost. */
  host?: 'localhost' | '127.0.0.1'
  ports?: { kosmos: number; acme: number; ktrlplane: number }
}

export type Sessions = {
  /** Ends every session at the provider; tokens live on. */
  endAll: () => Promise<void>
  /** Makes every refresh token unknown; access tokens live on. */
  revokeRefreshTokens: () => Promise<void>
  /** Plays the thief: uses the newest refresh token that was already rotated, so that its family dies. */
  reuseRefreshToken: () => Promise<void>
  block: (persona: PersonaName) => void
}

export type SandboxPlatform = {
  id: string
  name: string
  origin: string
  issuer: string
  clientId: string
  settings: Settings
  clock: Clock
  faults: Faults
  journal: Journal
  sessions: Sessions
  /** Publishes a second signing key beside the first and signs with it. */
  rotateSigningKey: () => void
}

export type ZitadelPlatform = SandboxPlatform & { settings: ZitadelSettings; world: ZitadelWorld }
export type Auth0Platform = SandboxPlatform & { settings: Auth0Settings }
export type AcmePlatform = Auth0Platform & { world: Auth0World }
export type KtrlplanePlatform = Auth0Platform & { settings: KtrlplaneSettings; world: KtrlplaneWorld }

export type Sandbox = {
  /** What /config.json has to say for this sandbox; a test may change it. */
  config: Config
  kosmos: ZitadelPlatform
  acme: AcmePlatform
  ktrlplane: KtrlplanePlatform
  platforms: SandboxPlatform[]
  /** Worlds, sessions, tokens, settings, faults, clock, journal and configuration as new. */
  reset: () => Promise<void>
  stop: () => Promise<void>
}

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { consoleOrigin, host = 'localhost', ports = { kosmos: 0, acme: 0, ktrlplane: 0 } } = options
  const listeners: Listener[] = []
  const open = async (port: number): Promise<Listener> => {
    const listener = await listen(host, port)
    listeners.push(listener)
    return listener
  }
  const stop = async (): Promise<void> =>
    void (await Promise.all(listeners.map((listener) => listener.stop())))

  try {
    const place = { consoleOrigin, host }
    const kosmos = await startZitadel({ ...place, listener: await open(ports.kosmos) })
    const acme = await startAcme({ ...place, listener: await open(ports.acme) })
    const ktrlplane = await startKtrlplane({ ...place, listener: await open(ports.ktrlplane) })
    const running = [kosmos, acme, ktrlplane]
    const freshConfig = (): Config =>
      configOf({ kosmos: kosmos.platform, acme: acme.platform, ktrlplane: ktrlplane.platform })
    const config = freshConfig()
    return {
      config,
      kosmos: kosmos.platform,
      acme: acme.platform,
      ktrlplane: ktrlplane.platform,
      platforms: running.map(({ platform }) => platform),
      async reset() {
        for (const { reset } of running) reset()
        // In place: it is being served.
        for (const key of Object.keys(config)) Reflect.deleteProperty(config, key)
        Object.assign(config, freshConfig())
      },
      stop,
    }
  } catch (cause) {
    await stop()
    throw cause
  }
}

type Place = { consoleOrigin: string; host: string; listener: Listener }

function at({ consoleOrigin, host, listener }: Place): { consoleOrigin: string; origin: string } {
  return { consoleOrigin, origin: `http://${host}:${listener.port}` }
}

async function startZitadel(place: Place): Promise<{ platform: ZitadelPlatform; reset: () => void }> {
  const settings = { ...zitadelDefaults }
  const kit = await createKit({ id: 'kosmos', name: 'KOSMOS', ...at(place), accessTokensOutliveGrant: false })
  const world = createWorld(kit.clock.now)
  const [organization] = world.organizations
  const app = zitadelApi({
    world,
    now: kit.clock.now,
    caller: (authorization) => vendor.caller(authorization),
    allowedOrigins: [kit.consoleOrigin],
  })
  const vendor = await createInstance({
    kit,
    settings,
    world,
    home: {
      projectId: kosmosProjectId,
      organizationId: world.homeOrganizationId,
      primaryDomain: organization?.primaryDomain ?? 'home.localhost',
    },
    api: { handle: fromFetch((request) => app.fetch(request)), operationOf },
  })
  const { platform, reset } = run(place, kit, vendor, settings, zitadelDefaults)
  return {
    platform: { ...platform, settings, world },
    reset() {
      reset()
      world.reset()
    },
  }
}

async function startAcme(place: Place): Promise<{ platform: AcmePlatform; reset: () => void }> {
  const settings = { ...auth0Defaults }
  const kit = await createKit({ id: 'acme', name: 'Acme', ...at(place), accessTokensOutliveGrant: true })
  const { origin } = kit
  const { now } = kit.clock
  const { publicPem: pem, kid: keyId } = await machineKey()
  const world = createTenantWorld({ origin, now, gatewayKey: { pem, kid: keyId } })
  const vendor = await createTenant({
    kit,
    settings,
    world,
    audience: acmeApi,
    apiScopes: {},
    permissionsOf: (sub) => permissionsClaim(world, sub, acmeApi),
    api: managementApi({
      world,
      settings,
      origin,
      now,
      isBlocked: (sub) => personaOf(kit.id, sub) !== undefined && !activePersona(kit, sub),
      async caller(authorization) {
        const caller = await vendor.caller(authorization)
        return caller && { ...caller, scopes: scopesOf(bearer(authorization) ?? '') }
      },
    }),
  })
  const { platform, reset } = run(place, kit, vendor, settings, auth0Defaults)
  return {
    platform: { ...platform, settings, world },
    reset() {
      reset()
      world.reset()
    },
  }
}

async function startKtrlplane(place: Place): Promise<{ platform: KtrlplanePlatform; reset: () => void }> {
  const settings = { ...ktrlplaneDefaults }
  const own = { id: 'ktrlplane', name: 'KtrlPlane' }
  const kit = await createKit({ ...own, ...at(place), accessTokensOutliveGrant: true })
  const { world, tables } = createKtrlplaneWorld(kit.clock.now)
  const vendor = await createTenant({
    kit,
    settings,
    audience: ktrlplaneAudience,
    apiScopes: { 'access:platform': (persona) => persona !== 'guest' },
    // The API has its roles in a database of its own.
    permissionsOf: () => undefined,
    action(claims, sub) {
      if (settings.tokenFor === 'none') return undefined
      const persona = personaOf(kit.id, sub)
      const { email, name } = persona ? personas[persona] : {}
      return {
        ...claims,
        ...(settings.profileClaims ? { email, name } : {}),
        ...(settings.tokenFor === 'other' ? { aud: [otherAudience, `${kit.origin}/userinfo`] } : {}),
      }
    },
    api: ktrlplaneApi({
      tables,
      settings,
      issuer: `${kit.origin}/`,
      audience: ktrlplaneAudience,
      now: kit.clock.now,
      verified: (token) => kit.signing.verify(token),
    }),
  })
  const { platform, reset } = run(place, kit, vendor, settings, ktrlplaneDefaults)
  return {
    platform: { ...platform, settings, world },
    reset() {
      reset()
      world.reset()
    },
  }
}

function run<Kind extends Settings>(
  place: Place,
  kit: Kit,
  vendor: Vendor,
  settings: Kind,
  defaults: Kind,
): { platform: SandboxPlatform; reset: () => void } {
  const { clock, faults, journal, store, signing, tokens, blocked } = kit
  place.listener.serve(edge({ ...vendor, origin: kit.origin, clock, faults, journal }))
  const platform: SandboxPlatform = {
    id: kit.id,
    name: kit.name,
    origin: kit.origin,
    issuer: vendor.issuer,
    clientId: kit.clientId,
    settings,
    clock,
    faults,
    journal,
    sessions: {
      async endAll() {
        store.remove('Session', () => true)
      },
      async revokeRefreshTokens() {
        store.remove('RefreshToken', () => true)
      },
      async reuseRefreshToken() {
        const used = store.entries('RefreshToken').findLast(([, record]) => record.consumed !== undefined)
        if (!used) throw new Error(`No refresh token of ${kit.name} has been rotated yet`)
        await vendor.refresh(used[0])
      },
      block: (persona) => void blocked.add(persona),
    },
    rotateSigningKey: () => signing.rotate(),
  }
  return {
    platform,
    reset() {
      Object.assign(settings, defaults)
      clock.reset()
      faults.clear()
      journal.clear()
      store.clear()
      tokens.clear()
      signing.reset()
      blocked.clear()
      vendor.reset()
    },
  }
}
