// Ending one credential, whatever its kind.
import type { Credential } from '../../directory/credentials.ts'
import { having, placeAt } from '../../queries.ts'

/** Ends it at once; one that is already gone counts as revoked. */
export async function revokeAt(scope: string | undefined, credential: Credential): Promise<void> {
  const credentials = having(placeAt(scope).credentials)
  if (credential.kind === 'secret' && credentials.removeSecret)
    await credentials.removeSecret(credential.owner.id)
  else await credentials.revoke(credential)
}
