// Credentials of an Auth0 tenant behind the port: secrets and keys of applications at the tenant, tokens at the gateway. Decides by
// the kind of a credential who deals with it.
import type { Credential, CredentialDirectory } from '../credentials.ts'
import { Problem } from '../problem.ts'
import type { Calls } from './calls.ts'
import { createClientKeys } from './client-keys.ts'
import type { Clients } from './clients.ts'
import { createInventory } from './inventory.ts'
import { createKeys } from './keys.ts'
import { createSecrets } from './secrets.ts'
import { createTester } from './tester.ts'
import { createTokens, type TokenParts } from './tokens.ts'

export type CredentialParts = TokenParts & {
  calls: Calls
  clients: Clients
  /** Address of the gateway, without a slash at its end. */
  gateway: string
}

/** What an Auth0 tenant has of the port: everything but a secret taken away, as an application always signs in somehow. */
export type Auth0Credentials = Required<Omit<CredentialDirectory, 'removeSecret'>>

/** Makes the credentials of the tenant. Failures are as the port says. */
export function credentialDirectory(parts: CredentialParts): Auth0Credentials {
  const { calls, own, clients, gateway, now } = parts
  const tester = createTester(own, clients, now)
  const clientKeys = createClientKeys(calls, clients)
  const secrets = createSecrets({ calls, clients, clientKeys, tester })
  const keys = createKeys({ calls, clients, clientKeys, secrets, tester, now })
  const tokens = createTokens(parts)

  return {
    inventory: createInventory({ clients, tokens, person: parts.person, now }),
    policy: tokens.policy,
    grantable: tokens.grantable,
    issueToken: tokens.issue,
    issueKey: keys.issue,
    setSecret: secrets.set,

    revoke: (credential) =>
      by(credential, {
        token: () => tokens.revoke(credential),
        key: () => keys.revoke(credential),
        secret: () => secrets.end(credential.owner.id),
      }),

    endAt: (credential, at) =>
      by(credential, {
        token: () => tokens.endAt(credential, at),
        key: () => keys.endAt(credential, at),
        secret: () => Promise.reject(timeless()),
      }),

    finish: (credential) => keys.finish(credential),

    endRotation: (credential) =>
      by(credential, {
        token: () => tokens.endRotation(credential),
        key: () => clientKeys.endRotation(credential.owner.id, credential.id),
        // It replaced the one before when it was set.
        secret: () => Promise.resolve(),
      }),

    recipes: async (credential) => {
      const account = credential.owner.kind === 'account' && credential.kind !== 'token'
      // Most never look at one.
      const { recipesOf } = await import('./recipes.ts')
      const [grant] = account ? await clients.grants(credential.owner.id) : []
      return recipesOf(credential, { issuer: clients.issuer(), audience: grant?.api, gateway })
    },
  }
}

function by<T>({ kind }: Credential, ways: Record<Credential['kind'], () => T>): T {
  return ways[kind]()
}

function timeless(): Problem {
  return new Problem(
    'invalid',
    'Auth0 cannot end a secret at a date: it ends when another one is set, or when it is revoked.',
  )
}
