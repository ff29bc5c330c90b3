// What only pages about accounts and credentials need of a place, fetched when it is asked for. Both read the same list of accounts,
// so that a write of the one shows in the other.
import { accountCalls } from './account-calls.ts'
import { accountList } from './account-list.ts'
import { accountDirectory } from './accounts.ts'
import { credentialDirectory, type CredentialNeeds } from './credentials.ts'

/** Makes the accounts and the credentials of one organization. */
export function accountParts(needs: Omit<CredentialNeeds, 'accounts'>) {
  const { calls, organization, sleep, now } = needs
  const wire = accountCalls(calls, organization)
  const list = accountList(wire, now)
  return {
    accounts: accountDirectory({ calls: wire, list, sleep, now }),
    credentials: credentialDirectory({ ...needs, accounts: list }),
  }
}
