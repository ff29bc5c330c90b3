// What stops working without an account: its credentials with when they were used, and what it may do.
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useReason } from '../../access.ts'
import type { Credential } from '../../directory/credentials.ts'
import { connected } from '../../platform.ts'
import { accountGranted, catalogue, having, inventory, member, queryClient } from '../../queries.ts'
import { amount, counted } from '../../ui/amount.ts'
import { Note } from '../../ui/note.tsx'
import { Skeleton } from '../../ui/frame.tsx'
import { dayOf } from '../../ui/time.ts'
import { useScope } from '../../use-scope.ts'
import { lookupIn } from '../changes/words.tsx'
import { endingOf, useMinute } from '../credentials/ending.ts'
import { labelOf } from '../credentials/words.ts'
import { kindsText, liveOf } from './live.ts'

const shown = 6

/** `paused`: the account is going, so that nothing is read. */
export function AccountImpact({ id, paused }: { id: string; paused: boolean }) {
  const scope = useScope()
  const now = useMinute()
  const { data, error } = useQuery({ ...inventory(scope, id), enabled: !paused })
  const may = useMay(id, paused)
  if (error)
    return (
      <Note tone="warn" title="What it has could not be read">
        {error.message} Nobody can say here what stops working.
      </Note>
    )
  if (!data) return <Skeleton lines={2} />
  const live = liveOf(data.credentials, now)
  const kinds = kindsText(live)
  return (
    <>
      {kinds === undefined ? (
        <p>
          {data.complete ? 'It has no credential that still works.' : 'No credential of it could be read.'}
        </p>
      ) : (
        <>
          <p>
            What stops working: {!data.complete && 'at least '}
            <strong>{kinds}</strong>.
          </p>
          <ul aria-label="Credentials that stop working">
            {live.credentials.slice(0, shown).map((one) => (
              <li key={one.id}>
                {labelOf(one)}: {wordsOf(one, now)}
              </li>
            ))}
            {live.credentials.length > shown && <li>and {amount(live.credentials.length - shown)} more</li>}
          </ul>
        </>
      )}
      {!data.complete && data.trouble.map((text) => <p key={text}>{text}</p>)}
      {may && <p>{may}</p>}
    </>
  )
}

/** "ends in 12 days, last used on 3 May 2026": the use only where somebody knows it. */
function wordsOf({ expiresAt, lastUsedAt, inactive }: Credential, now: number): string {
  const { words } = endingOf(expiresAt, now)
  const used =
    lastUsedAt === undefined
      ? undefined
      : lastUsedAt === null
        ? 'never used'
        : `last used on ${dayOf(lastUsedAt)}`
  const end = expiresAt === null ? words : `ends ${words}`
  return [end, used, inactive && 'gives nothing now'].filter(Boolean).join(', ')
}

/** What goes with it that it may do, in one sentence; nothing while it is read or may not be. */
function useMay(id: string, paused: boolean): string | undefined {
  const scope = useScope()
  const { access } = having(connected().directory?.traits.accounts)
  const mayNotRead = useReason('read members')
  const isRoles = access === 'roles'
  const { data, error } = useQuery({
    ...heldBy(scope, id, isRoles),
    enabled: !paused && !(isRoles && mayNotRead !== undefined),
  })
  if (error) return `What it may do could not be read. ${error.message}`
  if (!data) return undefined
  const { names, what } = data
  if (names.length === 0) return `It holds no ${what}.`
  const named = names.slice(0, shown).join(', ')
  const rest = names.length > shown ? ` and ${amount(names.length - shown)} more` : ''
  return `With it go its ${names.length === 1 ? what : counted(names.length, what)}: ${named}${rest}.`
}

function heldBy(scope: string | undefined, id: string, isRoles: boolean) {
  const source = isRoles ? member(scope, id).queryKey : accountGranted(scope, id).queryKey
  return queryOptions({
    queryKey: [...source, 'names'],
    queryFn: async () => {
      if (isRoles) {
        const { assignments } = await queryClient.query(member(scope, id))
        return { what: 'role', names: assignments.map(({ role }) => role.name) }
      }
      const { permissions } = await queryClient.query(accountGranted(scope, id))
      // Without the catalogue the ids have to do.
      const known = await queryClient.query(catalogue(scope)).catch(() => null)
      const lookup = known && lookupIn(known)
      return { what: 'permission', names: permissions.map((one) => lookup?.(one)?.permission.name ?? one) }
    },
  })
}
