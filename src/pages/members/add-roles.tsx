// Choosing roles for a member. Only marks them: they are assigned when the changes are saved.
import { useState } from 'react'
import type { Assignment } from '../../directory/model.ts'
import { amount, counted } from '../../ui/amount.ts'
import { Button } from '../../ui/button.tsx'
import { CheckList } from '../../ui/check-list.tsx'
import { Check } from '../../ui/check.tsx'
import { Chips } from '../../ui/chips.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { SearchField } from '../../ui/field.tsx'
import { Skeleton } from '../../ui/frame.tsx'
import { Row, Stack } from '../../ui/layout.tsx'
import { useFoundRoles } from './role-search.ts'
import { sourcesText } from './view.ts'
import { NotRead } from '../not-read.tsx'

type Chosen = { id: string; name: string }

type AddRolesProps = {
  name: string
  assignments: readonly Assignment[]
  /** Ids of the roles that are held or marked already. */
  wanted: readonly string[]
  /** Most roles of one member. */
  limit: number | undefined
  onAdd: (roles: Chosen[]) => void
  onClose: () => void
}

/** A search over all roles, any number of which can be ticked. */
export function AddRoles({ name, assignments, wanted, limit, onAdd, onClose }: AddRolesProps) {
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map())
  const { roles, isPending, error, retry, more, isFetchingMore } = useFoundRoles(search)
  const room = limit === undefined ? Number.POSITIVE_INFINITY : limit - wanted.length - chosen.size
  const held = new Map(assignments.map((one) => [one.role.id, one]))
  const there = new Set(wanted)

  function toggle({ id, name }: Chosen, on: boolean) {
    const next = new Map(chosen)
    if (on) next.set(id, name)
    else next.delete(id)
    setChosen(next)
  }
  function hintOf(id: string, description: string | undefined) {
    if (there.has(id)) return held.has(id) ? `${name} holds it already.` : 'Marked already.'
    if (room <= 0 && !chosen.has(id)) return `Nobody can hold more than ${limit} roles.`
    const other = held.get(id)
    return other ? `Held already, ${sourcesText(other.sources)}; this assigns it directly.` : description
  }
  return (
    <Dialog title={`Assign roles to ${name}`} onClose={onClose}>
      <Stack>
        {limit !== undefined && (
          <p>
            {amount(wanted.length + chosen.size)} of at most {counted(limit, 'role')}.
          </p>
        )}
        <Row>
          <SearchField label="Search roles" defaultValue="" onSearch={setSearch} />
        </Row>
        <Chips
          label="Chosen roles"
          chips={[...chosen].map(([id, name]) => ({
            key: id,
            label: name,
            onRemove: () => toggle({ id, name }, false),
          }))}
        />
        {isPending && <Skeleton lines={4} />}
        {error && <NotRead title="Roles could not be read" error={error} again={retry} />}
        {!isPending && !error && roles.length === 0 && (
          <output>{search === '' ? 'There are no roles yet.' : `No role matches “${search}”.`}</output>
        )}
        {roles.length > 0 && (
          <CheckList
            label="Roles"
            footer={
              more && (
                <Button pending={isFetchingMore} onClick={more}>
                  Show more roles
                </Button>
              )
            }
          >
            {roles.map(({ id, name, description }) => (
              <Check
                key={id}
                label={name}
                hint={hintOf(id, description)}
                checked={there.has(id) || chosen.has(id)}
                off={there.has(id) || (room <= 0 && !chosen.has(id))}
                onChange={(on) => toggle({ id, name }, on)}
              />
            ))}
          </CheckList>
        )}
        <p>Nothing is assigned until you have reviewed and saved it.</p>
      </Stack>
      <DialogActions>
        <Button
          kind="primary"
          disabledReason={chosen.size === 0 && 'Tick a role first.'}
          onClick={() => onAdd([...chosen].map(([id, name]) => ({ id, name })))}
        >
          {chosen.size < 2 ? 'Assign role' : `Assign ${chosen.size} roles`}
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </DialogActions>
    </Dialog>
  )
}
