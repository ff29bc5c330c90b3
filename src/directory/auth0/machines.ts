// Accounts and credentials of a tenant, fetched when one of them is asked for the first time: who works with roles alone never
// pays for them.
import type { Caller } from '../directory.ts'
import { accountDirectory, type Auth0Accounts } from './accounts.ts'
import type { Calls } from './calls.ts'
import { createClients } from './clients.ts'
import { type Auth0Credentials, credentialDirectory } from './credentials.ts'
import { tokenTest } from './token-test.ts'

export type MachineParts = {
  calls: Calls
  /** The gateway's own calls. */
  own: Calls
  caller: Caller
  /** Address of the gateway, without a slash at its end. */
  gateway: string
  send: typeof fetch
  now: () => number
}

export type Machines = { accounts: Auth0Accounts; credentials: Auth0Credentials }

/** Makes both, over the same readings. */
export function createMachines({ calls, own, caller, gateway, send, now }: MachineParts): Machines {
  const clients = createClients(calls, caller)
  return {
    accounts: accountDirectory(calls, clients),
    credentials: credentialDirectory({
      calls,
      own,
      clients,
      gateway,
      now,
      test: tokenTest(gateway, send),
      person() {
        const person = caller.claims()?.get('sub')
        return typeof person === 'string' ? person : ''
      },
    }),
  }
}
