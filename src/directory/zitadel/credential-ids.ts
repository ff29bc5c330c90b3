// Ids of credentials in the whole directory: Zitadel's own are unique only among those of one kind and user. Pure.
import { Problem } from '../problem.ts'

/** What an id says. A secret has no id of its own: there is one of a user at most. */
export type CredentialName =
  | { kind: 'token' | 'key'; user: string; id: string }
  | { kind: 'secret'; user: string }

/** `token.<user>.<id>`, `key.<user>.<id>`, `secret.<user>`. Zitadel's own ids hold no dot. */
export function idOfCredential(name: CredentialName): string {
  return name.kind === 'secret' ? `secret.${name.user}` : `${name.kind}.${name.user}.${name.id}`
}

/** The reading of such an id. @throws Problem `not-found` for one that is none */
export function nameOfCredential(id: string): CredentialName {
  const [, kind, user, own] = /^(token|key|secret)\.([^\s./]{1,200})(?:\.([^\s./]{1,200}))?$/.exec(id) ?? []
  if (user !== undefined && own === undefined && kind === 'secret') return { kind, user }
  if (user !== undefined && own !== undefined && (kind === 'token' || kind === 'key')) {
    return { kind, user, id: own }
  }
  throw new Problem('not-found', 'There is no such credential here.')
}
