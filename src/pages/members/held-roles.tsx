// The roles that a member holds, strongest first, each with its source; read for the rows in view where the list brings none.
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { Link } from 'react-router'
import type { Assignment, Member, RoleCounts } from '../../directory/model.ts'
import { paths } from '../../paths.ts'
import { member } from '../../queries.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Few } from '../../ui/few.tsx'
import { Hidden } from '../../ui/hidden.tsx'
import { useInView } from '../../ui/in-view.ts'
import { dayOf } from '../../ui/time.ts'
import { useScope } from '../../use-scope.ts'
import { endOf, sourcesText, strongestFirst } from './view.ts'

type HeldRolesProps = { of: Member; permissions: RoleCounts['permissions'] | undefined }

/** The roles of one row. */
export function HeldRoles({ of, permissions }: HeldRolesProps) {
  return of.assignments ? (
    <Badges name={of.name} assignments={of.assignments} permissions={permissions} />
  ) : (
    <Unread of={of} permissions={permissions} />
  )
}

/** What was not read is never shown as nothing. */
function Unread({ of, permissions }: HeldRolesProps) {
  const scope = useScope()
  const place = useRef<HTMLDivElement>(null)
  const seen = useInView(place)
  const { data, error, refetch } = useQuery({ ...member(scope, of.id), enabled: seen })
  return (
    <div ref={place}>
      {data ? (
        <Badges name={of.name} assignments={data.assignments} permissions={permissions} />
      ) : error ? (
        <>
          <span title={error.message}>Could not be read. </span>
          <Button
            kind="quiet"
            label={`Try again to read the roles of ${of.name}`}
            onClick={() => void refetch()}
          >
            Try again
          </Button>
        </>
      ) : (
        <span aria-busy="true">
          <span aria-hidden="true">…</span>
          <Hidden>Not read yet</Hidden>
        </span>
      )}
    </div>
  )
}

type BadgesProps = {
  name: string
  assignments: readonly Assignment[]
  permissions: RoleCounts['permissions'] | undefined
}

function Badges({ name, assignments, permissions }: BadgesProps) {
  const scope = useScope()
  if (assignments.length === 0) return 'No role'
  return (
    <Few
      items={strongestFirst(assignments, permissions)}
      first={3}
      itemKey={({ role }) => role.id}
      what={`roles of ${name}`}
      draw={({ role, sources, active }) => (
        <Badge tone={active ? 'plain' : 'warn'} title={`${role.name}, ${sourcesText(sources)}`}>
          <Link to={paths.role(role.id, { scope, tab: 'members' })}>{role.name}</Link>
          <Source sources={sources} />
          <End sources={sources} />
          {!active && ' · inactive'}
        </Badge>
      )}
    />
  )
}

/** Said aloud with each source. */
function End({ sources }: { sources: Assignment['sources'] }) {
  const end = endOf(sources)
  return end && <span aria-hidden="true"> · ends {dayOf(end)}</span>
}

/** What is assigned directly is the rule and only said aloud; everything else can be seen. */
function Source({ sources }: { sources: Assignment['sources'] }) {
  const others = sources.flatMap((source) => (source.kind === 'direct' ? [] : [source.name]))
  if (others.length === 0) return <Hidden>, {sourcesText(sources)}</Hidden>
  return (
    <>
      <Hidden>, {sourcesText(sources)}</Hidden>
      <span aria-hidden="true">
        {others.length < sources.length ? ' · also via ' : ' · via '}
        {others.join(', ')}
      </span>
    </>
  )
}
