// In what state somebody is, where it is not the ordinary one.
import type { Person } from '../../directory/model.ts'
import { Badge } from '../../ui/badge.tsx'

/** What each state means for the person. */
export const stateMeaning = {
  blocked: 'Cannot sign in, whatever they hold',
  invited: 'Known by their address only: they have not signed in yet',
} satisfies Partial<Record<Person['state'], string>>

/** With what it means for whoever points at it. */
export function StateBadge({ state }: { state: keyof typeof stateMeaning }) {
  return state === 'blocked' ? (
    <Badge tone="bad" title={stateMeaning.blocked}>
      Blocked
    </Badge>
  ) : (
    <Badge tone="accent" title={stateMeaning.invited}>
      Invited
    </Badge>
  )
}
