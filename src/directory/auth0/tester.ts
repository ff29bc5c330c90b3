// Trying a credential for real: the gateway asks the tenant for an access token with it and throws that away, because the tenant's
// token endpoint answers no browser for such applications.
import * as v from 'valibot'
import { shaped } from '../answer.ts'
import type { Sign } from '../key-material.ts'
import { Problem } from '../problem.ts'
import type { Calls } from './calls.ts'
import type { Clients } from './clients.ts'

/** By what an application signs in. */
type Proof = { client_secret: string } | { client_assertion: string }

export type Tester = {
  /** Resolves to what came back, in a sentence. @throws Problem saying why it does not work */
  test(client: string, proof: Proof, signal?: AbortSignal): Promise<string>
  /** An assertion of the application, good once within a minute. */
  assertion(client: string, kid: string, sign: Sign): Promise<string>
}

const Tested = v.object({ scope: v.nullish(v.string(), ''), expires_in: v.nullish(v.number()) })
const life = 60

/** Makes the tester. `own` are the gateway's own calls; `now` is the clock that its tenant goes by. */
export function createTester(own: Calls, clients: Clients, now: () => number): Tester {
  return {
    async test(client, proof, signal) {
      const [grant] = await clients.grants(client, signal)
      if (!grant) {
        throw new Problem(
          'invalid',
          'This application may use no API yet, so that it gets no access token with anything. Give it a permission first.',
        )
      }
      const body = await own.send(
        'POST',
        '/test',
        { client_id: client, audience: grant.api, ...proof },
        signal,
      )
      const { scope, expires_in: seconds } = shaped(Tested, body, own.host)
      const held = scope === '' ? 'no permissions' : `the permissions ${scope.split(' ').join(', ')}`
      const minutes =
        typeof seconds === 'number' ? ` It would hold for ${Math.round(seconds / 60)} minutes.` : ''
      return `Auth0 gave an access token for ${grant.api} with ${held}.${minutes}`
    },

    async assertion(client, kid, sign) {
      const at = Math.floor(now() / 1000)
      return sign(
        { alg: 'RS256', typ: 'JWT', kid },
        {
          iss: client,
          sub: client,
          aud: clients.issuer(),
          iat: at,
          exp: at + life,
          jti: crypto.randomUUID(),
        },
      )
    },
  }
}
