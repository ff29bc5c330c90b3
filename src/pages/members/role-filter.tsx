// Choosing the role whose members are shown.
import { useState } from 'react'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SearchField } from '../../ui/field.tsx'
import { Skeleton } from '../../ui/frame.tsx'
import { LinkList } from '../../ui/link-list.tsx'
import { Row, Stack } from '../../ui/layout.tsx'
import { useFoundRoles } from './role-search.ts'
import type { MembersView } from './view.ts'
import { NotRead } from '../not-read.tsx'

/** Roles as links to the list narrowed by each; following one closes the dialog. */
export function RoleFilter({ view, onClose }: { view: MembersView; onClose: () => void }) {
  const [search, setSearch] = useState('')
  const { roles, isPending, error, retry, more, isFetchingMore } = useFoundRoles(search)
  return (
    <Dialog title="Show members of one role" onClose={onClose} size="small">
      <Stack>
        <LinkList
          label="Roles"
          onFollow={onClose}
          groups={[
            {
              key: 'roles',
              items: roles.map(({ id, name }) => ({
                key: id,
                to: paths.members({ ...view, role: id }),
                label: name,
                current: id === view.role,
              })),
            },
          ]}
        >
          <Row>
            <SearchField label="Search roles" defaultValue="" onSearch={setSearch} />
          </Row>
        </LinkList>
        {isPending && <Skeleton lines={4} />}
        {error && <NotRead title="Roles could not be read" error={error} again={retry} />}
        {!isPending && !error && roles.length === 0 && (
          <output>{search === '' ? 'There are no roles yet.' : `No role matches “${search}”.`}</output>
        )}
        {more && (
          <Button pending={isFetchingMore} onClick={more}>
            Show more roles
          </Button>
        )}
      </Stack>
    </Dialog>
  )
}
