// Requests to one directory as the signed-in person. Hides: the access token, its renewal, deadlines, repeats, and every
// way in which a network fails; what comes out is the parsed body or a Problem.
import type { Caller } from './directory.ts'
import { Problem } from './problem.ts'
import { type Answer, problemForStatus, readAnswer, retryAfter } from './answer.ts'

/** One request. The caller has percent-encoded every part of `path`; a `body` goes as JSON. */
export type HttpRequest = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  body?: unknown
  headers?: Record<string, string>
  /** Whether sending it twice is the same as sending it once: reads, whatever their method. Never a write. */
  repeatable: boolean
  signal?: AbortSignal | undefined
}

export type Http = { request(request: HttpRequest): Promise<unknown> }

export type HttpOptions = {
  /** The only origin that requests, and with them the token, may go to. */
  origin: string
  caller: Caller
  /** The vendor's reading of a refusal; undefined leaves it to the status. Sees a 401 only after a fresh token. */
  problemOf: (answer: Answer) => Problem | undefined
  fetch?: typeof fetch | undefined
  /** Waits for so many milliseconds. */
  sleep?: ((ms: number) => Promise<void>) | undefined
  /** Milliseconds that one try may take, body included. */
  deadline?: number
}

type Outcome =
  | { kind: 'answered'; body: unknown }
  /** The token is no longer good, and has not been renewed for this request yet. */
  | { kind: 'expired' }
  | { kind: 'refused'; problem: Problem; status: number; wait: number | undefined }
  | { kind: 'lost'; problem: Problem }

type Failed = Extract<Outcome, { problem: Problem }>

/** The longest wait after a 429 that a person is asked to sit through, in seconds. */
const longestWait = 60
const repeats = 2
/** Servers commonly stop at 8 kB of headers; past this size the token is a likely cause of failure (B35). */
const largeToken = 7_000

/**
 * Makes the way to send requests to `origin`. `request` resolves to the parsed JSON body, or undefined where there is
 * none. It rejects with a Problem, with what the caller's token functions reject with, or with the signal's reason.
 * A write whose answer was lost is `unsure`. Rules: security.md W16, W7, B01-B35.
 */
export function createHttp(options: HttpOptions): Http {
  const { origin, caller, problemOf, sleep = pause, deadline = 30_000 } = options
  const send = options.fetch ?? ((input, init) => fetch(input, init))
  const { host } = new URL(origin)

  function addressOf(path: string): URL {
    const url = URL.canParse(path, origin) ? new URL(path, origin) : undefined
    // An id of '..', even percent-encoded, would make the URL parser climb to another resource: only a path that it
    // leaves as it stands is sent.
    const asked = path.split('?', 1)[0]
    if (url?.origin !== new URL(origin).origin || url.pathname !== asked) {
      throw new Problem('unexpected', `A request that does not stay at its address on ${host} was not sent.`)
    }
    return url
  }

  async function attempt(url: URL, asked: HttpRequest, token: string, renewed: boolean): Promise<Outcome> {
    const late = new AbortController()
    const signal = asked.signal ? AbortSignal.any([asked.signal, late.signal]) : late.signal
    const init = initOf(asked, token, signal)
    const timer = setTimeout(() => late.abort(), deadline)
    let answer: Awaited<ReturnType<typeof readAnswer>>
    try {
      answer = await readAnswer(await send(url, init), host)
    } catch {
      asked.signal?.throwIfAborted()
      // Whatever else stops fetch, a refused redirect and a missing CORS header included, looks the same from here.
      const problem = late.signal.aborted
        ? new Problem('away', `${host} did not answer within ${Math.round(deadline / 1000)} seconds.`)
        : unreachable(host, token)
      return { kind: 'lost', problem }
    } finally {
      clearTimeout(timer)
    }
    if (answer.problem) return { kind: 'lost', problem: answer.problem }
    if (answer.status >= 200 && answer.status < 300) return { kind: 'answered', body: answer.body }
    return answer.status === 401 && !renewed ? { kind: 'expired' } : refusal(answer, token)
  }

  function refusal(answer: Answer, token: string): Failed {
    const { status, headers } = answer
    const seconds = status === 429 ? retryAfter(headers.get('retry-after'), Date.now()) : undefined
    const requestId = headers.get('x-request-id')
    const found =
      token.length > largeToken && (status === 431 || status === 413)
        ? new Problem('unexpected', `${host} refused the request as too large. ${tooLarge(token)}`)
        : (problemOf(answer) ?? problemForStatus(host, status))
    const problem = new Problem(found.kind, found.message, {
      status,
      ...(seconds !== undefined && { retryAfter: Math.min(seconds, longestWait) }),
      ...(requestId && { requestId }),
      ...found.details,
    })
    return { kind: 'refused', problem, status, wait: seconds }
  }

  return {
    async request(asked) {
      const url = addressOf(asked.path)
      let token = await orAborted(caller.accessToken(), asked.signal)
      let renewed = false
      let waited = false
      for (let repeat = 0; ;) {
        const outcome = await attempt(url, asked, token, renewed)
        if (outcome.kind === 'answered') return outcome.body
        if (outcome.kind === 'expired') {
          // A 401 means that nothing was carried out, so a write is sent again as well.
          renewed = true
          token = await orAborted(caller.renewed(token), asked.signal)
        } else if (!asked.repeatable) {
          throw mayHaveHappened(outcome) ? unsure(outcome.problem) : outcome.problem
        } else if (outcome.kind === 'refused' && outcome.wait !== undefined) {
          if (waited || outcome.wait > longestWait) throw outcome.problem
          waited = true
          await orAborted(sleep(outcome.wait * 1000), asked.signal)
        } else {
          if (repeat === repeats || !isTransient(outcome)) throw outcome.problem
          await orAborted(sleep(Math.random() * 500 * 2 ** repeat), asked.signal)
          repeat += 1
        }
      }
    },
  }
}

function initOf(asked: HttpRequest, token: string, signal: AbortSignal): RequestInit {
  const headers = new Headers(asked.headers)
  headers.set('accept', 'application/json')
  headers.set('authorization', `Bearer ${token}`)
  if (asked.body !== undefined) headers.set('content-type', 'application/json')
  return {
    method: asked.method,
    headers,
    ...(asked.body !== undefined && { body: JSON.stringify(asked.body) }),
    signal,
    credentials: 'omit',
    redirect: 'error',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
  }
}

/** A failure that another try can mend. 501 is an answer, not a failure: the server does not have this call. */
function isTransient(outcome: Failed): boolean {
  // The vendor's reading goes before the status: a refusal may be told with 500.
  return outcome.problem.kind === 'away' && (outcome.kind === 'lost' || outcome.status !== 501)
}

function mayHaveHappened(outcome: Failed): boolean {
  return outcome.kind === 'lost' || isTransient(outcome)
}

function unsure({ kind, message, details }: Problem): Problem {
  return new Problem(kind, `${message} The change may have been made all the same.`, {
    ...details,
    unsure: true,
  })
}

function unreachable(host: string, token: string): Problem {
  // Node has no onLine: only a browser that says so counts as offline.
  if ('navigator' in globalThis && 'onLine' in navigator && !navigator.onLine) {
    return new Problem('away', `This device is offline, so ${host} cannot be reached.`)
  }
  const cause = 'The network failed, or the server does not allow requests from this console (CORS).'
  const size = token.length > largeToken ? ` ${tooLarge(token)}` : ''
  return new Problem('away', `${host} cannot be reached. ${cause}${size}`)
}

function tooLarge(token: string): string {
  const size = (token.length / 1000).toFixed(1)
  return `The access token is ${size} kB long, more than many servers take: it may carry too many claims.`
}

/** Waits for so many milliseconds. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}

/** The work, unless the signal ends first: then its reason, at once and untouched. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  return new Promise((resolve, reject) => {
    const end = () => reject(signal.reason)
    signal.addEventListener('abort', end, { once: true })
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end))
    if (signal.aborted) end()
  })
}
