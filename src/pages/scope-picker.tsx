// Where one works, in the sidebar, and the way elsewhere. Hides reading the scope, and forgets what was read at others.
import { lazy, Suspense, useEffect, useState } from 'react'
import { dropOtherScopes } from '../queries.ts'
import { Picker } from '../ui/frame.tsx'
import { Spoken } from '../ui/hidden.tsx'
import { useScope } from '../use-scope.ts'
import { useHere } from './use-here.ts'

const ScopeDialog = lazy(async () => ({ default: (await import('./scope-dialog.tsx')).ScopeDialog }))

/** The button; `onOpen` because the dialog must not lie inside the drawer, which closes under it. */
export function ScopePicker({ label, onOpen }: { label: string; onOpen: () => void }) {
  const { data, isPending, isFetching } = useHere()
  if (!data && !(isPending && isFetching))
    return <Picker name={`Choose: ${label.toLowerCase()}`} onClick={onOpen} />
  return <Picker label={label} name={data?.name ?? 'Reading…'} within={data?.within} onClick={onOpen} />
}

/** The dialog while it is open, what is said after a change of scope, and the end of what belonged to the one before. */
export function ScopeChange({ label, open, onClose }: { label: string; open: boolean; onClose: () => void }) {
  const id = useScope()
  const [first] = useState(id)
  const [moved, setMoved] = useState(false)
  if (!moved && id !== first) setMoved(true)
  const { data } = useHere()
  useEffect(() => dropOtherScopes(id), [id])
  const name = data && (data.within === undefined ? data.name : `${data.name} in ${data.within}`)
  return (
    <>
      <Spoken>{moved && name && `${label}: ${name}`}</Spoken>
      <Suspense>{open && <ScopeDialog label={label} onClose={onClose} />}</Suspense>
    </>
  )
}
