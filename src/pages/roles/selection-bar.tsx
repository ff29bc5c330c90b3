// What was selected in the list of roles and what can be done with it.
import type { Role } from '../../directory/model.ts'
import { Button } from '../../ui/button.tsx'
import { focusTitle } from '../../ui/focus-title.ts'
import { StickyBar } from '../../ui/sticky-bar.tsx'
import { counted } from './words.ts'

type SelectionBarProps = {
  chosen: readonly Role[]
  /** Everything that matches and was read, and whether that is all. */
  found: readonly Role[]
  all: boolean
  mayNotDelete: string | undefined
  onAll: () => void
  onClear: () => void
  onDelete: () => void
}

/** Says how many, also of those that the search hides just now. */
export function SelectionBar(props: SelectionBarProps) {
  const { chosen, found, all, mayNotDelete, onAll, onClear, onDelete } = props
  const matching = new Set(found.map(({ id }) => id))
  const hidden = chosen.filter(({ id }) => !matching.has(id)).length
  const rest = found.length - (chosen.length - hidden)
  return (
    <StickyBar
      label="Selected roles"
      actions={
        <>
          {rest > 0 && (
            <Button
              onClick={onAll}
              disabledReason={
                !all && 'Not everything that matches was read yet. Show more first, or narrow the search.'
              }
            >
              Select all {found.length.toLocaleString('en')} that match
            </Button>
          )}
          <Button
            onClick={() => {
              focusTitle()
              onClear()
            }}
          >
            Clear
          </Button>
          <Button kind="danger" disabledReason={mayNotDelete} onClick={onDelete}>
            Delete {counted(chosen.length, 'role')}
          </Button>
        </>
      }
    >
      <strong>{counted(chosen.length, 'role')} selected</strong>
      {hidden > 0 && `, ${hidden} of them not among those that match`}
    </StickyBar>
  )
}
