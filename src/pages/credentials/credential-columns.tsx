// The columns of a list of credentials: whose, recognized by what, until when, used when, in what state.
import { Link } from 'react-router'
import type { Credential } from '../../directory/credentials.ts'
import { paths } from '../../paths.ts'
import { Badge } from '../../ui/badge.tsx'
import { SecondLine } from '../../ui/second-line.tsx'
import type { Column } from '../../ui/table.tsx'
import { clock, dayOf } from '../../ui/time.ts'
import { connected } from '../../platform.ts'
import { endingOf } from './ending.ts'
import { RowActions } from './row-actions.tsx'
import { StateCell } from './state-cell.tsx'
import type { RowContext } from './row-context.ts'
import { atStart, kindWord, labelOf } from './words.ts'

/** The owner has a column where the list is not that of one account, the kind where there are several, the last use where it is known. */
export function credentialColumns(
  context: RowContext,
  options: { owner: boolean; kinds: boolean; used: boolean },
): Column<Credential>[] {
  const { now, scope } = context
  return [
    {
      key: 'name',
      head: 'Name',
      primary: true,
      sortable: true,
      cell: (one) => <Name credential={one} />,
    },
    ...(options.kinds
      ? [{ key: 'kind', head: 'Kind', cell: ({ kind }: Credential) => atStart(kindWord[kind]) }]
      : []),
    ...(options.owner
      ? [
          {
            key: 'owner',
            head: 'Owner',
            sortable: true,
            cell: ({ owner }: Credential) =>
              owner.kind === 'account' && connected().directory?.traits.accounts ? (
                <Link to={paths.account(owner.id, { scope })}>{owner.name}</Link>
              ) : (
                owner.name
              ),
          },
        ]
      : []),
    { key: 'hint', head: 'Recognized by', spare: true, cell: (one) => <Recognized credential={one} /> },
    { key: 'created', head: 'Created', sortable: true, spare: true, cell: ({ createdAt }) => day(createdAt) },
    {
      key: 'ends',
      head: 'Ends',
      sortable: true,
      width: '12.5rem',
      cell: (one) => <Ends credential={one} now={now} />,
    },
    ...(options.used
      ? [
          {
            key: 'used',
            head: 'Last used',
            sortable: true,
            cell: ({ lastUsedAt }: Credential) => used(lastUsedAt),
          },
        ]
      : []),
    { key: 'state', head: 'State', cell: (one) => <StateCell credential={one} context={context} /> },
    {
      key: 'actions',
      head: 'Actions',
      hideHead: true,
      align: 'end',
      cell: (one) => <RowActions credential={one} context={context} />,
    },
  ]
}

function Name({ credential }: { credential: Credential }) {
  const { name, purpose, kind, hint } = credential
  const isUnnamed = name === undefined && kind !== 'secret'
  return (
    <SecondLine below={purpose ?? (isUnnamed && <code>{hint}</code>)}>
      {isUnnamed ? <em>unnamed {kindWord[kind]}</em> : atStartOf(credential)}{' '}
      {credential.settling && (
        <Badge title="The directory accepted this; its own lists will show it in a moment.">settling</Badge>
      )}
    </SecondLine>
  )
}

const atStartOf = (credential: Credential) =>
  credential.name === undefined ? atStart(labelOf(credential)) : credential.name

function Recognized({ credential: { hint, algorithm, fingerprint } }: { credential: Credential }) {
  if (hint === undefined && fingerprint === undefined) return algorithm ?? '–'
  return (
    <SecondLine
      below={
        fingerprint === undefined ? (
          algorithm
        ) : (
          // The whole fingerprint is longer than the row; it stands in the dialogs, and here for whoever points at it.
          <span title={fingerprint}>
            {algorithm} <code>{fingerprint.slice(0, 11)}…</code>
          </span>
        )
      }
    >
      {hint && <code>{hint}</code>}
    </SecondLine>
  )
}

/** The end in words, and below it the exact moment. */
function Ends({ credential, now }: { credential: Credential; now: number }) {
  // A secret that nobody gave an end is how secrets are; a key or a token could have one.
  const { words, exact, tone } = endingOf(credential.expiresAt, now)
  return (
    <SecondLine below={exact}>{tone === 'plain' ? words : <Badge tone={tone}>{words}</Badge>}</SecondLine>
  )
}

function day(date: Date | undefined) {
  if (!date) return '–'
  return (
    <time dateTime={date.toISOString()} title={clock(date.getTime())}>
      {/* A day stays on one line. */}
      {dayOf(date).replaceAll(' ', '\u00A0')}
    </time>
  )
}

function used(date: Date | null | undefined) {
  if (date === undefined) return <span title="The provider does not say it.">not known here</span>
  if (date === null) return 'never used'
  // Only the day is known: a time of day would be made up.
  return (
    <time dateTime={date.toISOString().slice(0, 10)}>
      {date.toLocaleDateString(undefined, { dateStyle: 'medium', timeZone: 'UTC' }).replaceAll(' ', '\u00A0')}
    </time>
  )
}
