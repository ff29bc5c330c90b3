// Which roles hold one permission, where finding out takes a request for every role.
import type { Permission } from '../../directory/model.ts'
import { paths } from '../../paths.ts'
import { amount, counted } from '../../ui/amount.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { LinkList } from '../../ui/link-list.tsx'
import { useScope } from '../../use-scope.ts'
import { holdingOf, throughText, type Covering } from './covering.ts'
import { HoldersRead } from './holders-read.tsx'

type HoldersDialogProps = { permission: Permission; covering: Covering; onClose: () => void }

/** Reads as it opens; closing or cancelling ends the reading. */
export function HoldersDialog({ permission, covering, onClose }: HoldersDialogProps) {
  const scope = useScope()
  return (
    <Dialog title={`Roles that hold ${permission.name}`} onClose={onClose}>
      <HoldersRead onCancel={onClose}>
        {(held) => {
          const roles = holdingOf(permission.id, covering, held.of)
          return (
            <>
              <p>
                {roles.length === 0
                  ? 'No role holds it.'
                  : `${roles.length === 1 ? '1 role holds' : `${amount(roles.length)} roles hold`} it, of all that there are.`}
              </p>
              {roles.length > 0 && (
                <LinkList
                  label={`${counted(roles.length, 'role')} with ${permission.name}`}
                  groups={[
                    {
                      key: 'roles',
                      items: roles.map(({ role: { id, name }, through }) => ({
                        key: id,
                        to: paths.role(id, { scope }),
                        label: through.length === 0 ? name : `${name}, ${throughText(through)}`,
                      })),
                    },
                  ]}
                />
              )}
            </>
          )
        }}
      </HoldersRead>
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
      </DialogActions>
    </Dialog>
  )
}
