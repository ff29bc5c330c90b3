// Assigning the role: people are searched for, several are chosen, and what became of each is told.
import { useState } from 'react'
import { useReason } from '../../access.ts'
import type { Traits } from '../../directory/directory.ts'
import type { Person, Role } from '../../directory/model.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Stack } from '../../ui/layout.tsx'
import { toast } from '../../ui/toast.tsx'
import { AssignRun } from './assign-run.tsx'
import { useAssigning } from './assigning.ts'
import { isInactive, type Fate } from './fate.ts'
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
  const mayNotAssign = useReason('assign roles')
  const assigning = useAssigning(role.id, (all) => {
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

  if (assigning.fates.size > 0)
    return (
      <AssignRun
        title={`Assign ${role.name}`}
        people={chosen}
        assigning={assigning}
        reason={mayNotAssign}
        onClose={onClose}
      />
    )

  return (
    <Dialog title={`Assign ${role.name}`} onClose={onClose}>
      <Stack>
        <PeopleSearch
          traits={traits}
          remarkOn={({ id }) => (holders.has(id) ? { text: 'Has this role already', off: true } : undefined)}
          isComplete={isComplete}
          chosen={chosen}
          onChange={setChosen}
        />
      </Stack>
      <DialogActions>
        <Button
          kind="primary"
          disabledReason={chosen.length === 0 && 'Choose somebody first.'}
          onClick={() => assigning.work.mutate(chosen)}
        >
          {chosen.length === 0 ? 'Assign' : `Assign to ${people(chosen.length)}`}
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </DialogActions>
    </Dialog>
  )
}
