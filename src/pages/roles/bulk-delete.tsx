// Deleting several roles: the question with their number typed, then one after another with what became of each.
import { useState } from 'react'
import { throughRoles } from '../../directory/lockout.ts'
import type { Role } from '../../directory/model.ts'
import { connected } from '../../platform.ts'
import { having, placeAt } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Spoken } from '../../ui/hidden.tsx'
import { Stack } from '../../ui/layout.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { Note } from '../../ui/note.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import { Working } from '../../ui/working.tsx'
import { useScope } from '../../use-scope.ts'
import { isLocking, LockoutNote, lockWords, useLockout, whyWait } from '../lockout.tsx'
import { useBatch, type Batch, type Outcome } from './batch.ts'
import { ImpactView, isReadAtOnce } from './impact-view.tsx'
import { OutcomeOf } from './outcome.tsx'
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
  const batch = useBatch(idOf, ({ id }) => having(placeAt(scope).roles).delete(id))
  const started = batch.total > 0
  const ids = roles.map(idOf)
  const lock = useLockout({ scope, ends: throughRoles(ids), roles: ids, paused: started })
  if (started) return <Run roles={roles} batch={batch} onClose={onClose} />
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

type RunProps = { roles: readonly Role[]; batch: Batch<Role>; onClose: () => void }

function Run({ roles, batch, onClose }: RunProps) {
  const { outcomes, running, done, total, stopped } = batch
  const failed = roles.filter(({ id }) => outcomes.get(id)?.state === 'failed')
  const unsent = roles.filter(({ id }) => !outcomes.has(id))
  const deleted = roles.length - failed.length - unsent.length
  const result = [
    `${deleted} of ${counted(roles.length, 'role')} deleted`,
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
    ...(unsent.length > 0 ? [`${unsent.length} not sent`] : []),
  ].join(', ')
  return (
    <Dialog title={`Deleting ${counted(roles.length, 'role')}`} onClose={onClose} dismissable={!running}>
      <LeaveGuard when={running} />
      {running && <Working what="Deleting roles" done={done} total={total} onCancel={batch.cancel} />}
      {!running && (
        <Note tone={failed.length + unsent.length > 0 ? 'warn' : 'good'} title={`${result}.`}>
          {stopped}
        </Note>
      )}
      <Spoken>{!running && result}</Spoken>
      <Table
        label="Roles to delete"
        columns={outcomeColumns(outcomes)}
        rows={roles}
        rowKey={({ id }) => id}
        empty={null}
      />
      {!running && (
        <DialogActions>
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
          {failed.length > 0 && (
            <Button onClick={() => batch.run(failed)}>
              {failed.length === 1 ? 'Retry the one that failed' : 'Retry the ones that failed'}
            </Button>
          )}
          {unsent.length > 0 && <Button onClick={() => batch.run(unsent)}>Delete the rest</Button>}
        </DialogActions>
      )}
    </Dialog>
  )
}

function outcomeColumns(outcomes: ReadonlyMap<string, Outcome>): Column<Role>[] {
  return [
    { key: 'role', head: 'Role', primary: true, mono: true, cell: (role) => labelOf(role) },
    {
      key: 'outcome',
      head: 'What became of it',
      cell: ({ id }) => <OutcomeOf outcome={outcomes.get(id)} done="deleted" />,
    },
  ]
}
