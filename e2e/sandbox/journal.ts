// What was asked of one provider, without keeping a single secret: tokens and codes appear as prefixes of their
// SHA-256, header and parameter values not at all. Counters answer the questions every browser test ends with.

import { createHash } from 'node:crypto'
import type { Ask } from './http.ts'

export type Entry = {
  /** Milliseconds, the provider's clock. */
  time: number
  method: string
  path: string
  query: string[]
  headers: string[]
  origin: string | undefined
  /** Name of the operation, as faults are set on it. */
  operation: string | undefined
  /** Name under which a fault struck. */
  fault: string | undefined
  /** What the client was told; 0 = the connection was reset. */
  status: number
  /** Whether the provider itself worked on it; false where a fault answered in its place. */
  handled: boolean
  grantType: string | undefined
  refreshToken: string | undefined
  code: string | undefined
  authorization: string | undefined
  tokenInUrl: boolean
}

export type Filter = Partial<Pick<Entry, 'method' | 'path' | 'operation' | 'status' | 'grantType' | 'fault'>>

export type Journal = {
  entries: (filter?: Filter) => Entry[]
  /** Requests to the token endpoint, preflights left out. */
  tokenRequests: () => Entry[]
  /** Refresh tokens presented again after the provider had already worked on them. */
  refreshReuse: () => number
  /** The same for authorization codes. */
  codeReuse: () => number
  /** Requests that carried a token, secret or verifier in their URL or Referer. */
  tokensInUrl: () => number
  clear: () => void
}

export type JournalWriter = Journal & { record: (ask: Ask, outcome: Outcome) => void }

type Outcome = Pick<Entry, 'time' | 'operation' | 'fault' | 'status' | 'handled'> & { form: URLSearchParams }

const limit = 20_000
const secretParameters = new Set([
  'access_token',
  'refresh_token',
  'id_token',
  'client_secret',
  'code_verifier',
])
// RP-initiated logout has to put the ID token into the URL (OpenID Connect RP-Initiated Logout 1.0, section 2).
const allowedParameter = 'id_token_hint'
const jwt = /eyJ[\w-]+\.[\w-]+\.[\w-]*/

/** `isToken` knows the opaque tokens in circulation, which have no shape to tell them by. */
export function createJournal(isToken: (value: string) => boolean): JournalWriter {
  let entries: Entry[] = []
  const used = (key: 'refreshToken' | 'code'): number => {
    const worked = new Set<string>()
    const again = new Set<string>()
    for (const { [key]: hash, handled } of entries) {
      if (hash === undefined) continue
      if (worked.has(hash)) again.add(hash)
      if (handled) worked.add(hash)
    }
    return again.size
  }
  return {
    record(ask, { form, ...outcome }) {
      const bearer = /^Bearer (.+)$/i.exec(ask.headers.authorization ?? '')?.[1]
      entries.push({
        ...outcome,
        method: ask.method,
        path: ask.url.pathname,
        query: [...new Set(ask.url.searchParams.keys())],
        headers: Object.keys(ask.headers),
        origin: ask.headers.origin,
        grantType: form.get('grant_type') ?? undefined,
        refreshToken: hash(form.get('refresh_token')),
        code: form.get('grant_type') === 'authorization_code' ? hash(form.get('code')) : undefined,
        authorization: hash(bearer),
        tokenInUrl:
          leaks(ask.url, isToken) ||
          (URL.canParse(ask.headers.referer ?? '') && leaks(new URL(ask.headers.referer ?? ''), isToken)),
      })
      if (entries.length > limit) entries.shift()
    },
    entries: (filter = {}) =>
      entries.filter((entry) =>
        Object.entries(filter).every(([key, wanted]) =>
          Object.entries(entry).some(([k, v]) => k === key && v === wanted),
        ),
      ),
    tokenRequests: () =>
      entries.filter(({ method, grantType }) => method === 'POST' && grantType !== undefined),
    refreshReuse: () => used('refreshToken'),
    codeReuse: () => used('code'),
    tokensInUrl: () => entries.filter(({ tokenInUrl }) => tokenInUrl).length,
    clear() {
      entries = []
    },
  }
}

/** Enough of the SHA-256 to tell tokens apart, too little to find one. */
export function hash(secret: string | null | undefined): string | undefined {
  return secret ? createHash('sha256').update(secret).digest('hex').slice(0, 16) : undefined
}

function leaks(url: URL, isToken: (value: string) => boolean): boolean {
  return [...url.searchParams].some(
    ([name, value]) =>
      name !== allowedParameter && (secretParameters.has(name) || jwt.test(value) || isToken(value)),
  )
}
