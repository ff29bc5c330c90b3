// Calls to the Management API with the gateway's own token. Hides the token, the deadline, the second try after a 401, and how
// the vendor's refusals become ours.
import * as v from 'valibot'
import type { GatewayConfig } from './config.ts'
import { Refused } from './errors.ts'
import type { Machine } from './machine.ts'
import type { Wire } from './wire.ts'

export type Sent = {
  method: string
  /** After /api/v2, with its query, encoded. */
  path: string
  /** JSON. */
  body?: string | undefined
  requestId: string
  /** Told when the answer ends in the middle of its body, after its status was handed on. */
  onBroken?: () => void
}

export type Management = {
  /** The vendor's answer, ready to be streamed on. @throws Refused for every answer of 400 and more, and for none */
  send: (sent: Sent) => Promise<Response>
}

const passed = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'retry-after']
const complaint = v.object({ message: v.optional(v.string()), errorCode: v.optional(v.string()) })
/** An explanation that is longer is not read to its end. */
const longest = 64_000

/** At most so many bytes of a body, as text. */
async function textOf(answer: Response): Promise<string> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > longest) break
  }
  return text
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function headersOf(answer: Response): Record<string, string> {
  return Object.fromEntries(
    passed.flatMap((name) => {
      const value = answer.headers.get(name)
      return value === null ? [] : [[name, value]]
    }),
  )
}

/** The same bytes; says when the other side breaks off. A reader who goes away is no such case. */
function watched(body: ReadableStream<Uint8Array>, onBroken: () => void): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (done) controller.close()
        else controller.enqueue(value)
      } catch (error) {
        onBroken()
        controller.error(error)
      }
    },
    cancel: (reason) => reader.cancel(reason),
  })
}

function lost(method: string, stalled: boolean): Refused {
  const write = method === 'GET' ? '' : ' Whether the change was made is not known.'
  return stalled
    ? new Refused(504, 'VENDOR_STALLED', `Auth0 did not answer in time.${write}`)
    : new Refused(502, 'VENDOR_AWAY', `Auth0 cannot be reached.${write}`)
}

export function createManagement(config: GatewayConfig, machine: Machine, { fetch, now }: Wire): Management {
  async function attempt({ method, path, body, requestId }: Sent, token: string, signal: AbortSignal) {
    return fetch(`${config.tenant}/api/v2${path}`, {
      method,
      // Nothing of the caller's headers. The vendor's log shows this id as references.correlation_id, at most 64 characters.
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        'x-correlation-id': requestId,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body }),
      signal,
      redirect: 'error',
    })
  }

  /** The vendor's refusal: its status, its words, its code. */
  async function refusalOf(answer: Response): Promise<Refused> {
    const { status } = answer
    const said = v.safeParse(complaint, parsed(await textOf(answer).catch(() => '')))
    const { message = `Auth0 answered ${status}.`, errorCode = `AUTH0_${status}` } = said.success
      ? said.output
      : {}
    // A 401 would sign the person out, whose token is good: it is the gateway's that is not.
    if (status === 401)
      return new Refused(502, 'MACHINE_REFUSED', `Auth0 does not take the gateway's token: ${message}`)
    const headers = headersOf(answer)
    const reset = Number(headers['x-ratelimit-reset'])
    if (status === 429 && headers['retry-after'] === undefined)
      // The vendor says it only as a time (Auth0 docs, "Rate limit policy"): epoch seconds.
      headers['retry-after'] = String(Math.min(60, Math.max(1, Math.ceil((reset || 0) - now() / 1_000))))
    return new Refused(status, errorCode, message, { headers })
  }

  return {
    async send(sent) {
      const signal = AbortSignal.timeout(config.limits.timeout)
      const once = async (): Promise<{ token: string; answer: Response }> => {
        const token = await machine.token()
        try {
          return { token, answer: await attempt(sent, token, signal) }
        } catch {
          throw lost(sent.method, signal.aborted)
        }
      }
      let { token, answer } = await once()
      if (answer.status === 401) {
        machine.refused(token)
        await answer.body?.cancel()
        ;({ token, answer } = await once())
        if (answer.status === 401) machine.refused(token)
      }
      if (answer.status >= 400) throw await refusalOf(answer)
      const { status } = answer
      const headers = headersOf(answer)
      const type = answer.headers.get('content-type') ?? ''
      if (/^application\/json\b/i.test(type)) {
        headers['content-type'] = 'application/json'
        const { onBroken } = sent
        const body = answer.body && onBroken ? watched(answer.body, onBroken) : answer.body
        return new Response(body, { status, headers })
      }
      // A page of a proxy must not pass for an answer, let alone as markup on the console's own origin.
      const text = await textOf(answer).catch(() => {
        throw lost(sent.method, signal.aborted)
      })
      if (text !== '')
        throw new Refused(502, 'VENDOR_UNREADABLE', 'What answered in the place of Auth0 was not JSON.')
      return new Response(null, { status, headers })
    },
  }
}
