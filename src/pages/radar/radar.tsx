// What ends, in the order in which it ends: every credential of the directory on one timeline, and what to do about each.
import { useSuspenseQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { useSearchParams, type LoaderFunctionArgs } from 'react-router'
import { paths, scopeIn } from '../../paths.ts'
import { inventory, queryClient } from '../../queries.ts'
import { amount, counted } from '../../ui/amount.ts'
import { Choice } from '../../ui/choice.tsx'
import { Page, Row } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { useOpened } from '../../ui/opened.ts'
import { Scale } from '../../ui/scale.tsx'
import { useMinute } from '../credentials/ending.ts'
import { RotationsNote } from '../credentials/rotations-note.tsx'
import { rotationsOf } from '../credentials/rotations.ts'
import type { Asked, RowContext } from '../credentials/row-context.ts'
import { useAbilities, useWhyNot } from '../credentials/why-not.ts'
import { NotRead } from '../not-read.tsx'
import { useViewChange } from '../view-change.ts'
import { ViewSearch } from '../view-search.tsx'
import { BandCard } from './band-card.tsx'
import { bands, inBands } from './bands.ts'
import { CalendarButton } from './calendar-button.tsx'
import { radarColumns } from './columns.tsx'
import { Nothing } from './nothing.tsx'
import { matching, ownersOf, viewIn } from './view.ts'

const CredentialDialog = lazy(async () => ({
  default: (await import('../credentials/credential-dialog.tsx')).CredentialDialog,
}))

export const loader = ({ request }: LoaderFunctionArgs) =>
  queryClient.query(inventory(scopeIn(new URL(request.url).searchParams)))

/** The timeline, with its search, its filters, and the way to take it along. */
export function Component() {
  const view = viewIn(useSearchParams()[0])
  const { data, error, isFetching, refetch } = useSuspenseQuery(inventory(view.scope))
  const { credentials: all, complete, trouble } = data
  const now = useMinute()
  const [asked, ask] = useOpened<Asked>()
  const context = useRowContext({ all, complete, now, scope: view.scope, ask })
  const unfinished = [...context.rotations.byFresh.values()]
  const found = matching(all, view)
  const banded = inBands(found, now)
  const count = (id: (typeof bands)[number]['id']) => banded.get(id)?.length ?? 0
  const shown = bands.filter(({ id }) => (view.show === '' || view.show === id) && count(id) > 0)
  const columns = radarColumns(context)
  const ending = found.some(({ expiresAt }) => expiresAt !== null && expiresAt.getTime() > now)
  const go = useViewChange()
  return (
    <Page
      title="Expiring"
      lead="Every credential by when it ends. Nobody sends reminders from here: the calendar file does that, 14 days and a day before each end."
      actions={
        <CalendarButton
          credentials={found}
          label="Calendar file"
          reason={ending ? undefined : 'Nothing that stands here has an end to come.'}
        />
      }
    >
      {error && (
        <NotRead
          tone="warn"
          title="The credentials could not be read again"
          error={error}
          again={() => void refetch()}
          pending={isFetching}
        >
          What stands here was read before.
        </NotRead>
      )}
      {(!complete || trouble.length > 0) && (
        <Note tone="warn" title={complete ? 'Not all of it could be read' : 'This timeline is not complete'}>
          {trouble.length === 0
            ? 'There may be credentials that do not stand here.'
            : trouble.map((one) => <p key={one}>{one}</p>)}
        </Note>
      )}
      <RotationsNote rotations={unfinished} now={now} onOpen={(fresh) => ask({ what: 'job', fresh })} />
      <Row spread>
        <ViewSearch label="Search credentials" placeholder="Name, purpose, owner or id" />
        <Row>
          <Choice
            label="Owner"
            value={view.owner}
            any="Any owner"
            options={ownersOf(all).map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(owner) => go({ owner })}
          />
          <output>{summary(found.length, all.length, complete)}</output>
        </Row>
      </Row>
      {all.length > 0 && (
        <Scale
          label="When"
          steps={[
            {
              to: paths.radar({ ...view, page: 1, show: '' }),
              label: 'All',
              count: found.length,
              current: view.show === '',
            },
            ...bands.map(({ id, title, tone }) => ({
              to: paths.radar({ ...view, page: 1, show: id }),
              label: title,
              count: count(id),
              tone,
              current: view.show === id,
            })),
          ]}
        />
      )}
      {shown.map((band) => (
        <BandCard
          key={band.id}
          band={band}
          credentials={banded.get(band.id) ?? []}
          columns={columns}
          view={view}
        />
      ))}
      {shown.length === 0 && (
        <Nothing view={view} all={all.length} found={found.length} complete={complete} />
      )}
      <Suspense>
        {asked && (
          <CredentialDialog
            asked={asked}
            all={all}
            complete={complete}
            onAsk={ask}
            onClose={() => ask(null)}
          />
        )}
      </Suspense>
    </Page>
  )
}

type ContextOptions = Pick<RowContext, 'now' | 'scope' | 'ask'> & {
  all: Parameters<typeof useWhyNot>[0]
  complete: boolean
}

function useRowContext({ all, complete, now, scope, ask }: ContextOptions): RowContext {
  const unfinished = rotationsOf(all, complete)
  return {
    now,
    scope,
    ask,
    whyNot: useWhyNot(all, now),
    abilities: useAbilities(),
    rotations: {
      byFresh: new Map(unfinished.map((one) => [one.fresh.id, one])),
      byOld: new Map(unfinished.map((one) => [one.fresh.replaces ?? '', one])),
    },
  }
}

function summary(found: number, all: number, complete: boolean): string {
  if (all === 0) return ''
  if (found < all) return `${amount(found)} of ${counted(all, 'credential')}`
  if (!complete) return `${counted(all, 'credential')} that could be read`
  return all === 1 ? 'The only credential' : `All ${counted(all, 'credential')} read`
}
