// Somebody in a list of who holds what: their name, what tells them from others of that name, and what is particular about them.
import { Link } from 'react-router'
import type { Person } from '../../directory/model.ts'
import { paths } from '../../paths.ts'
import { Badge } from '../../ui/badge.tsx'
import { SecondLine } from '../../ui/second-line.tsx'
import { StateBadge } from '../members/state-badge.tsx'

type WhoProps = {
  person: Person
  /** Where their page is looked at. */
  scope: string | undefined
  /** The signed-in person. */
  isMe: boolean
}

/** A cell of a table. */
export function Who({ person, scope, isMe }: WhoProps) {
  const { id, name, email, login, kind, state } = person
  const below = [login, email, id].find((text) => text !== undefined && text !== name)
  return (
    <SecondLine below={below}>
      <Link to={paths.member(id, { scope })}>{name}</Link> {isMe && <Badge tone="accent">You</Badge>}{' '}
      {kind === 'account' && <Badge title="A machine’s, not a person’s">Account</Badge>}{' '}
      {state !== 'active' && <StateBadge state={state} />}
    </SecondLine>
  )
}
