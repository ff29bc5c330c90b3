// Permissions to choose from, by resource: searched, ticked one by one or a whole resource at once.
import { useState } from 'react'
import type { Resource } from '../../directory/model.ts'
import { Check } from '../../ui/check.tsx'
import { CheckList } from '../../ui/check-list.tsx'
import { Empty } from '../../ui/empty.tsx'
import { SearchField } from '../../ui/field.tsx'
import { Fold } from '../../ui/fold.tsx'
import { Hidden } from '../../ui/hidden.tsx'
import { Highlight } from '../../ui/highlight.tsx'
import { Row, Stack } from '../../ui/layout.tsx'
import { Rows } from '../../ui/rows.tsx'
import { countOf, matching } from '../permissions/view.ts'
import { ResourceTitle } from '../role/resource-title.tsx'

type PermissionChoiceProps = {
  resources: readonly Resource[]
  chosen: ReadonlySet<string>
  onChange: (chosen: ReadonlySet<string>) => void
}

/** Up to so many rows every resource is open. */
const few = 30

/** Keeps what is searched for, not what is chosen. */
export function PermissionChoice({ resources, chosen, onChange }: PermissionChoiceProps) {
  const [search, setSearch] = useState('')
  const [toggled, setToggled] = useState<Record<string, boolean>>({})
  const found = matching(resources, search)
  const open = countOf(found) <= few
  const set = (ids: readonly string[], on: boolean) => {
    const next = new Set(chosen)
    for (const id of ids) {
      if (on) next.add(id)
      else next.delete(id)
    }
    onChange(next)
  }
  return (
    <Stack gap="small">
      <Row spread>
        <SearchField
          label="Search permissions"
          placeholder="Permission, description or resource"
          defaultValue=""
          onSearch={(text) => {
            setToggled({})
            setSearch(text)
          }}
        />
        <output>
          {chosen.size} of {countOf(resources)} chosen
        </output>
      </Row>
      {found.length === 0 ? (
        <Empty title={`No permission matches “${search}”`} />
      ) : (
        <CheckList label="Permissions">
          {found.map((resource) => (
            <Group
              key={resource.id}
              resource={resource}
              search={search}
              chosen={chosen}
              set={set}
              open={toggled[resource.id] ?? open}
              onToggle={(to) => setToggled((old) => ({ ...old, [resource.id]: to }))}
            />
          ))}
        </CheckList>
      )}
    </Stack>
  )
}

type GroupProps = {
  resource: Resource
  search: string
  chosen: ReadonlySet<string>
  set: (ids: readonly string[], on: boolean) => void
  open: boolean
  onToggle: (open: boolean) => void
}

function Group({ resource: { name, hint, permissions }, search, chosen, set, open, onToggle }: GroupProps) {
  const on = permissions.filter(({ id }) => chosen.has(id)).length
  return (
    <Fold
      open={open}
      onToggle={onToggle}
      lead={
        <Check
          checked={on === permissions.length || (on > 0 && 'mixed')}
          label={
            <Hidden>
              All {search === '' ? '' : 'shown '}of {name}
            </Hidden>
          }
          onChange={(to) =>
            set(
              permissions.map(({ id }) => id),
              to,
            )
          }
        />
      }
      title={<ResourceTitle name={name} hint={hint} search={search} />}
      aside={
        <small>
          {on} of {permissions.length}
        </small>
      }
    >
      <Rows label={name}>
        {permissions.map(({ id, name: permission, description }) => (
          <li key={id}>
            <Check
              mono
              checked={chosen.has(id)}
              label={<Highlight text={permission} search={search} />}
              hint={description && <Highlight text={description} search={search} />}
              onChange={(to) => set([id], to)}
            />
          </li>
        ))}
      </Rows>
    </Fold>
  )
}
