// The cells and heads of a matrix that nobody can change: what a role hands out, what it has through a permission that covers
// others, and what the three signs mean.
import { memo, useEffect } from 'react'
import type { Granted, Role } from '../../directory/model.ts'
import { GridHead } from '../../ui/grid-head.tsx'
import { GridMark } from '../../ui/grid-mark.tsx'
import { Row } from '../../ui/layout.tsx'
import { throughText, type Covering } from '../permissions/covering.ts'
import { setOf, type Sets } from './sets.ts'
import type { Line } from './view.ts'

type FixedCellProps = {
  role: Role
  line: Line
  granted: Granted | undefined
  covering: Covering
  tabIndex: 0 | -1
}

/** One permission of one role, as a sentence. */
const FixedCell = memo(function FixedCell(props: FixedCellProps) {
  const { role, line, granted, covering, tabIndex } = props
  const { id, name } = line.permission
  if (!granted) return <span aria-label={`${name} for ${role.name}: not read yet`}>…</span>
  if (setOf(granted).has(id))
    return <GridMark kind="yes" label={`${role.name} has ${name}`} tabIndex={tabIndex} />
  const through = covering.through(id, setOf(granted))
  if (through.length > 0)
    return (
      <GridMark kind="wider" label={`${role.name} has ${name} ${throughText(through)}`} tabIndex={tabIndex} />
    )
  return granted.complete ? (
    <GridMark kind="no" label={`${role.name} does not have ${name}`} tabIndex={tabIndex} />
  ) : (
    <span aria-label={`${name} for ${role.name}: could not be read`}>?</span>
  )
})

type FixedColumnHeadProps = { role: Role; want: (role: string) => void }

/** One role. Asks for what it hands out, because somebody looks at it. */
const FixedColumnHead = memo(function FixedColumnHead({ role, want }: FixedColumnHeadProps) {
  useEffect(() => want(role.id), [want, role.id])
  return <GridHead name={role.name} title={role.description} />
})

/** One permission. */
const FixedRowHead = memo(function FixedRowHead({ line }: { line: Line }) {
  const { name, description } = line.permission
  return <GridHead row name={name} note={line.resource} title={description} />
})

type FixedSpotProps = {
  /** Undefined over the columns. */
  line: Line | undefined
  /** Undefined beside the rows. */
  role: Role | undefined
  sets: Sets
  covering: Covering
  tabIndex: 0 | -1
}

/** What stands at one place of the grid. */
export function FixedSpot({ line, role, sets, covering, tabIndex }: FixedSpotProps) {
  if (!role) return line && <FixedRowHead line={line} />
  if (!line) return <FixedColumnHead role={role} want={sets.want} />
  return (
    <FixedCell role={role} line={line} granted={sets.of(role.id)} covering={covering} tabIndex={tabIndex} />
  )
}

/** What the signs mean; the middle one only where something covers others. */
export function Legend({ covering }: { covering: Covering }) {
  return (
    <Row>
      <Row gap="small">
        <GridMark kind="yes" label="Tick:" />
        handed out
      </Row>
      {!covering.none && (
        <Row gap="small">
          <GridMark kind="wider" label="Star:" />
          covered by one with “*” that it hands out
        </Row>
      )}
      <Row gap="small">
        <GridMark kind="no" label="Dash:" />
        neither
      </Row>
    </Row>
  )
}
