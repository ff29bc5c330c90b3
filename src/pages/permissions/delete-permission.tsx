// Deleting a permission: which roles lose it and how many people, before anything is sent. Where the directory does not say that
// at once, every role is read first; on partial data nothing is deleted.
import { useMutation, useQuery } from '@tanstack/react-query'
import type { Permission, Role } from '../../directory/model.ts'
import { connected } from '../../platform.ts'
import { access, having, placeAt, roleCounts } from '../../queries.ts'
import { amount } from '../../ui/amount.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Few } from '../../ui/few.tsx'
import { Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { toast } from '../../ui/toasts.ts'
import { useScope } from '../../use-scope.ts'
import { HoldersRead } from './holders-read.tsx'
import { losing } from './held.ts'
import { doneText } from './permission-fields.ts'

type DeletePermissionProps = { permission: Permission; onClose: () => void }

/** The question for one permission. */
export function DeletePermission({ permission, onClose }: DeletePermissionProps) {
  const scope = useScope()
  // In here and not below: the reading starts anew after the write, and the question must outlive that.
  const deletion = useMutation({
    mutationFn: () => having(having(placeAt(scope).permissions).delete)(permission.id),
    onSuccess: ({ visible }) => {
      toast({ tone: 'good', text: doneText(`Permission “${permission.name}” deleted`, visible) })
      onClose()
    },
    onError: (error) =>
      toast({ tone: 'bad', text: `Could not delete “${permission.name}”. ${error.message}` }),
  })
  const title = `Delete permission ${permission.name}?`
  return (
    <HoldersRead
      onCancel={onClose}
      around={(status) => (
        <Dialog title={title} onClose={onClose} size="small">
          {status}
          <DialogActions>
            <Button onClick={onClose}>Close</Button>
          </DialogActions>
        </Dialog>
      )}
    >
      {(held) => (
        <Question
          title={title}
          permission={permission}
          roles={held.of(permission.id)}
          unreadable={held.unreadable}
          pending={deletion.isPending}
          onConfirm={() => deletion.mutate()}
          onCancel={onClose}
        />
      )}
    </HoldersRead>
  )
}

type QuestionProps = {
  title: string
  permission: Permission
  roles: Role[]
  unreadable: Role[]
  pending: boolean
  onConfirm: () => void
  onCancel: () => void
}

function Question({ title, permission, roles, unreadable, pending, onConfirm, onCancel }: QuestionProps) {
  const scope = useScope()
  const { data: counts } = useQuery(roleCounts(scope))
  const { data: rights } = useQuery(access(scope))
  const keystone = rights?.keystone === permission.id
  return (
    <Confirm
      title={title}
      confirm="Delete permission"
      danger
      typed={keystone ? 'lock out every administrator' : permission.name}
      pending={pending}
      problem={null}
      onConfirm={onConfirm}
      onCancel={onCancel}
    >
      <Stack gap="small">
        {keystone && (
          <Note tone="bad" title="This locks out every administrator, you among them">
            It is the permission by which people may edit roles in this console. Once it is gone, nobody can
            give it back from here.
          </Note>
        )}
        <p>
          <code>{permission.name}</code> is deleted for everybody.{' '}
          {connected().directory?.traits.permissions?.deleting}
        </p>
        {roles.length === 0 ? (
          <p>
            {unreadable.length === 0
              ? 'No role holds it, so nobody loses anything.'
              : 'No role that can be read holds it.'}
          </p>
        ) : (
          <>
            <p>{roles.length === 1 ? '1 role loses it:' : `${amount(roles.length)} roles lose it:`}</p>
            <Few
              items={roles}
              first={8}
              itemKey={({ id }) => id}
              what={`roles that lose ${permission.name}`}
              draw={({ name }) => <Badge>{name}</Badge>}
            />
            <p>
              {losing(roles, counts?.members ?? null) ??
                'How many people hold these roles cannot be said without reading each of them.'}
            </p>
          </>
        )}
        {unreadable.length > 0 && (
          <Note tone="warn" title="Some roles cannot be looked into">
            What {unreadable.map(({ name }) => `“${name}”`).join(', ')} hands out is stored in a way that this
            console cannot read. It is left as it is.
          </Note>
        )}
        <p>This cannot be undone.</p>
      </Stack>
    </Confirm>
  )
}
