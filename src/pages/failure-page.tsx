// What a failed sign-in looks like: what happened, what to do, and the way to try again.
import { useState } from 'react'
import { paths } from '../paths.ts'
import { connection } from '../platform.ts'
import { SignInFailure } from '../session/failure.ts'
import { Button } from '../ui/button.tsx'
import { Details } from '../ui/empty.tsx'
import { Facts } from '../ui/facts.tsx'
import { Center, Row } from '../ui/layout.tsx'
import { failureText } from './failure-texts.ts'

/** What a failed sign-in says, with a button to try again and the provider's words under "details". */
export function FailurePage({ failure }: { failure: SignInFailure }) {
  const [latest, setLatest] = useState(failure)
  const [pending, setPending] = useState(false)
  const made = connection()
  const name = made?.platform.name ?? 'The provider'
  const { title, text, advice } = failureText(latest, name)
  const lost = latest.kind === 'unknown-callback'

  async function again() {
    setPending(true)
    try {
      await made?.session.signIn(location.pathname + location.search)
    } catch (error) {
      setPending(false)
      if (error instanceof SignInFailure) setLatest(error)
    }
  }

  return (
    <Center title={title} tone={latest.code === 'taken' ? 'plain' : 'bad'}>
      <p>{text}</p>
      <p>{advice}</p>
      {latest.code !== 'taken' && (
        <Row>
          {made && !lost && (
            <Button kind="primary" pending={pending} onClick={() => void again()}>
              Sign in to {name} again
            </Button>
          )}
          {/* A document navigation: it leaves every trace of the failed attempt behind. */}
          <Button kind={lost ? 'primary' : 'plain'} onClick={() => location.assign(paths.home())}>
            {lost ? 'Go to the console' : 'Start page'}
          </Button>
        </Row>
      )}
      {(latest.code !== undefined || latest.said !== undefined) && (
        <Details summary="Details">
          <Facts
            items={[
              { term: 'Case', value: latest.kind, mono: true },
              ...(latest.code === undefined ? [] : [{ term: 'Code', value: latest.code, mono: true }]),
              ...(latest.said === undefined
                ? []
                : [{ term: 'The provider said', value: `“${latest.said}”` }]),
            ]}
          />
        </Details>
      )}
    </Center>
  )
}
