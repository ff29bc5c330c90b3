// One act on everything that was ticked: the question, with what is left alone and why, then what became of each.
import { useState, type ReactNode } from 'react'
import { amount, counted } from '../../ui/amount.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Stack } from '../../ui/layout.tsx'
import { useBatch, type BulkWords } from './bulk.ts'
import { BulkRun, headed } from './bulk-run.tsx'

type BulkProps<T> = {
  words: BulkWords
  /** What was ticked when the question was asked. */
  items: readonly T[]
  keyOf: (item: T) => string
  nameOf: (item: T) => ReactNode
  /** Stands behind a name in the question: "2 tokens". */
  noteOf?: (item: T) => ReactNode
  /** Why this one is not touched, as a phrase without a full stop; undefined where it is. */
  skip?: (item: T) => string | undefined
  act: (item: T) => Promise<unknown>
  /** Something is lost for good: the number has to be typed. */
  danger?: boolean
  /** Why it cannot be done now. */
  reason?: string | undefined
  onClose: () => void
  /** What the act does, above the names. */
  children: ReactNode
}

const shown = 8

/** Open while it is mounted. */
export function Bulk<T>(props: BulkProps<T>) {
  const { words, keyOf, nameOf, noteOf, skip, act, danger = false, reason, onClose, children } = props
  // The list below is read again meanwhile; what was asked about stays.
  const [{ items, left }] = useState(() => parted(props.items, skip))
  const batch = useBatch(keyOf, act)
  if (batch.total > 0) return <BulkRun {...{ words, items, keyOf, nameOf, batch, onClose }} />
  const number = counted(items.length, words.one, words.many)
  const title = `${words.act} ${number}?`
  const leftAlone = left.length > 0 && (
    <>
      <p>{counted(left.length, words.one, words.many)} not touched:</p>
      <Names
        label={`${headed(words.many)} not touched`}
        items={left}
        keyOf={({ item }) => keyOf(item)}
        draw={({ item, why }) => (
          <>
            {nameOf(item)}: {why}
          </>
        )}
      />
    </>
  )
  if (items.length === 0)
    return (
      <Dialog title={`Nothing to ${words.act.toLowerCase()}`} size="small" onClose={onClose}>
        <Stack gap="small">{leftAlone}</Stack>
        <DialogActions>
          <Button kind="primary" onClick={onClose}>
            Close
          </Button>
        </DialogActions>
      </Dialog>
    )
  return (
    <Confirm
      title={title}
      confirm={`${words.act} ${number}`}
      danger={danger}
      typed={danger ? number : undefined}
      reason={reason}
      pending={false}
      problem={null}
      onConfirm={() => batch.run(items)}
      onCancel={onClose}
    >
      <Stack gap="small">
        {children}
        <Names
          label={`${headed(words.many)} to ${words.act.toLowerCase()}`}
          items={items}
          keyOf={keyOf}
          draw={(item) => {
            const note = noteOf?.(item)
            return (
              <>
                {nameOf(item)}
                {note && <> ({note})</>}
              </>
            )
          }}
        />
        {leftAlone}
      </Stack>
    </Confirm>
  )
}

function parted<T>(items: readonly T[], skip: BulkProps<T>['skip']) {
  const judged = items.map((item) => ({ item, why: skip?.(item) }))
  return {
    items: judged.flatMap(({ item, why }) => (why === undefined ? [item] : [])),
    left: judged.flatMap(({ item, why }) => (why === undefined ? [] : [{ item, why }])),
  }
}

type NamesProps<T> = {
  label: string
  items: readonly T[]
  keyOf: (item: T) => string
  draw: (item: T) => ReactNode
}

function Names<T>({ label, items, keyOf, draw }: NamesProps<T>) {
  return (
    <ul aria-label={label}>
      {items.slice(0, shown).map((item) => (
        <li key={keyOf(item)}>{draw(item)}</li>
      ))}
      {items.length > shown && <li>and {amount(items.length - shown)} more</li>}
    </ul>
  )
}
