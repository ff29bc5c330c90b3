// The columns of who holds what: somebody, and below one another their roles, each with where it was given, since when, until when,
// and the way to take it away.
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Assignment, Member, Source } from '../../directory/model.ts'
import { paths } from '../../paths.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Row, Stack } from '../../ui/layout.tsx'
import { SecondLine } from '../../ui/second-line.tsx'
import type { Column } from '../../ui/table.tsx'
import { dayOf } from '../../ui/time.ts'
import { endingOf, isOver } from '../credentials/ending.ts'
import type { Line } from './lines.ts'
import { Who } from './who.tsx'

/** One role of somebody. */
export type Held = { person: Member; held: Assignment }

type Options = {
  scope: string | undefined
  /** Id of the signed-in person. */
  me: string | undefined
  /** The name of somebody of the list. */
  nameOf: (id: string) => string | undefined
  now: number
  /** What is said of ends. */
  ends: string
  mayNotRemove: string | undefined
  ask: (held: Held) => void
}

/** The two columns of the table. */
export function accessColumns(options: Options): Column<Line>[] {
  const { scope, me } = options
  return [
    {
      key: 'person',
      head: 'Member',
      primary: true,
      width: '40%',
      cell: ({ person }) => <Who person={person} scope={scope} isMe={person.id === me} />,
    },
    {
      key: 'roles',
      head: 'Roles',
      cell: ({ person, held }) => (
        <Stack>
          {held.map((one, index) => (
            <HeldRole key={one.role.id} person={person} held={one} isFirst={index === 0} {...options} />
          ))}
        </Stack>
      ),
    },
  ]
}

type HeldRoleProps = Options & Held & { isFirst: boolean }

function HeldRole({ person, held, isFirst, ...options }: HeldRoleProps) {
  const { role, sources, active } = held
  const isDirect = sources.some(({ kind }) => kind === 'direct')
  return (
    <Row align="top" spread wrap={false}>
      <Stack gap="small">
        {sources.map((source, index) => (
          <Way
            key={source.kind === 'direct' ? '' : `${source.kind} ${source.name}`}
            source={source}
            what={`${role.name} of ${person.name}`}
            person={person.id}
            fixed={held.fixed}
            {...options}
          >
            {index === 0 && (
              <>
                {isFirst ? <strong>{role.name}</strong> : <span>{role.name}</span>}
                {!active && (
                  <Badge tone="warn" title="It is stored, but suspended: it gives nothing.">
                    inactive
                  </Badge>
                )}
              </>
            )}
          </Way>
        ))}
      </Stack>
      {isDirect && (
        <Button
          kind="quiet"
          label={`Remove ${role.name} from ${person.name}`}
          disabledReason={options.mayNotRemove}
          onClick={() => options.ask({ person, held })}
        >
          Remove
        </Button>
      )}
    </Row>
  )
}

type WayProps = Options & {
  source: Source
  /** The role and whose it is, and the id of that person. */
  what: string
  person: string
  /** Why it cannot be taken away here. */
  fixed: string | undefined
  /** Stands in front of it: the role. */
  children: ReactNode
}

/** One way by which somebody holds the role, since when, by whom and until when. */
function Way({ source, what, person, fixed, nameOf, me, now, ends, children }: WayProps) {
  const { since, until, by } = source
  const ending = until && endingOf(until, now)
  const giver = by === undefined ? undefined : by === me ? 'you' : (nameOf(by) ?? by)
  const given = [since && `since ${dayOf(since)}`, giver !== undefined && `by ${giver}`].filter(Boolean)
  return (
    <div>
      <SecondLine
        below={
          <>
            {given.join(', ')}
            {source.kind !== 'direct' && given.length > 0 && ' · '}
            {source.kind !== 'direct' &&
              (source.scope === undefined ? (
                fixed
              ) : (
                <Link
                  aria-label={`Change it there: ${what}, at ${source.name}`}
                  to={paths.access({ scope: source.scope, search: person })}
                >
                  Change it there
                </Link>
              ))}
          </>
        }
      >
        <Row gap="small">
          {children}
          <WhereFrom source={source} />
          {ending && (
            <Badge tone={ending.tone} title={`${ending.exact ?? ''}. ${ends}`}>
              {isOver({ expiresAt: until }, now) ? ending.words : `ends ${ending.words}`}
            </Badge>
          )}
        </Row>
      </SecondLine>
    </div>
  )
}

function WhereFrom({ source }: { source: Source }) {
  if (source.kind === 'direct') return <Badge tone="accent">directly</Badge>
  const through = source.kind === 'wider' ? 'for' : `through the ${source.kind}`
  return (
    <span>
      {through}{' '}
      {source.scope === undefined ? (
        source.name
      ) : (
        <Link to={paths.access({ scope: source.scope })}>{source.name}</Link>
      )}
    </span>
  )
}
