// What a deletion takes from whom, in words, above the question.
import type { UseQueryResult } from '@tanstack/react-query'
import type { Loss } from '../../directory/impact.ts'
import { connected } from '../../platform.ts'
import { Details } from '../../ui/empty.tsx'
import { Skeleton } from '../../ui/frame.tsx'
import { Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { mostHolders, type RoleImpact } from './role-impact.ts'
import { counted } from './words.ts'

type ImpactViewProps = {
  reading: UseQueryResult<RoleImpact>
  /** The signed-in person's id in the directory. */
  me: string | undefined
}

/** Says who holds the role and what each loses net of their other roles, or that this is not known and why. */
export function ImpactView({ reading: { data, error }, me }: ImpactViewProps) {
  if (error && !data)
    return (
      <Note tone="warn" title="Who loses what could not be read">
        {error.message}
      </Note>
    )
  if (!data)
    return (
      <Stack gap="small">
        <p>Reading who holds it, and what they lose…</p>
        <Skeleton lines={2} />
      </Stack>
    )
  const { holders, ids, losses, why } = data
  // What others hold at other places is not read.
  const here = connected().directory?.traits.scopes ? ' here' : ''
  if (holders === 0) return <p>Nobody holds it{here}.</p>
  const losing = losses?.filter(({ lost }) => lost.length > 0) ?? []
  const groups = together(losing)
  const unharmed = losses?.filter(({ lost }) => lost.length === 0) ?? []
  return (
    <Stack gap="small">
      <p>
        <strong>
          {holders === null
            ? `More than ${mostHolders} people and accounts hold it${here}.`
            : `${counted(holders, 'person or account', 'people and accounts')} ${holders === 1 ? 'holds' : 'hold'} it${here}.`}
        </strong>{' '}
        {me !== undefined && ids.includes(me) && 'You hold this role yourself. '}
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
