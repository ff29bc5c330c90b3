// Who holds what at this scope and at another, side by side. Nothing is compared before both lists are there as a whole.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useSearchParams, type LoaderFunctionArgs } from 'react-router'
import { paths, scopeIn } from '../../paths.ts'
import { access } from '../../queries.ts'
import { LinkButton } from '../../ui/button.tsx'
import { focusTitle } from '../../ui/focus-title.ts'
import { Page } from '../../ui/layout.tsx'
import { useHere } from '../use-here.ts'
import { CompareChoice } from './compare-choice.tsx'
import { mirrored, showIn, type Show } from './compare-lines.ts'
import { SideNote } from './compare-note.tsx'
import { readSide, useSide, type Side } from './compare-side.ts'
import { CompareTable } from './compare-table.tsx'

/** Longer than this nobody waits for the page to come; the rest of the reading is shown on it. */
const patience = 300

export async function loader({ request }: LoaderFunctionArgs) {
  const { scope, to } = viewIn(new URL(request.url).searchParams)
  const read = Promise.all([readSide(scope), to !== undefined && readSide(to)])
  await Promise.race([read, new Promise((resolve) => setTimeout(resolve, patience))])
  return null
}

type CompareView = { scope: string | undefined; to: string | undefined; show: Show }

/** The view of an address; a scope is not compared with itself. */
function viewIn(query: URLSearchParams): CompareView {
  const [scope, to] = [scopeIn(query), query.get('to')]
  return {
    scope,
    to: to === null || to === '' || to === scope ? undefined : to,
    show: showIn(query.get('show')),
  }
}

/** The comparison, or the choice of what to compare with. */
export function Component() {
  const { scope, to, show } = viewIn(useSearchParams()[0])
  const here = useHere().data
  const before = useRef(to)
  useEffect(() => {
    if (before.current === to) return
    before.current = to
    // What was followed has gone with what it stood in, and the path is the same.
    focusTitle()
  }, [before, to])
  return (
    <Page
      title="Compare access"
      lead="Who holds what at two places, side by side. “Stronger” goes by the order in which the directory puts its roles."
      up={{ to: paths.access({ scope }), label: 'Access' }}
      actions={
        to !== undefined && (
          <>
            {scope !== undefined && (
              <LinkButton to={addressOf({ scope: to, to: scope, show: mirrored(show) })}>
                Swap the two
              </LinkButton>
            )}
            <LinkButton to={paths.compareAccess({ scope })}>Compare with another</LinkButton>
          </>
        )
      }
    >
      {to === undefined ? (
        <CompareChoice
          here={{ id: scope ?? here?.id, name: here?.name ?? scope ?? 'this place' }}
          href={(to) => paths.compareAccess({ scope, to })}
        />
      ) : (
        <Comparison {...{ scope, to, show }} />
      )}
    </Page>
  )
}

function Comparison({ scope, to, show }: CompareView & { to: string }) {
  const [a, b] = toldApart(useSide(scope), useSide(to))
  const { data: rights } = useQuery(access(scope))
  return (
    <>
      <SideNote side={a} />
      <SideNote side={b} />
      {a.state.kind === 'read' && b.state.kind === 'read' ? (
        <CompareTable
          a={{ id: scope, name: a.name, lines: a.state.lines }}
          b={{ id: to, name: b.name, lines: b.state.lines }}
          me={rights?.person}
          show={show}
          href={(show) => addressOf({ scope, to, show })}
        />
      ) : (
        <p>Nothing is compared before both lists are there as a whole.</p>
      )}
    </>
  )
}

const addressOf = ({ show, ...view }: CompareView & { to: string }) =>
  paths.compareAccess({ ...view, ...(show !== 'differences' && { show }) })

/** Different things may have the same name; they then go by their ids as well. */
function toldApart(a: Side, b: Side): [Side, Side] {
  return a.name === b.name ? [withId(a), withId(b)] : [a, b]
}

const withId = (side: Side) => (side.id === undefined ? side : { ...side, name: `${side.name} (${side.id})` })
