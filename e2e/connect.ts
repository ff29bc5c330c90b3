// A directory as a person's browser would have it, signed in at the sandbox for real. Hides: the tokens and their renewal.
import type { Caller } from '../src/directory/directory.ts'
import { zitadelDirectory, type ZitadelProject } from '../src/directory/zitadel/directory.ts'
import { subOf, type PersonaName } from './sandbox/personas.ts'
import type { ZitadelPlatform } from './sandbox/sandbox.ts'
import { consoleOrigin, read, refresh, signInAs } from './sandbox/visitor.ts'
import { kosmosProjectId } from './sandbox/zitadel/seed.ts'

/** Without it an access token is none for Zitadel's API. */
export const apiScope = 'urn:zitadel:iam:org:project:id:zitadel:aud'

/** What is other than usual: the console's origin, the scopes beside `openid offline_access`, the configuration, what sends. */
export type How = { origin?: string; scope?: string; config?: Partial<ZitadelProject>; send?: typeof fetch }

/** Signs the person in. Waiting lets the time of the sandbox pass instead of ours; `state` counts what happened. */
export async function connect(
  kosmos: ZitadelPlatform,
  persona: PersonaName,
  { origin = consoleOrigin, scope = apiScope, config, send = fetch }: How = {},
) {
  const { access_token, refresh_token } = await signInAs(kosmos, persona, {
    scope: `openid offline_access ${scope}`,
  })
  const later: (() => Promise<void>)[] = []
  const state = {
    access: String(access_token),
    refresh: String(refresh_token),
    renewals: 0,
    waited: 0,
    later,
  }
  const caller: Caller = {
    accessToken: async () => state.access,
    async renewed(used) {
      if (used !== state.access) return state.access
      const tokens = await read(await refresh(kosmos, state.refresh))
      Object.assign(state, { access: tokens['access_token'], refresh: tokens['refresh_token'] })
      state.renewals += 1
      return state.access
    },
    claims: () => null,
    person: () => subOf('kosmos', persona),
  }
  const directory = zitadelDirectory({ url: kosmos.origin, project: kosmosProjectId, ...config }, caller, {
    address: origin,
    fetch: (input, init) => {
      const headers = new Headers(init?.headers)
      headers.set('origin', origin)
      return send(input, { ...init, headers })
    },
    now: kosmos.clock.now,
    async sleep(ms) {
      state.waited += ms
      kosmos.clock.advance(ms)
      // A little of it really, so that whoever is at work at the same time gets on.
      await new Promise((resolve) => setTimeout(resolve, Math.min(ms / 4, 75)))
    },
    later: (work) => void state.later.push(work),
  })
  const place = directory.at()
  return { directory, place, state, roles: place.roles }
}
