// What the signed-in person sees of the administered system: every place at which roles are held, as they lie in one another, and
// the way to each. The first page where the console starts at none of them.
import { useQuery } from '@tanstack/react-query'
import { redirect, useSearchParams, type LoaderFunctionArgs } from 'react-router'
import { paths, scopeIn } from '../../paths.ts'
import { connected } from '../../platform.ts'
import { access, having, queryClient, scopes } from '../../queries.ts'
import { Skeleton } from '../../ui/frame.tsx'
import { Page, Row } from '../../ui/layout.tsx'
import { NotRead } from '../not-read.tsx'
import { ReadAgain } from '../read-again.tsx'
import { countOf } from '../scope-list.ts'
import { ViewSearch } from '../view-search.tsx'
import { CommandCard } from './command-card.tsx'
import { ScopeTable } from './scope-table.tsx'

/** Reads the list. A failure is told on the page, which has more to offer than the list. */
export async function loader({ request }: LoaderFunctionArgs): Promise<Response | null> {
  const answer = await queryClient.query(access())
  // To whom the server gives nothing an empty list would say the wrong thing.
  if (answer && !Object.values(answer.verdicts).some(({ allowed }) => allowed)) return redirect(paths.home())
  await queryClient.query(scopes(searchIn(new URL(request.url).searchParams))).catch(() => {})
  return null
}

const searchIn = (query: URLSearchParams) => query.get('q') ?? ''

/** The list with its search, and the command that asks for it without this console. */
export function Component() {
  const { projects, scopes: named } = connected().directory?.traits ?? {}
  const [query] = useSearchParams()
  const search = searchIn(query)
  const scope = scopeIn(query)
  // What the loader could not read is not asked for a second time before somebody says so.
  const list = useQuery({ ...scopes(search), retryOnMount: false })
  const { data, error, isFetching, refetch } = list
  const { command } = having(connected().directory?.scopes)
  const what = having(named).label.toLowerCase()
  return (
    <Page title="Projects" lead={projects?.lead}>
      {data && <ReadAgain title="This list could not be read again" of={list} />}
      <Row spread>
        <ViewSearch label="Search" placeholder="Name or id" />
        <output>{data && countOf(data, search)}</output>
      </Row>
      {data && <ScopeTable list={data} what={what} search={search} scope={scope} />}
      {!data && error && (
        <NotRead
          title="This list could not be read"
          error={error}
          again={() => void refetch()}
          pending={isFetching}
        >
          What your account sees is not known.
        </NotRead>
      )}
      {!data && !error && <Skeleton lines={6} />}
      {command !== undefined && <CommandCard command={command} />}
    </Page>
  )
}
