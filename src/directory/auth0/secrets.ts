// The secret of an application: one at a time, shown once, ended only by another in its place (auth0.md §3.5).
import * as v from 'valibot'
import { shaped } from '../answer.ts'
import type { Issued } from '../credentials.ts'
import { known } from '../lost-answer.ts'
import { Problem } from '../problem.ts'
import { type Calls, segment } from './calls.ts'
import type { ClientKeys } from './client-keys.ts'
import type { Clients } from './clients.ts'
import { secretId, secretOf } from './credential-of.ts'
import type { Tester } from './tester.ts'

export type Secrets = {
  set(owner: string): Promise<Issued>
  /** Puts one in its place that nobody gets to see. */
  end(owner: string): Promise<void>
}

const Rotated = v.object({ client_secret: v.pipe(v.string(), v.nonEmpty()) })
export type SecretParts = { calls: Calls; clients: Clients; clientKeys: ClientKeys; tester: Tester }

/** Makes the access to secrets of applications. */
export function createSecrets({ calls, clients, clientKeys, tester }: SecretParts): Secrets {
  /** What it is now, nobody else knows. `isUsed`: the application signs in with its secret at present. */
  async function rotated(owner: string, isUsed: boolean): Promise<string> {
    try {
      const body = await calls.send('POST', `/clients/${segment(owner)}/rotate-secret`)
      return shaped(Rotated, body, calls.host).client_secret
    } catch (error) {
      if (!(error instanceof Problem) || !isLost(error)) throw error
      const [why, details] = [error.kind, known(error.details)]
      if (!isUsed)
        throw new Problem(why, 'The secret was lost on its way, and is not in use. Set it again.', details)
      throw new Problem(
        why,
        'The answer was lost: the application may have a new secret by now that nobody knows, and its old one may not work any more. Set it again.',
        { ...details, orphan: secretId(owner) },
      )
    }
  }

  return {
    async set(owner) {
      const client = await clients.get(owner)
      if (client.signsIn === 'keys') {
        throw new Problem(
          'conflict',
          'This application signs in with keys, and Auth0 gives it no secret beside them. Revoke its last key first: then it goes ' +
            'back to a secret, which can be set here.',
        )
      }
      await clients.refuseStronger(owner)
      const secret = await rotated(owner, client.signsIn === 'secret')
      if (client.signsIn !== 'secret') await clientKeys.toSecret(owner)
      return {
        credential: secretOf(client, false),
        secret: [{ label: 'Client secret', text: secret }],
        note: 'It takes up to 30 seconds until the new secret works everywhere. Until then the old one may still work.',
        test: (signal) => tester.test(client.id, { client_secret: secret }, signal),
      }
    },

    async end(owner) {
      await rotated(owner, true)
    },
  }
}

function isLost({ kind, details }: Problem): boolean {
  return details.unsure === true || kind === 'unexpected'
}
