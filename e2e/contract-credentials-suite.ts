// What both halves of the contract suite of accounts and credentials start from: every subject, somebody signed in at it, and the
// drafts that the tests send.
import { randomUUID } from 'node:crypto'
import type { Credential, CredentialDirectory, Issued } from '../src/directory/credentials.ts'
import { auth0Credentials } from './contract-credentials-auth0.ts'
import { tenants } from './contract-auth0.ts'
import type { CredentialSubject } from './contract-credentials-subject.ts'
import { zitadelCredentials } from './contract-credentials-zitadel.ts'
import { having } from './contract-subject.ts'
import { instances } from './contract-zitadel.ts'
import type { PersonaName } from './sandbox/personas.ts'

/** Metadata of organizations has nothing to do with credentials. */
const zitadel = instances.filter(({ settings }) => !settings.olderMetadata)

export const subjects: CredentialSubject[] = [
  ...zitadel.map(zitadelCredentials),
  ...tenants.map(auth0Credentials),
]

const day = 86_400_000

/** A way to make something that is handed out. `more` goes into its draft. */
export type Way = {
  way: 'token' | 'key' | 'secret'
  issue(of: CredentialDirectory, more?: object): Promise<Issued>
}

/** What the tests of one subject do again and again. */
export function suiteOf(subject: CredentialSubject) {
  const { sample } = subject
  const common = (more: object) => ({
    request: randomUUID(),
    name: 'Suite — überall 🛰️',
    purpose: 'For the suite',
    expiresAt: new Date(subject.now() + 7 * day),
    ...more,
  })
  const tokenDraft = (more: object = {}) => common({ ...sample.token, ...more })
  const keyDraft = (more: object = {}) => ({
    ...common({}),
    owner: sample.account.id,
    material: { by: 'browser', bits: 2048 } as const,
    ...more,
  })
  const requested: Way[] = [
    { way: 'token', issue: (of, more) => having(of.issueToken)(tokenDraft(more)) },
    { way: 'key', issue: (of, more) => having(of.issueKey)(keyDraft(more)) },
  ]
  const secret: Way = { way: 'secret', issue: (of) => having(of.setSecret)(sample.account.id) }
  return {
    tokenDraft,
    keyDraft,
    /** Those that carry a request, and all. */
    requested,
    ways: [...requested, secret],
    async as(visitor: PersonaName) {
      const { directory, place } = await subject.connect(visitor)
      const { accounts, credentials } = place
      return {
        place,
        traits: directory.traits,
        accounts: having(accounts),
        credentials: having(credentials),
      }
    },
  }
}

/** The credential as the inventory shows it. */
export async function listed(of: CredentialDirectory, id: string): Promise<Credential | undefined> {
  return (await of.inventory()).credentials.find((one) => one.id === id)
}
