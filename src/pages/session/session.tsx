// The session as the provider tells it: what each token says, how long it lives, what this console makes of it. Token values stay
// in the session; nothing here keeps one in props or state.
import { useMutation, useQuery } from '@tanstack/react-query'
import { connected } from '../../platform.ts'
import { userinfo } from '../../queries.ts'
import { changes, scopesOf, type ClaimChange } from '../../session/claims.ts'
import { SignInFailure } from '../../session/failure.ts'
import { readJwt } from '../../session/id-token.ts'
import type { Tokens } from '../../session/keeper.ts'
import { Button } from '../../ui/button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Card, Page, Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { useSession } from '../../use-session.ts'
import { failureText } from '../failure-texts.ts'
import { AllowedCard } from './allowed-card.tsx'
import { ClaimsView } from './claims-view.tsx'
import { LifetimeFacts } from './lifetime-facts.tsx'
import { ReadCard } from './read-card.tsx'
import { TokenCard } from './token-card.tsx'

/** The session page. */
export function Component() {
  const { platform, session } = connected()
  useSession()
  const renewal = useMutation({ mutationFn: () => session.renew() })
  const failure = renewal.error instanceof SignInFailure ? failureText(renewal.error, platform.name) : null
  return (
    <Page
      title="Session"
      lead={`What ${platform.name} says about you, and what this console makes of it.`}
      actions={
        <Button kind="primary" pending={renewal.isPending} onClick={() => renewal.mutate()}>
          Renew now
        </Button>
      }
    >
      {failure && (
        <Note tone="bad" title="Not renewed" live>
          {failure.title}. {failure.text} {failure.advice}
        </Note>
      )}
      {renewal.isSuccess && <Renewed />}
      <ThisSession />
      <TokenCard which="accessToken" title="Access token" />
      <TokenCard which="idToken" title="ID token" />
      <UserinfoCard />
      <AllowedCard />
    </Page>
  )
}

/** Who, where, until when, and what was asked for and not granted. */
function ThisSession() {
  const { platform, session } = connected()
  const state = useSession()
  const tokens = session.tokens()
  if (state.status === 'signed-out' || !tokens) return null
  const { granted, missing } = scopesOf(tokens.scope, platform.login.scope)
  return (
    <Card title="This session">
      <Stack>
        <Facts
          items={[
            { term: 'Signed in as', value: state.person.name, note: state.person.email },
            { term: 'Your id', value: state.person.id, mono: true },
            { term: 'At', value: `${platform.name}, ${new URL(platform.login.issuer).host}` },
            {
              term: 'Scopes granted',
              value: granted.join(' '),
              mono: true,
            },
          ]}
        />
        <LifetimeFacts from={tokens.receivedAt} to={tokens.expiresAt} />
        {missing.length > 0 && (
          <Note tone="warn" title="Asked for and not granted">
            <code>{missing.join(' ')}</code>. What needs it will be refused.
          </Note>
        )}
        <small>
          Both tokens are in the memory of this page only. They are renewed before they end; closing the page
          forgets them.
        </small>
      </Stack>
    </Card>
  )
}

function differences(tokens: Tokens): ClaimChange[] {
  const id = readJwt(tokens.idToken)?.claims
  const access = readJwt(tokens.accessToken)?.claims
  const { before } = tokens
  return [
    ...(before?.accessToken && access ? changes(before.accessToken, access) : []),
    ...(before && id ? changes(before.idToken, id) : []),
  ]
}

/** What a renewal brought. */
function Renewed() {
  const tokens = connected().session.tokens()
  if (!tokens) return null
  const found = differences(tokens)
  if (found.length === 0)
    return (
      <Note tone="good" title="Renewed" live>
        The new tokens say the same as the last ones; only times and ids differ.
      </Note>
    )
  return (
    <Note
      tone="good"
      title={`Renewed: ${found.length} ${found.length === 1 ? 'claim' : 'claims'} changed`}
      live
    >
      <Facts
        items={found.map(({ name, before, now }) => ({
          term: name,
          value: `${written(before)} → ${written(now)}`,
          mono: true,
        }))}
      />
    </Note>
  )
}

function written(value: unknown): string {
  return value === undefined ? '(absent)' : JSON.stringify(value)
}

/** The provider's userinfo answer. */
function UserinfoCard() {
  return (
    <ReadCard
      title="Userinfo"
      aside="asked of the provider just now, not a token"
      query={useQuery(userinfo())}
    >
      {(claims) => <ClaimsView claims={claims} />}
    </ReadCard>
  )
}
