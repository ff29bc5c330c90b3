// Assigning the role: people are searched for, several are chosen, and what became of each is told.
import { useState } from 'react'
import type { Traits } from '../../directory/directory.ts'
import type { Person, Role } from '../../directory/model.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Chips } from '../../ui/chips.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Stack } from '../../ui/layout.tsx'
import { Table } from '../../ui/table.tsx'
import { toast } from '../../ui/toast.tsx'
import { useAssigning } from './assigning.ts'
import { isInactive, isSettled, type Fate } from './fate.ts'
import { PeopleSearch } from './people-search.tsx'

type AssignDialogProps = {
  role: Role
  traits: NonNullable<Traits['members']>
  /** Ids of those who are known to hold it. */
  holders: ReadonlySet<string>
  /** Whether those are all. */
  isComplete: boolean
  onClose: () => void
}

const people = (count: number) => (count === 1 ? '1 person' : `${count} people`)

/** Closes by itself when all went well and stays open with the reasons otherwise. */
export function AssignDialog({ role, traits, holders, isComplete, onClose }: AssignDialogProps) {
  const [chosen, setChosen] = useState<readonly Person[]>([])
  const { fates, work, cancel } = useAssigning(role.id, (all) => {
    const of = (wanted: Fate['kind']) =>
      [...all.values()].filter((fate) => fate.kind === wanted && !isInactive(fate)).length
    const [assigned, already] = [of('assigned'), of('already')]
    if (assigned + already < all.size) return
    const parts = [
      assigned > 0 && ` assigned to ${people(assigned)}.`,
      already > 0 && `${assigned > 0 ? ' ' : ': '}${people(already)} had it already.`,
    ]
    toast({ tone: 'good', text: [`Role “${role.name}”`, ...parts.filter(Boolean)].join('') })
    onClose()
  })
  const settled = chosen.filter(({ id }) => isSettled(fates.get(id))).length
  const left = chosen.length - settled

  if (fates.size > 0)
    return (
      <Dialog title={`Assign ${role.name}`} onClose={onClose} dismissable={!work.isPending}>
        <output>
          {settled} of {people(chosen.length)} done
        </output>
        <Table
          label="What became of it"
          rows={chosen}
          rowKey={({ id }) => id}
          empty=""
          columns={[
            { key: 'name', head: 'Name', primary: true, cell: ({ name }) => name },
            { key: 'fate', head: 'Outcome', cell: ({ id }) => <FateOf fate={fates.get(id)} /> },
          ]}
        />
        <DialogActions>
          {work.isPending ? (
            <Button onClick={cancel}>Cancel the rest</Button>
          ) : (
            <>
              {left > 0 && (
                <Button kind="primary" onClick={() => work.mutate(chosen)}>
                  {left === 1 ? 'Try the other one again' : `Try the other ${left} again`}
                </Button>
              )}
              <Button onClick={onClose}>Close</Button>
            </>
          )}
        </DialogActions>
      </Dialog>
    )

  return (
    <Dialog title={`Assign ${role.name}`} onClose={onClose}>
      <Stack>
        <Chips
          label="Chosen people"
          chips={chosen.map(({ id, name }) => ({
            key: id,
            label: name,
            onRemove: () => setChosen(chosen.filter((one) => one.id !== id)),
          }))}
        />
        <PeopleSearch
          traits={traits}
          holders={holders}
          isComplete={isComplete}
          chosen={chosen}
          onChoose={(person, on) =>
            setChosen(on ? [...chosen, person] : chosen.filter(({ id }) => id !== person.id))
          }
        />
      </Stack>
      <DialogActions>
        <Button
          kind="primary"
          disabledReason={chosen.length === 0 && 'Choose somebody first.'}
          onClick={() => work.mutate(chosen)}
        >
          {chosen.length === 0 ? 'Assign' : `Assign to ${people(chosen.length)}`}
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </DialogActions>
    </Dialog>
  )
}

const words = {
  waiting: 'not done',
  working: 'working…',
  assigned: 'assigned',
  already: 'had it already',
  unseen: 'accepted, not visible yet',
  redone: 'assigned again: somebody wrote over it at the same moment',
} as const

function FateOf({ fate }: { fate: Fate | undefined }) {
  if (fate?.kind === 'failed')
    return (
      <>
        <Badge tone="bad">failed</Badge> {fate.why}
      </>
    )
  const text = words[fate?.kind ?? 'waiting']
  if (isInactive(fate))
    return (
      <>
        <Badge tone="warn">{text}</Badge> It is stored, but this person’s roles are suspended here, so it
        gives nothing yet.
      </>
    )
  return <Badge tone={isSettled(fate) ? 'good' : 'plain'}>{text}</Badge>
}
