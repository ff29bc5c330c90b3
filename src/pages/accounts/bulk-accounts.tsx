// What can be done with several accounts at once: switched off, switched on, deleted.
import type { Account } from '../../directory/credentials.ts'
import { connected } from '../../platform.ts'
import { having, placeAt } from '../../queries.ts'
import { counted } from '../../ui/amount.ts'
import { Button } from '../../ui/button.tsx'
import { Note } from '../../ui/note.tsx'
import { useScope } from '../../use-scope.ts'
import { Bulk } from '../bulk/bulk-dialog.tsx'
import type { BulkWords } from '../bulk/bulk.ts'
import { SelectionBar } from '../bulk/selection-bar.tsx'
import type { Selection } from '../bulk/selection.ts'
import { fullNameOf, kindsText } from './live.ts'
import { disablingText, switchTo, type useMayNot } from './states.ts'
import type { Line } from './view.ts'

export type BulkAct = 'disable' | 'enable' | 'delete'

const noun = { one: 'account', many: 'accounts' }

const words: Record<BulkAct, BulkWords> = {
  disable: { ...noun, act: 'Disable', doing: 'Disabling', done: 'disabled' },
  enable: { ...noun, act: 'Enable', doing: 'Enabling', done: 'enabled' },
  delete: { ...noun, act: 'Delete', doing: 'Deleting', done: 'deleted' },
}

const idOf = ({ id }: Account) => id

type BulkBarProps = {
  selection: Selection<Line>
  found: readonly string[]
  mayNot: ReturnType<typeof useMayNot>
  onAct: (act: BulkAct) => void
}

/** The bar under the list while something is ticked. */
export function BulkBar({ selection, found, mayNot, onAct }: BulkBarProps) {
  const { chosen } = selection
  const none = (state: Account['state']) =>
    !chosen.some((account) => account.state === state) && `None of them is ${state}.`
  return (
    <SelectionBar words={noun} selection={selection} found={found} all keyOf={idOf}>
      {disablingText() !== undefined && (
        <>
          <Button disabledReason={mayNot.editAny ?? none('active')} onClick={() => onAct('disable')}>
            Disable
          </Button>
          <Button disabledReason={mayNot.editAny ?? none('disabled')} onClick={() => onAct('enable')}>
            Enable
          </Button>
        </>
      )}
      <Button kind="danger" disabledReason={mayNot.deleteAny} onClick={() => onAct('delete')}>
        Delete {counted(chosen.length, 'account')}
      </Button>
    </SelectionBar>
  )
}

type BulkAccountsProps = {
  act: BulkAct
  chosen: readonly Line[]
  /** Their credentials are not all known. */
  partly: boolean
  onClose: () => void
}

/** The question and what became of each. */
export function BulkAccounts({ act, chosen, partly, onClose }: BulkAccountsProps) {
  const scope = useScope()
  const state = act === 'enable' ? 'active' : 'disabled'
  return (
    <Bulk
      words={words[act]}
      items={chosen}
      keyOf={idOf}
      nameOf={fullNameOf}
      noteOf={({ live }) => live && kindsText(live)}
      skip={({ fixed, state: present }) =>
        fixed ?? (act !== 'delete' && present === state ? `It is ${state} already.` : undefined)
      }
      act={({ id }) =>
        act === 'delete' ? having(placeAt(scope).accounts).delete(id) : switchTo(scope, id, state)
      }
      danger={act === 'delete'}
      onClose={onClose}
    >
      <p>{says(act)}</p>
      {act !== 'enable' && partly && (
        <Note tone="warn" title="Not all credentials could be read">
          These accounts may have more of them than is said here.
        </Note>
      )}
      {act === 'delete' && disablingText() !== undefined && chosen.some((one) => one.state === 'active') && (
        <p>
          Some of them are active. To see what stops working, disable them first: that can be taken back, and
          a deletion cannot.
        </p>
      )}
      {act === 'delete' && <p>This cannot be undone.</p>}
    </Bulk>
  )
}

function says(act: BulkAct): string {
  const { deleting } = having(connected().directory?.traits.accounts)
  switch (act) {
    case 'disable':
      return `They are disabled one after another. ${disablingText() ?? ''}`
    case 'enable':
      return 'They are enabled one after another: whatever of their credentials has not ended works again.'
    case 'delete':
      return `They are deleted one after another. ${deleting}`
  }
}
