// What stands in the cells and heads of the matrix. Each listens to its own mark, so that a tick draws one cell.
import { memo, useEffect } from 'react'
import type { Granted, Role } from '../../directory/model.ts'
import { GridBox } from '../../ui/grid-box.tsx'
import { GridHead } from '../../ui/grid-head.tsx'
import { useMark, useTouched, type Staging } from '../changes/staged.ts'
import { setOf } from './sets.ts'
import type { Line } from './view.ts'

type Common = { staging: Staging; tabIndex: 0 | -1; off: string | undefined }

type CellProps = Common & { role: Role; line: Line; granted: Granted | undefined }

/** One permission of one role. */
export const Cell = memo(function Cell({ staging, role, line, granted, off, tabIndex }: CellProps) {
  const { id, name } = line.permission
  const mark = useMark(staging, role.id, id)
  if (!granted) return <span aria-label={`${name} for ${role.name}: not read yet`}>…</span>
  const on = mark ? mark === 'add' : setOf(granted).has(id)
  return (
    <GridBox
      label={`${name} for ${role.name}`}
      checked={on}
      mark={mark}
      // What should not be there can still be taken away.
      off={off ?? whyFixed(granted) ?? (on ? undefined : line.fixed)}
      tabIndex={tabIndex}
      onChange={(wanted) => staging.set(role.id, [id], wanted, granted.permissions)}
    />
  )
})

/** Why one role cannot be changed, whoever asks. */
function whyFixed({ fixed, complete }: Granted): string | undefined {
  return fixed ?? (complete ? undefined : 'What this role hands out could only be read in part.')
}

type ColumnHeadProps = Common & {
  role: Role
  /** Ids of the permissions that are shown and can be given. */
  permissions: readonly string[]
  granted: Granted | undefined
  /** Asks for what this role hands out, because somebody looks at it. */
  want: (role: string) => void
}

/** One role, with the box for every permission that is shown. */
export const ColumnHead = memo(function ColumnHead(props: ColumnHeadProps) {
  const { staging, role, permissions, granted, off, tabIndex, want } = props
  useTouched(staging, 'holder', role.id)
  useEffect(() => want(role.id), [want, role.id])
  return (
    <GridHead name={role.name} title={role.id}>
      {granted ? (
        <GridBox
          label={`All ${permissions.length} shown permissions for ${role.name}`}
          checked={sumUp(permissions, (id) => isOn(staging, role.id, id, granted))}
          off={off ?? whyFixed(granted)}
          tabIndex={tabIndex}
          onChange={(wanted) => staging.set(role.id, permissions, wanted, granted.permissions)}
        />
      ) : (
        '…'
      )}
    </GridHead>
  )
})

/** The roles that a whole row is about. */
export type Across = {
  /** Ids of the roles that are shown, read, and can be changed. */
  roles: readonly string[]
  /** What they hand out. */
  sets: ReadonlyMap<string, Granted>
  /** How many of the shown roles are not read yet. */
  unread: number
}

/** The roles of a row: one that cannot be changed stays out of what is done to all. */
export function acrossOf(roles: readonly Role[], grantedOf: (role: string) => Granted | undefined): Across {
  const sets = new Map<string, Granted>()
  let unread = 0
  for (const { id } of roles) {
    const granted = grantedOf(id)
    if (!granted) unread += 1
    else if (!whyFixed(granted)) sets.set(id, granted)
  }
  return { roles: [...sets.keys()], sets, unread }
}

type RowHeadProps = Common & { line: Line; across: Across }

/** One permission, with the box for every role that is shown. */
export const RowHead = memo(function RowHead({ staging, line, across, off, tabIndex }: RowHeadProps) {
  const { id, name, description } = line.permission
  const { roles, sets, unread } = across
  useTouched(staging, 'permission', id)
  const incomplete = unread > 0 ? `${unread} of the shown roles are not read yet.` : undefined
  const on = (role: string) => {
    const granted = sets.get(role)
    return granted !== undefined && isOn(staging, role, id, granted)
  }
  return (
    <GridHead row name={name} note={line.resource} title={description}>
      <GridBox
        label={`${name} for all ${roles.length} shown roles`}
        checked={incomplete === undefined && sumUp(roles, on)}
        off={off ?? incomplete ?? line.fixed}
        tabIndex={tabIndex}
        onChange={(wanted) => {
          const open = roles.map((role) => [role, sets.get(role)?.permissions ?? []] as const)
          staging.setAll(new Map(open), [id], wanted)
        }}
      />
    </GridHead>
  )
})

function isOn(staging: Staging, role: string, permission: string, granted: Granted): boolean {
  const mark = staging.mark(role, permission)
  return mark ? mark === 'add' : setOf(granted).has(permission)
}

function sumUp(ids: readonly string[], on: (id: string) => boolean): boolean | 'mixed' {
  const first = ids[0]
  if (first === undefined) return false
  const whole = on(first)
  return ids.every((id) => on(id) === whole) ? whole : 'mixed'
}
