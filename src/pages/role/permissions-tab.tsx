// What the role hands out, and the picker that changes it.
import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { useReason } from '../../access.ts'
import { between, isEmpty } from '../../directory/delta.ts'
import type { Traits } from '../../directory/directory.ts'
import type { Catalogue, Granted, Role } from '../../directory/model.ts'
import { catalogue, granted } from '../../queries.ts'
import { Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { useScope } from '../../use-scope.ts'
import { shortSum } from '../changes/words.tsx'
import { useStaged, type Staging } from '../changes/staged.ts'
import { Picker } from './picker.tsx'
import { NotRead } from '../not-read.tsx'
import { NotAllowed, Reading } from './unread.tsx'

type TabProps = { role: Role; traits: NonNullable<Traits['permissions']>; staging: Staging }

/** The tab; asks for nothing that the person may not see. */
export function PermissionsTab(props: TabProps) {
  const mayNotRead = useReason('read permissions')
  if (mayNotRead !== undefined) return <NotAllowed what="Permissions" reason={mayNotRead} />
  return <Permissions {...props} />
}

function Permissions({ role, traits, staging }: TabProps) {
  const scope = useScope()
  const [query] = useSearchParams()
  const known = useQuery(catalogue(scope))
  const has = useQuery(granted(scope, role.id))
  const mayNotChange = useReason(traits.granting)
  const failed = [known, has].filter(({ error }) => error)
  const [trouble] = failed
  return (
    <Stack>
      {trouble?.error && (
        <NotRead
          title={`${trouble === known ? 'The list of permissions' : 'What this role hands out'} could not be read`}
          error={trouble.error}
          pending={failed.some(({ isFetching }) => isFetching)}
          again={() => void Promise.all(failed.map(({ refetch }) => refetch()))}
        />
      )}
      {/* What is wrong elsewhere in a complete list belongs to the page of all permissions. */}
      {known.data?.complete === false &&
        known.data.trouble.map((text) => (
          <Note key={text} tone="warn" title="The list of permissions is not complete">
            {text}
          </Note>
        ))}
      {has.data && <Meanwhile role={role.id} granted={has.data} staging={staging} />}
      {known.data && has.data ? (
        <Picker
          role={role.id}
          resources={known.data.resources}
          granted={has.data}
          staging={staging}
          search={query.get('q') ?? ''}
          show={query.get('show')}
          reason={mayNotChange ?? fixedBecause(has.data) ?? partlyRead(known.data)}
          limit={traits.perRole}
        />
      ) : (
        !trouble && (
          <Reading
            what="permissions"
            queryKey={known.data ? granted(scope, role.id).queryKey : catalogue(scope).queryKey}
          />
        )
      )}
    </Stack>
  )
}

function fixedBecause({ fixed, complete }: Granted): string | undefined {
  if (fixed !== undefined) return fixed
  return complete
    ? undefined
    : 'What this role hands out could only be read in part. Nothing is changed on half the picture; try again later.'
}

/** As in the matrix: "all of these" would not be all, and what is missing here may be granted all the same. */
function partlyRead({ complete }: Catalogue): string | undefined {
  return complete
    ? undefined
    : 'The list of permissions could only be read in part. Nothing is changed on half the picture; try again later.'
}

type MeanwhileProps = { role: string; granted: Granted; staging: Staging }

/** Somebody else changed the role while there are marks on it. */
function Meanwhile({ role, granted, staging }: MeanwhileProps) {
  const staged = useStaged(staging).get(role)
  const theirs = staged && between(staged.base, granted.permissions)
  if (!theirs || isEmpty(theirs)) return null
  return (
    <Note tone="info" title="Somebody else changed this role meanwhile" live>
      {shortSum({ add: theirs.add.length, remove: theirs.remove.length })} by them. It is shown below and
      stays; yours is laid on top of it when you save.
    </Note>
  )
}
