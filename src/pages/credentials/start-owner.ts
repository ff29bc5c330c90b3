// Whose credential the address asks for, and which one it is to replace.
import type { Credential, Owner } from '../../directory/credentials.ts'
import { account, accounts, inventory, queryClient } from '../../queries.ts'
import { Problem } from '../../directory/problem.ts'
import { scopeIn } from '../../paths.ts'

/** What a form starts with. */
export type Start = { owner: Owner | undefined; replaces: Credential | undefined }

/** Read from the address of a form: `owner` is the id of an account, `copy` that of a credential. */
export async function startOf(request: Request): Promise<Start> {
  const query = new URL(request.url).searchParams
  const scope = scopeIn(query)
  const [owner, copy] = [query.get('owner'), query.get('copy')]
  const [found, list] = await Promise.all([
    owner ? queryClient.query(account(scope, owner)).catch(onlyUnread) : undefined,
    queryClient.query(inventory(scope)),
    // To choose from; where they cannot be read the form says so.
    owner || copy ? undefined : queryClient.query(accounts(scope)).catch(onlyUnread),
  ])
  const replaces = copy ? list.credentials.find(({ id }) => id === copy) : undefined
  if (copy && !replaces)
    throw new Problem('not-found', 'The credential that was to be rotated is not there any more.')
  return { owner: found && { id: found.id, name: found.name, kind: 'account' }, replaces }
}

/** An address with an owner that cannot be read still opens the form: the owner is then chosen there. */
function onlyUnread(error: unknown): undefined {
  if (!(error instanceof Problem) || error.kind === 'signed-out') throw error
}
