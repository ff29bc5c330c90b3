// The start address: leads to the first page that this person may use, or says that there is none and why.
import { redirect, useLoaderData, type LoaderFunctionArgs } from 'react-router'
import type { Access } from '../directory/grants.ts'
import { navigation } from '../pages.tsx'
import { paths, scopeIn } from '../paths.ts'
import { connected } from '../platform.ts'
import { access, queryClient } from '../queries.ts'
import { scopesOf } from '../session/claims.ts'
import { LinkButton } from '../ui/button.tsx'
import { Facts } from '../ui/facts.tsx'
import { Card, Page, Row } from '../ui/layout.tsx'
import { LookedAt } from './looked-at.tsx'

type NoRights = { looked: { wanted: string[]; source: string; found: string[]; giver: string } }

export async function loader({ request }: LoaderFunctionArgs): Promise<Response | NoRights> {
  const { directory, session, platform } = connected()
  const scope = scopeIn(new URL(request.url).searchParams)
  const answer = await queryClient.query(access(scope))
  if (!directory || !answer) {
    const scopes = scopesOf(session.tokens()?.scope, platform.login.scope)
    const missing = scopes.missing.filter((scope) => !standard.has(scope))
    if (missing.length === 0) return redirect(paths.session({ scope }))
    const source = 'the scope that was granted to your access token'
    return {
      looked: {
        wanted: missing,
        source,
        found: scopes.granted,
        giver: `an administrator of ${platform.name}`,
      },
    }
  }
  if (Object.values(answer.verdicts).some(({ allowed }) => allowed))
    return redirect(
      directory.traits.projects && scope === undefined ? paths.projects() : first(answer, scope),
    )
  const verdicts = Object.values(answer.verdicts).filter(({ right }) => right !== null)
  const wanted = [...new Set(verdicts.flatMap(({ right }) => right ?? []))]
  return {
    looked: {
      wanted,
      source: answer.source,
      found: answer.found,
      giver: verdicts[0]?.giver ?? 'an administrator',
    },
  }
}

// Scopes of OpenID Connect Core 5.4 and 11: providers need not repeat them, and they are no rights.
const standard = new Set(['openid', 'profile', 'email', 'address', 'phone', 'offline_access'])

/** The first page of the sidebar behind Session that the answer allows. */
function first(answer: Access, scope: string | undefined): string {
  const allowed = navigation(connected().directory?.traits ?? {}, scope).find(
    ({ grant }) => grant && answer.verdicts[grant].allowed,
  )
  return allowed?.to ?? paths.session({ scope })
}

export function Component() {
  const { looked } = useLoaderData<NoRights>()
  const { platform, session } = connected()
  const state = session.state()
  const person = state.status === 'signed-out' ? null : state.person
  return (
    <Page
      title={`You have no rights at ${platform.name} yet`}
      lead="You are signed in, and nothing is wrong with your sign-in. Your account holds none of the rights that this console works with."
    >
      <LookedAt title="What was looked for" term="Any of" {...looked} />
      <Card title="What to tell them">
        <Facts
          items={[
            { term: 'Your account', value: person?.name ?? '' },
            { term: 'Its id', value: person?.id ?? '', mono: true },
            { term: 'Signed in at', value: new URL(platform.login.issuer).host, mono: true },
          ]}
        />
      </Card>
      <p>After a right was given, sign out and in again, or renew your session.</p>
      <Row>
        <LinkButton kind="primary" to={paths.session()}>
          See what your token says
        </LinkButton>
      </Row>
    </Page>
  )
}
