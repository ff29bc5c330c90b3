// What was ticked in a list and what can be done with it.
import type { ReactNode } from 'react'
import { amount, counted } from '../../ui/amount.ts'
import { Button } from '../../ui/button.tsx'
import { focusTitle } from '../../ui/focus-title.ts'
import { StickyBar } from '../../ui/sticky-bar.tsx'
import type { BulkWords } from './bulk.ts'
import type { Selection } from './selection.ts'

type SelectionBarProps<T> = {
  words: Pick<BulkWords, 'one' | 'many'>
  selection: Selection<T>
  /** Keys of everything that matches and was read, and whether that is all. */
  found: readonly string[]
  all: boolean
  keyOf: (item: T) => string
  /** Buttons for what can be done. */
  children: ReactNode
}

/** Says how many, also of those that the search hides just now. Draws nothing while nothing is ticked. */
export function SelectionBar<T>(props: SelectionBarProps<T>) {
  const { words, selection, found, all, keyOf, children } = props
  const { chosen } = selection
  if (chosen.length === 0) return null
  const matching = new Set(found)
  const hidden = chosen.filter((item) => !matching.has(keyOf(item))).length
  const rest = found.length - (chosen.length - hidden)
  return (
    <StickyBar
      label={`Selected ${words.many}`}
      actions={
        <>
          {rest > 0 && (
            <Button
              onClick={() => selection.select(found, true)}
              disabledReason={
                !all && 'Not everything that matches was read yet. Show more first, or narrow the search.'
              }
            >
              Select all {amount(found.length)} that match
            </Button>
          )}
          <Button
            onClick={() => {
              focusTitle()
              selection.clear()
            }}
          >
            Clear
          </Button>
          {children}
        </>
      }
    >
      <strong>{counted(chosen.length, words.one, words.many)} selected</strong>
      {hidden > 0 && `, ${amount(hidden)} of them not among those that match`}
    </StickyBar>
  )
}
