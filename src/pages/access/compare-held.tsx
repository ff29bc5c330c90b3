// What somebody holds at one of two scopes: each role with where it comes from and when it ends.
import { Link } from 'react-router'
import type { Assignment } from '../../directory/model.ts'
import { paths } from '../../paths.ts'
import { Badge } from '../../ui/badge.tsx'
import { Stack } from '../../ui/layout.tsx'
import { SecondLine } from '../../ui/second-line.tsx'
import { waysAndEnds } from './words.ts'

/** The roles as they come; none is said in words. */
export function Held({ held, scope }: { held: readonly Assignment[]; scope: string | undefined }) {
  if (held.length === 0) return 'Nothing'
  return (
    <Stack gap="small">
      {held.map((one) => (
        <div key={one.role.id}>
          <SecondLine below={waysAndEnds(one.sources)}>
            <Link to={paths.role(one.role.id, { scope, tab: 'members' })}>{one.role.name}</Link>{' '}
            {!one.active && (
              <Badge tone="warn" title="It is stored, but suspended: it gives nothing.">
                inactive
              </Badge>
            )}
          </SecondLine>
        </div>
      ))}
    </Stack>
  )
}
