// What a deletion takes from whom, in words, above the question.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Loss } from '../../directory/impact.ts'
import { connected } from '../../platform.ts'
import { access, progressOf, queryClient } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { Details } from '../../ui/empty.tsx'
import { Skeleton } from '../../ui/frame.tsx'
import { Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { Working } from '../../ui/working.tsx'
import { useScope } from '../../use-scope.ts'
import { mostHolders, roleImpact, type RoleImpact } from './role-impact.ts'
import { counted } from './words.ts'

type ImpactViewProps = {
  /** The roles that go, and those of them that somebody may hold. */
  roles: readonly string[]
  held?: readonly string[] | undefined
  /** Nothing is read again: they are being deleted. */
  paused?: boolean | undefined
}

/** Reads who holds the roles and says what each loses net of their other roles, or that this is not known and why. */
export function ImpactView({ roles, held, paused = false }: ImpactViewProps) {
  const scope = useScope()
  const options = roleImpact(scope, roles, held)
  const [ended, setEnded] = useState(false)
  const { data, error } = useQuery({ ...options, enabled: !paused && !ended })
  const { data: step } = useQuery(progressOf(options.queryKey))
  const me = useQuery(access(scope)).data?.person
  if (data) return <Said of={data} isOne={roles.length === 1} me={me} />
  if (error)
    return (
      <Note tone="warn" title="Who loses what could not be read">
        {error.message}
      </Note>
    )
  if (ended)
    return (
      <Note
        tone="info"
        title="Who loses what was not worked out"
        actions={<Button onClick={() => setEnded(false)}>Work it out</Button>}
      >
        You ended the reading.
      </Note>
    )
  if (isReadAtOnce())
    return (
      <Stack gap="small">
        <p>Reading who holds it, and what they lose…</p>
        <Skeleton lines={2} />
      </Stack>
    )
  return (
    <Working
      what="Reading who holds it, and what they lose"
      done={step?.done ?? 0}
      total={step?.total ?? null}
      cancel="Stop reading"
      onCancel={() => {
        setEnded(true)
        void queryClient.cancelQueries({ queryKey: options.queryKey, exact: true })
      }}
    />
  )
}

/** Whether it takes a few requests, and not one for each person and role. */
export function isReadAtOnce(): boolean {
  const { members, permissions } = connected().directory?.traits ?? {}
  return permissions?.cheap === true && members?.assignmentsListed === true
}

type SaidProps = {
  of: RoleImpact
  isOne: boolean
  /** The signed-in person's id in the directory. */
  me: string | undefined
}

function Said({ of: { holders, ids, losses, why }, isOne, me }: SaidProps) {
  // What others hold at other places is not read.
  const here = connected().directory?.traits.scopes ? ' here' : ''
  if (holders === 0) return <p>{isOne ? `Nobody holds it${here}.` : `Nobody holds any of them${here}.`}</p>
  const it = isOne ? 'it' : 'at least one of them'
  const losing = losses?.filter(({ lost }) => lost.length > 0) ?? []
  const groups = together(losing)
  const unharmed = losses?.filter(({ lost }) => lost.length === 0) ?? []
  return (
    <Stack gap="small">
      <p>
        <strong>
          {holders === null
            ? `More than ${mostHolders} people and accounts hold ${it}${here}.`
            : `${counted(holders, 'person or account', 'people and accounts')} ${holders === 1 ? 'holds' : 'hold'} ${it}${here}.`}
        </strong>{' '}
        {me !== undefined &&
          ids.includes(me) &&
          (isOne ? 'You hold this role yourself. ' : 'You hold one of these roles yourself. ')}
        {!losses &&
          (why ?? `What each of them loses was not computed: that is done for up to ${mostHolders}.`)}
        {losses && losing.length === 0 && 'Nobody loses a permission: their other roles give the same.'}
      </p>
      <Losses label="Who loses what" groups={groups.slice(0, 5)} />
      {groups.length > 5 && (
        <Details summary={`${groups.length - 5} more`}>
          <Losses label="Who else loses what" groups={groups.slice(5)} />
        </Details>
      )}
      {losing.length > 0 && unharmed.length > 0 && (
        <p>{counted(unharmed.length, 'other loses', 'others lose')} nothing.</p>
      )}
    </Stack>
  )
}

/** Those who lose and keep the same stand together. */
function together(losses: readonly Loss[]): Loss[][] {
  const groups = new Map<string, Loss[]>()
  for (const loss of losses) {
    const key = JSON.stringify([loss.lost, loss.kept])
    groups.set(key, [...(groups.get(key) ?? []), loss])
  }
  return [...groups.values()]
}

function Losses({ label, groups }: { label: string; groups: readonly Loss[][] }) {
  if (groups.length === 0) return null
  return (
    <ul aria-label={label}>
      {groups.map((group) => {
        const [{ id, lost, kept } = none] = group
        return (
          <li key={id}>
            <strong>{some(group.map(({ name }) => name))}</strong> {group.length === 1 ? 'loses' : 'lose'}{' '}
            {counted(lost.length, 'permission')}: {some(lost)}
            {kept.length > 0 &&
              `; ${group.length === 1 ? 'keeps' : 'keep'} ${kept.length} through ${through(kept)}`}
            .
          </li>
        )
      })}
    </ul>
  )
}

const none: Loss = { id: '', name: '', lost: [], kept: [] }

const shown = 6

function some(names: readonly string[]): string {
  if (names.length <= shown) return names.join(', ')
  return `${names.slice(0, shown).join(', ')} and ${names.length - shown} more`
}

const through = (kept: Loss['kept']) => some([...new Set(kept.map((one) => one.through))])
