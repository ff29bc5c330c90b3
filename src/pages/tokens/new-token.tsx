// Creating a token, over the list.
import { useState } from 'react'
import { useLoaderData, useNavigate, useSearchParams, type LoaderFunctionArgs } from 'react-router'
import { paths, scopeIn } from '../../paths.ts'
import { startOf, type Start } from '../credentials/start-owner.ts'
import { TokenDialog } from '../credentials/token-dialog.tsx'

export const loader = ({ request }: LoaderFunctionArgs): Promise<Start> => startOf(request)

/** The dialog for a new token, or for one that replaces another; for anything else it starts anew. Afterwards the list shows it. */
export function Component() {
  const [query] = useSearchParams()
  const asked = ['scope', 'owner', 'copy'].map((name) => query.get(name))
  return <NewToken key={JSON.stringify(asked)} />
}

function NewToken() {
  // What is typed is not overwritten by what a later reading brings.
  const [{ owner, replaces }] = useState(useLoaderData<typeof loader>())
  const [query] = useSearchParams()
  const navigate = useNavigate()
  const close = () =>
    void navigate(
      paths.tokens({
        scope: scopeIn(query),
        search: query.get('q') ?? '',
        show: query.get('show') ?? '',
        owner: query.get('owner') ?? '',
      }),
      { replace: true },
    )
  return <TokenDialog owner={owner} replaces={replaces} onClose={close} />
}
