// What is known of a credential besides its value, in terms that its kind has.
import type { Credential, CredentialKind } from '../../directory/credentials.ts'
import type { Fact } from '../../ui/facts.tsx'
import { clock } from '../../ui/time.ts'

const hints: Record<CredentialKind, string> = {
  token: 'Recognized by',
  key: 'Key id',
  secret: 'Recognized by',
}

const fact = (term: string, value: string | undefined, mono = false): Fact[] =>
  value === undefined ? [] : [{ term, value, mono }]

/** For comparing both sides: what was made here, and what stands where it is used. */
export function factsOf(credential: Credential): Fact[] {
  const { kind, name, owner, hint, algorithm, fingerprint, expiresAt } = credential
  return [
    ...fact('Name', name),
    ...fact('Belongs to', owner.name),
    ...fact(hints[kind], hint, true),
    ...fact('Algorithm', algorithm),
    ...fact('Fingerprint (SHA-256)', fingerprint, true),
    ...fact('Expires', expiresAt === null ? 'Never' : clock(expiresAt.getTime())),
  ]
}
