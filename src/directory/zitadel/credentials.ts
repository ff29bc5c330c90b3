// Tokens, keys and secrets of an organization's service users behind the port. Zitadel keeps them, this console keeps what they are
// called. Puts the parts together; what is left here is how a credential ends.
import type { Credential, CredentialDirectory } from '../credentials.ts'
import { notDone, seen } from '../lost-answer.ts'
import { Problem } from '../problem.ts'
import type { AccountList } from './account-list.ts'
import type { Calls } from './calls.ts'
import { credentialCalls } from './credential-calls.ts'
import { nameOfCredential } from './credential-ids.ts'
import { credentialList } from './credential-list.ts'
import { inventoryOf } from './inventory.ts'
import { createIssuing } from './issuing.ts'
import { keyIssuing } from './keys.ts'
import { createLabels, type Labelled } from './labels.ts'
import { createProofs } from './proof.ts'
import { secretDirectory } from './secrets.ts'
import { strengthCheck } from './stronger.ts'
import { userMetadata } from './user-metadata.ts'

export type CredentialNeeds = {
  /** Within the organization. */
  calls: Calls
  organization: string
  accounts: AccountList
  origin: string
  project: string
  /** Sends without the signed-in person's token. */
  send: typeof fetch
  sleep: (ms: number) => Promise<void>
  now: () => number
}

/** Makes the credentials of one organization's accounts. */
export function credentialDirectory(
  needs: CredentialNeeds,
): Required<Omit<CredentialDirectory, 'endAt' | 'finish' | 'grantable'>> {
  const { calls, organization, accounts, origin, project, send, sleep, now } = needs
  const wire = credentialCalls(calls, organization)
  const lists = { token: credentialList(wire.token, now), key: credentialList(wire.key, now) }
  const labels = createLabels(userMetadata(calls), now)
  const proofs = createProofs({ origin, project, send, sleep, now })
  const refuseStronger = strengthCheck(calls)
  const once = createIssuing({ accounts, labels, refuseStronger, sleep })
  const secrets = secretDirectory({ calls: wire.secret, accounts, proofs, refuseStronger, sleep })
  const issueKey = keyIssuing({ calls: wire.key, list: lists.key, proofs, once })

  async function remove({ kind, user, id }: Labelled): Promise<void> {
    const list = lists[kind]
    try {
      list.gone(id, await wire[kind].remove(user, id))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (error.kind === 'not-found') {
        list.gone(id, new Date(now()))
      } else {
        if (!error.details.unsure) throw error
        const isGone = async () =>
          (await list.of(user)).rows.some((row) => row.id === id) ? undefined : true
        if (!(await seen(sleep, error, isGone)))
          throw notDone(error, `The ${kind} was not revoked`, 'Zitadel')
      }
    }
    // What it was called says nothing any more; left behind it harms nobody.
    await labels.remove({ kind, user, id }).catch(() => undefined)
  }

  return {
    inventory: inventoryOf({ accounts, ...lists, labels }),
    policy: async () => ({}),

    issueToken: (draft) =>
      once({
        kind: 'token',
        draft,
        list: lists.token,
        send: (user, expiresAt) => wire.token.add(user, expiresAt),
        hand: async ({ value }, account) => ({
          secret: [{ label: 'Token', text: value }],
          test: (signal) => proofs.token(value, account, signal),
        }),
      }),
    issueKey,
    ...secrets,

    async revoke({ id }: Credential) {
      const name = nameOfCredential(id)
      await (name.kind === 'secret' ? secrets.removeSecret(name.user) : remove(name))
    },

    async endRotation({ id }: Credential) {
      const name = nameOfCredential(id)
      if (name.kind === 'secret') return
      const label = (await labels.of(name.user)).get(id)
      if (label?.replaces === undefined) return
      const { replaces: _replaces, ...rest } = label
      await labels.write(name, rest)
    },

    async recipes(credential) {
      const { recipesOf } = await import('./recipes.ts')
      return recipesOf(nameOfCredential(credential.id), { origin, project, login: credential.hint ?? '' })
    },
  }
}
