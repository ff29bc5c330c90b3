// One token, taken apart: header, claims, life, whether it is for this platform's API, and whether its signature was checked.
import { useMutation } from '@tanstack/react-query'
import { connected } from '../../platform.ts'
import { masked } from '../../session/claims.ts'
import { type Claims, numericDate, readJwt } from '../../session/id-token.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy.tsx'
import { Details } from '../../ui/empty.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Card, Row, Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { useSession } from '../../use-session.ts'
import { ClaimsView } from './claims-view.tsx'
import { LifetimeFacts } from './lifetime-facts.tsx'

type Which = 'accessToken' | 'idToken'

/** Draws the session's token of that name; opaque ones have nothing to read, and it says so. */
export function TokenCard({ which, title }: { which: Which; title: string }) {
  const name = inText(title)
  useSession()
  const { session, platform } = connected()
  const tokens = session.tokens()
  if (!tokens) return null
  const jwt = readJwt(tokens[which])
  const api = which === 'accessToken' && 'audience' in platform.login ? platform.login.audience : undefined
  const copying = (
    <CopyButton
      kind="plain"
      label={`Copy masked ${name}`}
      text={() => masked(session.tokens()?.[which] ?? '')}
    />
  )
  if (!jwt)
    return (
      <Card title={title} aside={<Badge>opaque</Badge>}>
        <Stack>
          {api === undefined ? (
            <p>
              Opaque: nothing to read. Only the provider knows what stands behind it ({tokens[which].length}{' '}
              characters). What you may do is in the ID token, in userinfo, and in the provider’s own answer
              below.
            </p>
          ) : (
            <>
              <p>Opaque: nothing to read ({tokens[which].length} characters).</p>
              <Note tone="warn" title="This token is for no API">
                This console asks for tokens for <code>{api}</code>, and those can be read. This one was
                issued for no API, and none will take it.
              </Note>
            </>
          )}
          <Row>{copying}</Row>
          <Whole which={which} title={title} />
        </Stack>
      </Card>
    )
  const iat = numericDate(jwt.claims.get('iat'))
  const exp = numericDate(jwt.claims.get('exp'))
  const warning = headerWarning(jwt.header.get('alg'), jwt.header.get('kid'))
  return (
    <Card title={title} aside={<Badge>JWT</Badge>}>
      <Stack>
        {iat !== null && exp !== null && <LifetimeFacts from={iat * 1000} to={exp * 1000} />}
        {api !== undefined && <Audience claims={jwt.claims} api={api} />}
        <Signature which={which} />
        <ClaimsView claims={jwt.claims} />
        <Details summary="Header">
          <Facts
            items={[...jwt.header].map(([name, value]) => ({ term: name, value: String(value), mono: true }))}
          />
          {warning}
        </Details>
        <Row>{copying}</Row>
        <Whole which={which} title={title} />
      </Stack>
    </Card>
  )
}

/** A warning where the token is for something else than the platform's API. */
function Audience({ claims, api }: { claims: Claims; api: string }) {
  const audience = [claims.get('aud') ?? []].flat()
  if (audience.includes(api)) return null
  return (
    <Note tone="warn" title="This token is not for this platform’s API">
      <Facts
        items={[
          {
            term: 'The token is for',
            value: audience.filter((one) => typeof one === 'string').join(', ') || '(absent)',
            mono: true,
          },
          { term: 'This platform’s API', value: api, mono: true },
        ]}
      />
    </Note>
  )
}

/** A title in the middle of a sentence: "access token", "ID token". */
function inText(title: string): string {
  return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title
}

function headerWarning(alg: unknown, kid: unknown): string | null {
  if (alg === 'none') return 'This token is not signed at all.'
  if (typeof alg === 'string' && alg.startsWith('HS'))
    return 'Signed with a shared secret: a browser cannot check it.'
  return kid === undefined ? 'The header names no key; verifiers have to try all of the issuer’s.' : null
}

/** Not verified until somebody asks; then what came out. The result belongs to the token that was checked. */
function Signature({ which }: { which: Which }) {
  const { session } = connected()
  const state = useSession()
  const check = useMutation({
    mutationFn: async () => ({
      of: state.status === 'signed-in' ? state.until : 0,
      result: await session.verify(session.tokens()?.[which] ?? ''),
    }),
  })
  const current =
    check.data && state.status === 'signed-in' && check.data.of === state.until ? check.data.result : null
  return (
    <Row>
      <span>Signature:</span>
      {!current && <Badge>not verified</Badge>}
      {current?.valid === true && (
        <>
          <Badge tone="good">verified</Badge>
          <span>
            {current.alg}, with the issuer’s key <code>{current.key}</code>
          </span>
        </>
      )}
      {current?.valid === false && (
        <>
          <Badge tone="bad">not verified</Badge>
          <span role="alert">{current.why}</span>
        </>
      )}
      {/* Keys that could not be read may be there the next time. */}
      {!current?.valid && (
        <Button pending={check.isPending} onClick={() => check.mutate()}>
          Verify against the issuer’s keys
        </Button>
      )}
      {check.error && (
        <span role="alert">The issuer’s keys could not be read. Nothing is known about the signature.</span>
      )}
    </Row>
  )
}

/** The way to the token itself, out of the way of the masked copy. */
function Whole({ which, title }: { which: Which; title: string }) {
  const name = inText(title)
  const { session } = connected()
  return (
    <Details summary={`The ${name} itself`}>
      <p>Whoever has it can act as you until it ends. Do not paste it into tickets, chats or web pages.</p>
      <CopyButton
        kind="plain"
        label={`Copy the whole ${name}`}
        text={() => session.tokens()?.[which] ?? ''}
      />
    </Details>
  )
}
