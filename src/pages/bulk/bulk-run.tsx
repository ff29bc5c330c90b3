// A bulk act while it goes on and when it is over: one line a thing with what became of it, and what failed tried again.
import { useMemo, type ReactNode } from 'react'
import { counted } from '../../ui/amount.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Spoken } from '../../ui/hidden.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { Note } from '../../ui/note.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import { Working } from '../../ui/working.tsx'
import type { Batch, BulkWords } from './bulk.ts'
import { OutcomeOf } from './outcome.tsx'

/** "Role": a word at the head of something. */
export const headed = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

type BulkRunProps<T> = {
  words: BulkWords
  items: readonly T[]
  keyOf: (item: T) => string
  nameOf: (item: T) => ReactNode
  /** Whether names are read letter by letter. */
  mono?: boolean
  batch: Batch<T>
  onClose: () => void
}

/** Open while it is mounted; cannot be dismissed while something is being sent. */
export function BulkRun<T>({ words, items, keyOf, nameOf, mono, batch, onClose }: BulkRunProps<T>) {
  const { outcomes, running, done, total, stopped } = batch
  const failed = items.filter((item) => outcomes.get(keyOf(item))?.state === 'failed')
  const unsent = items.filter((item) => !outcomes.has(keyOf(item)))
  const all = counted(items.length, words.one, words.many)
  const result = [
    `${items.length - failed.length - unsent.length} of ${all} ${words.done}`,
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
    ...(unsent.length > 0 ? [`${unsent.length} not sent`] : []),
  ].join(', ')
  const columns = useMemo(
    (): Column<T>[] => [
      { key: 'item', head: headed(words.one), primary: true, mono, cell: nameOf },
      {
        key: 'outcome',
        head: 'What became of it',
        cell: (item) => <OutcomeOf outcome={outcomes.get(keyOf(item))} done={words.done} />,
      },
    ],
    [words, mono, nameOf, keyOf, outcomes],
  )
  return (
    <Dialog title={`${words.doing} ${all}`} onClose={onClose} dismissable={!running}>
      <LeaveGuard when={running} />
      {running && (
        <Working what={`${words.doing} ${words.many}`} done={done} total={total} onCancel={batch.cancel} />
      )}
      {!running && (
        <Note tone={failed.length + unsent.length > 0 ? 'warn' : 'good'} title={`${result}.`}>
          {stopped}
        </Note>
      )}
      <Spoken>{!running && result}</Spoken>
      <Table
        label={`${headed(words.many)} to ${words.act.toLowerCase()}`}
        columns={columns}
        rows={items}
        rowKey={keyOf}
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
          {unsent.length > 0 && <Button onClick={() => batch.run(unsent)}>{words.act} the rest</Button>}
        </DialogActions>
      )}
    </Dialog>
  )
}
