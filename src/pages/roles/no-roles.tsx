// The roles of a directory that has none.
import type { ReactNode } from 'react'
import { connected } from '../../platform.ts'
import { Empty } from '../../ui/empty.tsx'

/** What stands where there is no role at all. */
export function NoRoles({ create }: { create: ReactNode }) {
  const { directory, platform } = connected()
  if (directory?.traits.roles?.fixed !== undefined)
    return <Empty title="No roles">{platform.name} lists none.</Empty>
  return (
    <Empty title="No roles yet" action={create}>
      A role is a name that you give people and accounts, so that applications know what they may do.
    </Empty>
  )
}
