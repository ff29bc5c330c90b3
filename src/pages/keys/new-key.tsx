// Creating a key or a secret, over the list.
import { useState } from 'react'
import { useLoaderData, useNavigate, useSearchParams, type LoaderFunctionArgs } from 'react-router'
import { paths, scopeIn } from '../../paths.ts'
import { KeyDialog } from '../credentials/key-dialog.tsx'
import { startOf, type Start } from '../credentials/start-owner.ts'

export const loader = ({ request }: LoaderFunctionArgs): Promise<Start> => startOf(request)

/** The dialog for a new key, or for one that replaces another; for anything else it starts anew. Afterwards the list shows it. */
export function Component() {
  const [query] = useSearchParams()
  const asked = ['scope', 'owner', 'copy', 'show'].map((name) => query.get(name))
  return <NewKey key={JSON.stringify(asked)} />
}

function NewKey() {
  // What is typed is not overwritten by what a later reading brings.
  const [{ owner, replaces }] = useState(useLoaderData<typeof loader>())
  const [query] = useSearchParams()
  const navigate = useNavigate()
  const close = () =>
    void navigate(
      paths.keys({
        scope: scopeIn(query),
        search: query.get('q') ?? '',
        owner: query.get('owner') ?? '',
      }),
      { replace: true },
    )
  const start = query.get('show') === 'secret' ? 'secret' : undefined
  return <KeyDialog owner={owner} replaces={replaces} start={start} onClose={close} />
}
