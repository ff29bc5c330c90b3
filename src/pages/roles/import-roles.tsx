// Being written.
import { Page } from '../../ui/layout.tsx'

export function Component() {
  return <Page title="Being written" />
}
