// How credentials are named on screen.
import type { Credential, CredentialKind } from '../../directory/credentials.ts'

/** One of the kind in words: "token", "key", "client secret". */
export const kindWord: Readonly<Record<CredentialKind, string>> = {
  token: 'token',
  key: 'key',
  secret: 'client secret',
}

/** What people call a credential by: its name, else what tells it from others. */
export function labelOf({ kind, name, hint, owner, id }: Credential): string {
  if (name !== undefined) return name
  if (kind === 'secret') return `client secret of ${owner.name}`
  return `unnamed ${kindWord[kind]} ${hint ?? id}`
}

/** "Key deploy", "Client secret of Crawler": for the title of a dialog. */
export function titleOf(credential: Credential): string {
  const label = labelOf(credential)
  return credential.name === undefined ? label : `${kindWord[credential.kind]} ${label}`
}

/** The same with a capital letter, for the start of a sentence. */
export function atStart(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1)
}

/** What a list of these kinds is a list of: "token", "tokens", "keys and secrets". */
export function kindsWord(kinds: readonly CredentialKind[] | undefined, many = false): string {
  const only = kinds?.length === 1 ? kinds[0] : undefined
  if (only !== undefined) return `${kindWord[only]}${many ? 's' : ''}`
  if (kinds?.includes('token') === false) return many ? 'keys and secrets' : 'key or secret'
  return many ? 'credentials' : 'credential'
}
