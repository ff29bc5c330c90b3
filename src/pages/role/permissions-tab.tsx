// What a role hands out, or what an account may do where it has permissions of its own, and the picker that changes it.
import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { useReason } from '../../access.ts'
import { between, isEmpty } from '../../directory/delta.ts'
import type { Grant } from '../../directory/grants.ts'
import type { Catalogue, Granted } from '../../directory/model.ts'
import { catalogue } from '../../queries.ts'
import { Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { useScope } from '../../use-scope.ts'
import { shortSum } from '../changes/words.tsx'
import type { Holders } from '../changes/holders.ts'
import { useStaged, type Staging } from '../changes/staged.ts'
import { HandedOut } from './handed-out.tsx'
import { Picker } from './picker.tsx'
import { NotRead } from '../not-read.tsx'
import { NotAllowed, Reading } from './unread.tsx'

type TabProps = {
  of: Holders
  /** Id of the role or account. */
  holder: string
  staging: Staging
  /** What it takes to change the set. */
  granting: Grant
  /** Why this one is not changed here. */
  fixed?: string | undefined
  /** Nobody can change any of them: there is nothing to tick then. */
  isFixed?: boolean
  /** The address of the same page, looked at so. */
  href: (look: { search: string; show: string }) => string
}

/** The tab; asks for nothing that the person may not see. */
export function PermissionsTab(props: TabProps) {
  const mayNotRead = useReason('read permissions')
  if (mayNotRead !== undefined) return <NotAllowed what="Permissions" reason={mayNotRead} />
  return <Permissions {...props} />
}

function Permissions({ of, holder, staging, granting, fixed, isFixed = false, href }: TabProps) {
  const scope = useScope()
  const [query] = useSearchParams()
  const known = useQuery(catalogue(scope))
  const has = useQuery(of.granted(scope, holder))
  const mayNotChange = useReason(granting)
  const failed = [known, has].filter(({ error }) => error)
  const [trouble] = failed
  return (
    <Stack>
      {trouble?.error && (
        <NotRead
          title={`${trouble === known ? 'The list of permissions' : `What this ${of.one} ${of.has}`} could not be read`}
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
      {has.data && <Meanwhile of={of} holder={holder} granted={has.data} staging={staging} />}
      {known.data && has.data && isFixed ? (
        <HandedOut
          of={of}
          catalogue={known.data}
          granted={has.data}
          search={query.get('q') ?? ''}
          show={query.get('show')}
          href={href}
        />
      ) : known.data && has.data ? (
        <Picker
          of={of}
          holder={holder}
          resources={known.data.resources}
          granted={has.data}
          staging={staging}
          search={query.get('q') ?? ''}
          show={query.get('show')}
          reason={mayNotChange ?? fixed ?? fixedBecause(of, has.data) ?? partlyRead(known.data)}
          href={href}
        />
      ) : (
        !trouble && (
          <Reading
            what="permissions"
            queryKey={known.data ? of.granted(scope, holder).queryKey : catalogue(scope).queryKey}
          />
        )
      )}
    </Stack>
  )
}

function fixedBecause(of: Holders, { fixed, complete }: Granted): string | undefined {
  if (fixed !== undefined) return fixed
  return complete
    ? undefined
    : `What this ${of.one} ${of.has} could only be read in part. Nothing is changed on half the picture; try again later.`
}

/** As in the matrix: "all of these" would not be all, and what is missing here may be granted all the same. */
function partlyRead({ complete }: Catalogue): string | undefined {
  return complete
    ? undefined
    : 'The list of permissions could only be read in part. Nothing is changed on half the picture; try again later.'
}

type MeanwhileProps = { of: Holders; holder: string; granted: Granted; staging: Staging }

/** Somebody else changed the set while there are marks on it. */
function Meanwhile({ of, holder, granted, staging }: MeanwhileProps) {
  const staged = useStaged(staging).get(holder)
  const theirs = staged && between(staged.base, granted.permissions)
  if (!theirs || isEmpty(theirs)) return null
  return (
    <Note tone="info" title={`Somebody else changed this ${of.one} meanwhile`} live>
      {shortSum({ add: theirs.add.length, remove: theirs.remove.length })} by them. It is shown below and
      stays; yours is laid on top of it when you save.
    </Note>
  )
}
