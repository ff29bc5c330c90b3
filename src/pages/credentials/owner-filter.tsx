// Choosing whose credentials are shown, of those who have any.
import { useState } from 'react'
import type { Credential } from '../../directory/credentials.ts'
import { counted } from '../../ui/amount.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SearchField } from '../../ui/field.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Row, Stack } from '../../ui/layout.tsx'
import { LinkList } from '../../ui/link-list.tsx'
import { useCredentialsView } from './view.ts'

type OwnerFilterProps = {
  credentials: readonly Credential[]
  /** What is counted: "token". */
  one: string
}

/** The button with the present choice; the dialog behind it lists owners as links to the narrowed list. */
export function OwnerFilter({ credentials, one }: OwnerFilterProps) {
  const view = useCredentialsView()
  const [open, setOpen] = useState(false)
  const [search, setSearch] = useState('')
  const owners = new Map<string, { id: string; name: string; count: number }>()
  for (const { owner } of credentials)
    owners.set(owner.id, { ...owner, count: (owners.get(owner.id)?.count ?? 0) + 1 })
  const wanted = search.trim().toLocaleLowerCase()
  const found = [...owners.values()]
    .filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
    .toSorted((a, b) => a.name.localeCompare(b.name))
  return (
    <>
      <Row gap="small" wrap={false}>
        <Button onClick={() => setOpen(true)}>
          <span>Owner: {view.owner === '' ? 'any' : (owners.get(view.owner)?.name ?? view.owner)}</span>
          <Icon name="chevron" />
        </Button>
        {view.owner !== '' && (
          <LinkButton
            kind="quiet"
            icon={<Icon name="close" />}
            label="Show those of any owner"
            to={view.href({ owner: '' })}
          />
        )}
      </Row>
      {open && (
        <Dialog title={`Show ${one}s of one owner`} size="small" onClose={() => setOpen(false)}>
          <Stack>
            <LinkList
              label="Owners"
              onFollow={() => setOpen(false)}
              groups={[
                {
                  key: 'owners',
                  items: found.map(({ id, name, count }) => ({
                    key: id,
                    to: view.href({ owner: id, show: '' }),
                    label: `${name} · ${counted(count, one)}`,
                    current: id === view.owner,
                  })),
                },
              ]}
            >
              <Row>
                <SearchField label="Search owners" defaultValue="" onSearch={setSearch} />
              </Row>
            </LinkList>
            {found.length === 0 && (
              <output>
                {owners.size === 0 ? `There is no ${one} yet.` : `No owner matches “${search}”.`}
              </output>
            )}
          </Stack>
        </Dialog>
      )}
    </>
  )
}
