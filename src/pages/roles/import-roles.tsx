// Creating many roles from pasted lines or a file, over the list: what each row would do first, then row by row with what
// became of each. A repeat only sends what is missing.
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import type { Traits } from '../../directory/directory.ts'
import { paths } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { having, placeAt, roles } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Spoken } from '../../ui/hidden.tsx'
import { Row } from '../../ui/layout.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { Note } from '../../ui/note.tsx'
import { FileButton, TextArea } from '../../ui/text-area.tsx'
import { toast } from '../../ui/toast.tsx'
import { Working } from '../../ui/working.tsx'
import { useBatch, type Batch } from '../bulk/bulk.ts'
import { importColumns, planOf, type Plan, type PlannedRow } from './import-plan.ts'
import { ImportTable } from './import-table.tsx'
import { limitOf } from './limit.ts'
import { useRolesView } from './view.ts'
import { counted } from './words.ts'

/** The dialog; afterwards the list shows what was created. */
export function Component() {
  const traits = connected().directory?.traits.roles
  return traits ? <Import traits={traits} /> : null
}

function Import({ traits }: { traits: NonNullable<Traits['roles']> }) {
  const navigate = useNavigate()
  const { view } = useRolesView()
  const [text, setText] = useState('')
  const entered = useDeferredValue(text)
  const existing = useQuery(roles(view.scope))
  const batch = useBatch(
    (row: PlannedRow) => row.key,
    ({ draft }) => having(having(placeAt(view.scope).roles).create)(draft),
  )
  const there = existing.data
  const limit = limitOf(traits.limit, there?.total ?? null)
  const plan = useMemo<Plan>(
    () => planOf(entered, traits, there?.items ?? [], limit.left),
    [entered, traits, there, limit.left],
  )
  const { outcomes, running } = batch
  // A file may be read only after its dialog has closed and the import was started.
  const busy = useRef(running)
  useEffect(() => void (busy.current = running), [running])
  const state = (row: PlannedRow) => outcomes.get(row.key)?.state
  // What was created a moment ago exists by now; that it was this import counts.
  const open = plan.rows.filter((row) => row.verdict.kind === 'new' && state(row) !== 'done')
  const failed = plan.rows.filter((row) => state(row) === 'failed')
  const created = plan.rows.filter((row) => state(row) === 'done').length
  const close = () => void navigate(paths.roles(view))
  const columns = importColumns(traits).map(({ rule }) => rule.label)

  function change(next: string) {
    setText(next)
    // Outcomes are of the lines as they were.
    batch.clear()
  }
  function takeFile(next: string, name: string) {
    if (!busy.current) change(next)
    else toast({ tone: 'bad', text: `The import had begun before “${name}” was read: it was left out.` })
  }
  return (
    <Dialog title="Import roles" size="large" onClose={close} dismissable={!running}>
      {/* What was just pasted is not looked through yet. */}
      <LeaveGuard when={running || (text.trim() !== '' && (text !== entered || open.length > 0))} />
      <TextArea
        name="text"
        label="Roles, one a line"
        value={text}
        onChange={change}
        readOnly={running}
        placeholder={[columns.join(';'), traits.id ? 'editor;Editor' : 'Editor'].join('\n')}
        hint={`Columns: ${columns.join(', ')}, separated by semicolons, commas or tabs. A line with these names at the top is optional. Up to 1,000 rows.`}
      />
      <Row>
        <FileButton
          label="Choose a file"
          accept=".csv,.tsv,.txt,text/csv,text/plain"
          most={5_000_000}
          onText={takeFile}
          onRefused={(why) => toast({ tone: 'bad', text: why })}
          disabledReason={running && 'The import is running. Cancel it first.'}
        />
      </Row>
      {plan.trouble && (
        <Note tone="bad" live>
          {plan.trouble}
        </Note>
      )}
      {limit.full && <Note tone="bad">{limit.full}</Note>}
      {limit.near && <Note tone="warn">{limit.near}</Note>}
      {existing.isPending && <p>Reading the roles that exist, to compare…</p>}
      {existing.isError && (
        <Note
          tone="bad"
          title="The roles that exist could not be read"
          actions={
            <Button pending={existing.isFetching} onClick={() => void existing.refetch()}>
              Try again
            </Button>
          }
        >
          {existing.error.message} Without them it cannot be said what is new.
        </Note>
      )}
      {running && (
        <Working what="Creating roles" done={batch.done} total={batch.total} onCancel={batch.cancel} />
      )}
      {!running && batch.total > 0 && outcomes.size > 0 && (
        <Note
          tone={failed.length + open.length > 0 ? 'warn' : 'good'}
          title={`${result(created, failed.length)}.`}
        >
          {batch.stopped}
        </Note>
      )}
      <Spoken>{!running && outcomes.size > 0 && result(created, failed.length)}</Spoken>
      {plan.rows.length > 0 && there && <ImportTable traits={traits} rows={plan.rows} outcomes={outcomes} />}
      <DialogActions>
        <Submit
          open={open}
          failed={failed.length}
          batch={batch}
          reason={
            text.trim() === ''
              ? 'Paste lines or choose a file first.'
              : whyNot(existing.isError, there?.complete, plan)
          }
        />
        <Button onClick={close} disabledReason={running && 'Cancel the import first.'}>
          {created > 0 && open.length === 0 ? 'Done' : 'Close'}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

function result(created: number, failed: number): string {
  return `${counted(created, 'role')} created${failed > 0 ? `, ${failed} failed` : ''}`
}

function whyNot(unread: boolean, complete: boolean | undefined, plan: Plan): string | undefined {
  if (unread) return 'The roles that exist could not be read.'
  if (complete === undefined) return 'The roles that exist are still being read.'
  if (!complete) return 'The list of roles is not complete, so that it cannot be said what is new.'
  return plan.trouble && 'There are too many rows.'
}

type SubmitProps = {
  open: PlannedRow[]
  failed: number
  batch: Batch<PlannedRow>
  reason: string | undefined
}

function Submit({ open, failed, batch, reason }: SubmitProps) {
  if (open.length === 0 && batch.outcomes.size > 0 && !batch.running) return null
  const retry = failed > 0 && failed === open.length
  return (
    <Button
      kind="primary"
      pending={batch.running}
      disabledReason={reason ?? (open.length === 0 && !batch.running ? 'No row is new.' : undefined)}
      onClick={() => batch.run(open)}
    >
      {retry
        ? `Retry the ${failed === 1 ? 'one' : 'ones'} that failed`
        : `Create ${counted(open.length, 'role')}`}
    </Button>
  )
}
