// The one secret that a service user can have. Hides: that setting one overwrites the old one, and that Zitadel tells nothing of it
// but that there is one.
import type { Issued, SecretForm } from '../credentials.ts'
import { known, notDone, seen } from '../lost-answer.ts'
import { Problem } from '../problem.ts'
import type { ServiceUser } from './account-calls.ts'
import type { AccountList } from './account-list.ts'
import type { CredentialCalls } from './credential-calls.ts'
import { idOfCredential } from './credential-ids.ts'
import { isAlreadySo } from './errors.ts'
import { secretOf } from './inventory.ts'
import type { Proofs } from './proof.ts'

export type SecretNeeds = {
  calls: CredentialCalls['secret']
  accounts: AccountList
  proofs: Proofs
  refuseStronger(account: ServiceUser): Promise<void>
  sleep: (ms: number) => Promise<void>
}

/** Makes the ways to set and remove secrets. */
export function secretDirectory({ calls, accounts, proofs, refuseStronger, sleep }: SecretNeeds) {
  const { settling } = accounts

  async function there(owner: string): Promise<ServiceUser> {
    const found = await accounts.find(owner)
    if (found) return found
    throw new Problem('not-found', `The account ${owner} does not exist any more.`)
  }

  const left = (id: string, hasSecret: boolean, at: Date) =>
    settling.changed(id, (one) => ({ ...one, hasSecret, updatedAt: at }), at)

  return {
    async setSecret(owner: string): Promise<Issued> {
      const account = await there(owner)
      await refuseStronger(account)
      try {
        const { value, login = account.login, at } = await calls.set(owner)
        left(owner, true, at)
        return {
          credential: secretOf(account),
          secret: formsOf(login, value),
          test: (signal) => proofs.secret(login, value, account, signal),
        }
      } catch (error) {
        if (!(error instanceof Problem) || !error.details.unsure) throw error
        const orphan = idOfCredential({ kind: 'secret', user: owner })
        // Whether a secret that was there is still the same one, Zitadel does not tell.
        if (account.hasSecret) {
          const what = `The answer was lost: “${account.name}” may have a new secret that nobody has.`
          throw new Problem(error.kind, `${what} Set it once more to be sure.`, {
            ...known(error.details),
            orphan,
          })
        }
        const isThere = async () => ((await there(owner)).hasSecret ? true : undefined)
        if (!(await seen(sleep, error, isThere))) throw notDone(error, 'The secret was not set', 'Zitadel')
        const what = 'A secret was set, but it was lost with the answer, so that nobody has it.'
        throw new Problem(error.kind, `${what} Set it once more.`, { ...known(error.details), orphan })
      }
    },

    async removeSecret(owner: string): Promise<void> {
      try {
        left(owner, false, await calls.remove(owner))
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        // Without the account there is no secret of it either.
        if (isAlreadySo(error) || error.kind === 'not-found') return
        if (!error.details.unsure) throw error
        const isGone = async () => ((await accounts.find(owner))?.hasSecret ? undefined : true)
        if (!(await seen(sleep, error, isGone))) throw notDone(error, 'The secret was not removed', 'Zitadel')
      }
    },
  }
}

function formsOf(login: string, value: string): SecretForm[] {
  const name = login.replaceAll(/[^\p{L}\p{N}_.-]+/gu, '-').slice(0, 60)
  return [
    { label: 'Client secret', text: value },
    {
      label: 'Client id and secret',
      text: `ZITADEL_CLIENT_ID=${login}\nZITADEL_CLIENT_SECRET=${value}\n`,
      file: { name: `${name}.env`, type: 'text/plain' },
    },
  ]
}
