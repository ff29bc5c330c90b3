// The provider's own description of itself (OpenID Connect Discovery 1.0), read once a document and checked.
import * as v from 'valibot'
import { SignInFailure } from './failure.ts'

const url = v.pipe(v.string(), v.url())
const schema = v.object({
  issuer: v.string(),
  authorization_endpoint: url,
  token_endpoint: url,
  jwks_uri: url,
  userinfo_endpoint: v.exactOptional(url),
  revocation_endpoint: v.exactOptional(url),
  end_session_endpoint: v.exactOptional(url),
  authorization_response_iss_parameter_supported: v.optional(v.boolean(), false),
})

export type Metadata = v.InferOutput<typeof schema>

/**
 * A function that reads the issuer's metadata at its first call and remembers a good answer.
 * @throws SignInFailure `away` when there is no readable answer in 10 s, `mixed-up` when it names another issuer (4.3).
 */
export function discovery(issuer: string): () => Promise<Metadata> {
  let known: Promise<Metadata> | null = null
  return () => {
    known ??= read(issuer).catch((error: unknown) => {
      known = null
      throw error
    })
    return known
  }
}

async function read(issuer: string): Promise<Metadata> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  let answer: unknown
  try {
    const response = await fetch(address, {
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(10_000),
    })
    if (!response.ok) throw new SignInFailure('away', String(response.status))
    answer = await response.json()
  } catch (error) {
    throw error instanceof SignInFailure ? error : new SignInFailure('away', 'discovery')
  }
  const metadata = v.safeParse(schema, answer)
  if (!metadata.success) throw new SignInFailure('away', 'discovery')
  if (metadata.output.issuer !== issuer) throw new SignInFailure('mixed-up', 'issuer')
  return metadata.output
}
