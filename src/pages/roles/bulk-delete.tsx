// Deleting several roles: the question with their number typed, then one after another with what became of each.
import { useState } from 'react'
import { throughRoles } from '../../directory/lockout.ts'
import type { Role } from '../../directory/model.ts'
import { connected } from '../../platform.ts'
import { having, placeAt } from '../../queries.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { Stack } from '../../ui/layout.tsx'
import { useScope } from '../../use-scope.ts'
import { isLocking, LockoutNote, lockWords, useLockout, whyWait } from '../lockout.tsx'
import { BulkRun } from '../bulk/bulk-run.tsx'
import { useBatch, type BulkWords } from '../bulk/bulk.ts'
import { ImpactView, isReadAtOnce } from './impact-view.tsx'
import { mostTogether } from './role-impact.ts'
import { counted, labelOf } from './words.ts'

type BulkDeleteProps = {
  /** What was selected when the question was asked. */
  roles: readonly Role[]
  /** How many people and accounts hold each, by its id, where that is known. */
  members: ReadonlyMap<string, number> | null
  onClose: () => void
}

/** Open while it is mounted. */
export function BulkDelete({ roles: selected, members, onClose }: BulkDeleteProps) {
  // The list below is read again meanwhile; what was asked about stays.
  const [roles] = useState(selected)
  const scope = useScope()
  const batch = useBatch(idOf, ({ id }) => having(having(placeAt(scope).roles).delete)(id))
  const started = batch.total > 0
  const ids = roles.map(idOf)
  const lock = useLockout({ scope, ends: throughRoles(ids), roles: ids, paused: started })
  if (started)
    return (
      <BulkRun
        words={words}
        items={roles}
        keyOf={idOf}
        nameOf={labelOf}
        mono
        batch={batch}
        onClose={onClose}
      />
    )
  const number = counted(roles.length, 'role')
  return (
    <Confirm
      title={`Delete ${number}?`}
      confirm={`Delete ${number}`}
      danger
      typed={isLocking(lock) ? lockWords : number}
      reason={whyWait(lock)}
      pending={false}
      problem={null}
      onConfirm={() => batch.run(roles)}
      onCancel={onClose}
    >
      <Stack gap="small">
        <p>
          They are deleted for everybody, one after another. {connected().directory?.traits.roles?.deleting}
        </p>
        <ul aria-label="Roles to delete">
          {roles.slice(0, shown).map((role) => (
            <li key={role.id}>
              <code>{labelOf(role)}</code>
              {members && ` (${heldBy(members.get(role.id) ?? 0)})`}
            </li>
          ))}
          {roles.length > shown && <li>and {roles.length - shown} more</li>}
        </ul>
        <Losing roles={roles} members={members} />
        <LockoutNote lock={lock} />
        <p>This cannot be undone.</p>
      </Stack>
    </Confirm>
  )
}

const words: BulkWords = {
  one: 'role',
  many: 'roles',
  act: 'Delete',
  doing: 'Deleting',
  done: 'deleted',
}

const shown = 8

const heldBy = (n: number) => (n === 0 ? 'held by nobody' : `held by ${n.toLocaleString('en')}`)

type LosingProps = Pick<BulkDeleteProps, 'roles' | 'members'>

const idOf = ({ id }: Role) => id

/** Who loses what with all of them, where that takes few requests; else why it is not computed. */
function Losing({ roles, members }: LosingProps) {
  const { members: hasMembers, permissions } = connected().directory?.traits ?? {}
  const held = members ? roles.filter(({ id }) => (members.get(id) ?? 0) > 0) : roles
  if (!hasMembers || !permissions) return null
  if (!isReadAtOnce())
    return (
      <p>
        What each person loses was not computed: that takes requests for every person and role here. The
        question for a single role says it.
      </p>
    )
  if (held.length > mostTogether)
    return (
      <p>
        What each person loses was not computed: {held.length} of these roles may be held, and that is done
        for up to {mostTogether}.
      </p>
    )
  return <ImpactView roles={roles.map(idOf)} held={held.map(idOf)} />
}
