// Where who holds what is changed, on pages that only show it.
import { paths } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Note } from '../../ui/note.tsx'
import { useScope } from '../../use-scope.ts'

/** Draws nothing where it is changed on the page itself. */
export function Elsewhere() {
  const scope = useScope()
  const elsewhere = connected().directory?.traits.members?.elsewhere
  if (elsewhere === undefined) return null
  return (
    <Note tone="info" actions={<LinkButton to={paths.access({ scope })}>Go to Access</LinkButton>}>
      {elsewhere}
    </Note>
  )
}
