// What other platforms have in this console and this one has not, and why.
import { connected } from '../platform.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Facts } from '../ui/facts.tsx'
import { Stack } from '../ui/layout.tsx'

/** Open while it is mounted. */
export function NotHereDialog({ onClose }: { onClose: () => void }) {
  const { platform, directory } = connected()
  const { lacks = {}, roles } = directory?.traits ?? {}
  const all = [
    { term: 'Accounts', value: lacks.accounts },
    { term: 'Tokens', value: lacks.tokens },
    { term: 'Keys', value: lacks.keys },
    { term: 'Changing roles', value: roles?.fixed },
  ]
  return (
    <Dialog title="What is not here" onClose={onClose}>
      <Stack>
        <p>This console does more at other platforms. At {platform.name} it does not, for these reasons.</p>
        <Facts items={all.filter(({ value }) => value !== undefined)} />
      </Stack>
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
      </DialogActions>
    </Dialog>
  )
}
