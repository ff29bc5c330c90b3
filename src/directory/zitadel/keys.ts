// Making keys, by where their halves come from: this browser, somebody's own machine, or Zitadel. Hides what is sent of each, and how
// each is tried.
import type { Issued, KeyDraft } from '../credentials.ts'
import { makePair, readPublicKey, signer, type Pair } from '../key-material.ts'
import { Problem } from '../problem.ts'
import type { ServiceUser } from './account-calls.ts'
import type { KindCalls } from './credential-calls.ts'
import type { CredentialList } from './credential-list.ts'
import type { Order } from './issuing.ts'
import { formsOfFile, formsOfPair, publicHalf, type KeyFacts } from './key-file.ts'
import type { Proofs } from './proof.ts'

export type KeyNeeds = {
  calls: KindCalls
  list: CredentialList
  proofs: Proofs
  once: (order: Order) => Promise<Issued>
}

type By<Way extends KeyDraft['material']['by']> = Extract<KeyDraft['material'], { by: Way }>

/** Makes the way to make keys. */
export function keyIssuing({ calls, list, proofs, once }: KeyNeeds) {
  const order = (draft: KeyDraft) => ({ kind: 'key', draft, list }) as const
  const sending = (publicKey?: string): Order['send'] => {
    return (user, expiresAt) =>
      calls.add(user, expiresAt, publicKey === undefined ? undefined : btoa(publicKey))
  }

  function byBrowser(draft: KeyDraft, { bits }: By<'browser'>): Promise<Issued> {
    // Made only when it is sent: until then something may be wrong with the draft, and a long one takes seconds.
    let pair: Promise<Pair> | undefined
    const made = () => (pair ??= makePair(bits))
    return once({
      ...order(draft),
      send: async (user, expiresAt) => sending((await made()).publicKey)(user, expiresAt),
      async hand({ id }, account) {
        const own = await made()
        return {
          label: { algorithm: own.algorithm, fingerprint: own.fingerprint },
          secret: formsOfPair(own, facts(id, account, draft)),
          test: (signal) => proofs.key(own.sign, id, account, signal),
        }
      },
      // Only the key that this private half belongs to lets somebody in.
      async isOurs({ id }, account) {
        if (!pair) return false
        return proofs.key((await pair).sign, id, account).then(
          () => true,
          () => false,
        )
      },
    })
  }

  async function byPaste(draft: KeyDraft, { publicKey }: By<'paste'>): Promise<Issued> {
    const read = await readPublicKey(publicKey)
    if ('fault' in read) throw new Problem('invalid', read.fault, { fields: { publicKey: read.fault } })
    const { algorithm, fingerprint } = read
    return once({
      ...order(draft),
      label: { algorithm, fingerprint },
      send: sending(read.publicKey),
      hand: async () => ({ secret: [] }),
      // Nothing is missing of it, as long as it can be no other.
      isOurs: async (_row, _account, among) => among === 1,
    })
  }

  function byProvider(draft: KeyDraft): Promise<Issued> {
    return once({
      ...order(draft),
      send: sending(),
      async hand({ id, value }, account) {
        const { forms, privateKey } = formsOfFile(value, facts(id, account, draft))
        const half = await publicHalf(privateKey)
        return {
          secret: forms,
          test: async (signal) => proofs.key(await signer(privateKey), id, account, signal),
          ...(half && { label: { algorithm: half.algorithm, fingerprint: half.fingerprint } }),
        }
      },
    })
  }

  return async function issueKey(draft: KeyDraft): Promise<Issued> {
    const { material } = draft
    if (material.by === 'browser') return byBrowser(draft, material)
    if (material.by === 'paste') return byPaste(draft, material)
    return byProvider(draft)
  }
}

function facts(keyId: string, { id, login }: ServiceUser, { expiresAt }: KeyDraft): KeyFacts {
  return { keyId, userId: id, login, expiresAt }
}
