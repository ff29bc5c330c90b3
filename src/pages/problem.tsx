// Pages for what goes wrong inside: pages that are not for this person, reads that did not succeed, and what nobody expected. Each says what happened, what to do, and offers the way out.
import { lazy } from 'react'
import { isRouteErrorResponse, useNavigate, useRevalidator, useRouteError } from 'react-router'
import { Forbidden } from '../access.ts'
import { Problem, type ProblemKind } from '../directory/problem.ts'
import { paths } from '../paths.ts'
import { SignInFailure } from '../session/failure.ts'
import { Button, LinkButton } from '../ui/button.tsx'
import { Details, Empty } from '../ui/empty.tsx'
import { Facts } from '../ui/facts.tsx'
import { Center, Page, Row } from '../ui/layout.tsx'
import { LookedAt } from './looked-at.tsx'

const FailurePage = lazy(async () => ({ default: (await import('./failure-page.tsx')).FailurePage }))

/** Shown instead of the console when it cannot run at all. Needs no router. */
export function Unusable({ title, text }: { title: string; text: string }) {
  return (
    <Center title={title} tone="bad">
      <p>{text}</p>
    </Center>
  )
}

/** The last resort: errors outside of every page. */
export function RootProblem() {
  const error = useRouteError()
  if (error instanceof SignInFailure) return <FailurePage failure={error} />
  return (
    <Center title="Something went wrong" tone="bad">
      <p>{oldVersion(error) ? updated : 'This console made a mistake. Nothing was changed.'}</p>
      <Button kind="primary" onClick={() => location.reload()}>
        Reload
      </Button>
    </Center>
  )
}

// Browsers word a missing file and a dead line alike.
const updated =
  'A part of this console could not be fetched. Most likely a new version was installed; else the network failed. Reload to go on.'

/** A page's code that is not there any more, as browsers word it. */
function oldVersion(error: unknown): boolean {
  return error instanceof TypeError && /dynamically imported module|module script/i.test(error.message)
}

const titles: Record<ProblemKind, string> = {
  'signed-out': 'You are signed out',
  forbidden: 'Not allowed',
  'not-found': 'Not found',
  conflict: 'It changed meanwhile',
  invalid: 'Not accepted',
  limited: 'Too many requests',
  away: 'No answer',
  unexpected: 'An answer that cannot be read',
}

/** What took the place of a page, inside the frame. */
export function PageProblem() {
  const error = useRouteError()
  const { revalidate, state } = useRevalidator()
  const navigate = useNavigate()
  if (error instanceof Forbidden) return <ForbiddenPage forbidden={error} />
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFound />
  const problem = error instanceof Problem ? error : null
  const retry = () => (problem ? void revalidate() : void navigate(0))
  const text = oldVersion(error) ? updated : 'This console made a mistake. Nothing was changed.'
  return (
    <Page title={problem ? titles[problem.kind] : 'Something went wrong'}>
      <Empty
        title={problem?.message ?? text}
        tone="bad"
        action={
          problem?.kind === 'not-found' ? (
            <LinkButton to={paths.home()}>Start page</LinkButton>
          ) : (
            <Button kind="primary" pending={state === 'loading'} onClick={retry}>
              {problem ? 'Try again' : 'Reload'}
            </Button>
          )
        }
      />
      {problem && <ProblemDetails problem={problem} />}
    </Page>
  )
}

/** Status, code and the provider's own words, closed until asked for. */
export function ProblemDetails({ problem }: { problem: Problem }) {
  const { status, code, requestId, said } = problem.details
  const items = [
    ...(status === undefined ? [] : [{ term: 'Status', value: String(status), mono: true }]),
    ...(code === undefined ? [] : [{ term: 'Code', value: code, mono: true }]),
    ...(requestId === undefined ? [] : [{ term: 'Request', value: requestId, mono: true }]),
    ...(said === undefined ? [] : [{ term: 'The server said', value: `“${said}”` }]),
  ]
  return items.length === 0 ? null : (
    <Details summary="Details">
      <Facts items={items} />
    </Details>
  )
}

/** A page that is not for this person: what it needs, what was found, who can give it. */
export function ForbiddenPage({ forbidden }: { forbidden: Forbidden }) {
  const { verdict, access } = forbidden
  return (
    <Page title="This page is not for your account" lead={forbidden.message}>
      <LookedAt
        title="Why"
        term="It needs"
        wanted={[verdict.right ?? 'something that nobody can have here']}
        giver={verdict.giver}
        source={access.source}
        found={access.found}
      />
      <Row>
        <LinkButton to={paths.session()}>See what your token says</LinkButton>
      </Row>
    </Page>
  )
}

/** An address that leads nowhere. */
export function NotFound() {
  return (
    <Page title="Not found">
      <Empty
        title="There is no page at this address"
        action={<LinkButton to={paths.home()}>Start page</LinkButton>}
      >
        It may have been typed wrongly, or what it showed was deleted.
      </Empty>
    </Page>
  )
}
