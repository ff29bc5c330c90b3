// Roles across, permissions down: who hands out what, seen and changed at once. Marks are staged as in the editor of one role.
import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import type { LoaderFunctionArgs } from 'react-router'
import { needs, useReason } from '../../access.ts'
import type { Catalogue, Role, Whole } from '../../directory/model.ts'
import { paths, scopeIn } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { catalogue, progressOf, queryClient, roles } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { Grid, type DrawCell } from '../../ui/grid.tsx'
import { Card, Page, Row } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { Working } from '../../ui/working.tsx'
import { roleHolders } from '../changes/holders.ts'
import { SaveBar } from '../changes/save-bar.tsx'
import { createStaging } from '../changes/staged.ts'
import { coveringOf } from '../permissions/covering.ts'
import { acrossOf, Cell, ColumnHead, RowHead } from './cells.tsx'
import { FixedSpot, Legend } from './fixed-cells.tsx'
import { Nothing } from './nothing.tsx'
import { useReadAll, useSets } from './sets.ts'
import { columnsOf, linesOf, useMatrixView, type MatrixView } from './view.ts'
import { NotRead } from '../not-read.tsx'
import { ViewSearch } from '../view-search.tsx'

export async function loader({ request }: LoaderFunctionArgs) {
  const scope = scopeIn(new URL(request.url).searchParams)
  // The page's own grant is for the permissions.
  await needs('read roles', scope)
  const read = Promise.all([queryClient.query(roles(scope)), queryClient.query(catalogue(scope))])
  // What takes longer is shown on the page: some directories hand out a thousand roles in twenty answers.
  await Promise.race([read, new Promise((resolve) => setTimeout(resolve, 300))])
  return null
}

export function Component() {
  const view = useMatrixView()
  const { scope } = view
  const rolesRead = useQuery(roles(scope))
  const permissionsRead = useQuery(catalogue(scope))
  const all = rolesRead.data
  const everything = permissionsRead.data
  // Read again in vain, what stands here stays.
  const failed = [rolesRead, permissionsRead].find(({ data, error }) => !data && error)
  return (
    <Page
      title="Matrix"
      lead={`Which role hands out which permission. ${
        connected().directory?.traits.permissions?.fixed ?? 'Nothing is saved before you have reviewed it.'
      }`}
      up={{ to: paths.roles({ scope }), label: 'Roles' }}
    >
      {all && everything ? (
        <Matrix view={view} all={all} everything={everything} />
      ) : failed?.error ? (
        <NotRead
          title={`The ${failed === rolesRead ? 'roles' : 'permissions'} could not be read`}
          error={failed.error}
          again={() => void failed.refetch()}
        />
      ) : (
        <Card>
          <Reading scope={scope} isRoles={!all} />
        </Card>
      )}
    </Page>
  )
}

/** How far the reading is that the page waits for. */
function Reading({ scope, isRoles }: { scope: string | undefined; isRoles: boolean }) {
  const { queryKey } = isRoles ? roles(scope) : catalogue(scope)
  const { data: step } = useQuery(progressOf(queryKey))
  return (
    <Working
      what={isRoles ? 'Reading the roles' : 'Reading the permissions'}
      done={step?.done ?? 0}
      total={step?.total ?? null}
    />
  )
}

type MatrixProps = { view: MatrixView; all: Whole<Role>; everything: Catalogue }

function Matrix({ view, all, everything }: MatrixProps) {
  const { scope } = view
  const [staging] = useState(createStaging)
  const traits = connected().directory?.traits.permissions
  const mayNot = useReason(traits?.granting ?? 'edit permissions')
  // Roles that nobody makes are in an order that means something.
  const asListed = connected().directory?.traits.roles?.fixed !== undefined
  const columns = useMemo(
    () => columnsOf(all.items, view.search, asListed),
    [all.items, view.search, asListed],
  )
  const lines = useMemo(() => linesOf(everything, view.permission), [everything, view.permission])
  const sets = useSets(columns, traits?.cheap ?? false)
  const reading = useReadAll(columns)
  const names = useMemo(() => new Map(all.items.map(({ id, name }) => [id, name])), [all.items])

  const incomplete =
    all.complete && everything.complete
      ? undefined
      : 'Not everything could be read, so nothing can be changed here.'
  const off = incomplete ?? mayNot
  const across = useMemo(() => acrossOf(columns, sets.of), [columns, sets])
  const givable = useMemo(
    () => lines.flatMap(({ permission, fixed }) => (fixed === undefined ? [permission.id] : [])),
    [lines],
  )
  const isFixed = traits?.fixed !== undefined
  const covering = useMemo(() => coveringOf(everything.resources), [everything])
  const draw: DrawCell = useCallback(
    (row, column, tabIndex) => {
      const line = lines[row]
      const role = columns[column]
      if (isFixed)
        return <FixedSpot line={line} role={role} sets={sets} covering={covering} tabIndex={tabIndex} />
      const common = { staging, tabIndex, off }
      if (line && role) return <Cell {...common} role={role} line={line} granted={sets.of(role.id)} />
      if (role) {
        const granted = sets.of(role.id)
        return <ColumnHead {...common} role={role} permissions={givable} granted={granted} want={sets.want} />
      }
      return line && <RowHead {...common} line={line} across={across} />
    },
    [lines, columns, staging, off, sets, across, givable, isFixed, covering],
  )

  return (
    <>
      {mayNot && !isFixed && (
        <Note tone="info" title="You can look, but not change">
          {mayNot}
        </Note>
      )}
      {incomplete && (
        <Note tone="warn" title="The matrix is not complete">
          {isFixed ? 'Not everything could be read.' : incomplete} {everything.trouble.join(' ')}
        </Note>
      )}
      {sets.error && (
        <NotRead title="What the roles hand out could not be read" error={sets.error} again={sets.retry} />
      )}
      <Row>
        <ViewSearch label="Search permissions" placeholder="Permission or resource" name="permission" />
        <ViewSearch label="Search roles" placeholder="Role" />
        <output>
          {lines.length} permission{lines.length === 1 ? '' : 's'}, {columns.length} role
          {columns.length === 1 ? '' : 's'}
        </output>
      </Row>
      {!traits?.cheap && sets.read < columns.length && (
        <ReadAll
          read={sets.read}
          total={columns.length}
          done={reading.done}
          error={reading.error}
          onStart={() => void reading.start(sets.want)}
          onCancel={reading.cancel}
        />
      )}
      {isFixed && <Legend covering={covering} />}
      {lines.length > 0 && columns.length > 0 ? (
        <Grid
          key={scope ?? ''}
          label="Permissions of roles"
          rows={lines.length}
          columns={columns.length}
          corner="Permission"
          readOnly={isFixed}
          draw={draw}
        />
      ) : (
        <Card>
          <Nothing view={view} roles={all.items.length} isRoles={columns.length === 0} />
        </Card>
      )}
      <SaveBar
        of={roleHolders}
        staging={staging}
        nameOf={(id) => names.get(id) ?? id}
        catalogue={everything}
      />
    </>
  )
}

type ReadAllProps = {
  read: number
  total: number
  /** How many the present reading has done; undefined while none is under way. */
  done: number | undefined
  error: Error | null
  onStart: () => void
  onCancel: () => void
}

/** Where each role takes requests of its own: what was read so far, and the rest on demand. */
function ReadAll({ read, total, done, error, onStart, onCancel }: ReadAllProps) {
  if (done !== undefined)
    return <Working what="Reading what the roles hand out" done={done} total={total} onCancel={onCancel} />
  return (
    <Note
      tone={error ? 'bad' : 'info'}
      title={`${read} of ${total} roles read`}
      actions={<Button onClick={onStart}>Read all {total}</Button>}
    >
      {error
        ? error.message
        : 'Columns are read as they come into sight. A whole row can be changed once all of them are read.'}
    </Note>
  )
}
