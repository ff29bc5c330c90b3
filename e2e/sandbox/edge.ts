// The outermost layer of a provider: reads the request, lets a transport fault strike, writes the journal, sends
// the answer (or half of it). What lies behind knows nothing of faults on the wire.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ProviderClock } from './clock.ts'
import { isAnswerEdit, isTransport } from './faults.ts'
import type { FaultBox, TransportFault } from './faults.ts'
import { json, parseJson, readAsk, withJson } from './http.ts'
import type { Answer, Ask, Handle, JsonObject } from './http.ts'
import type { JournalWriter } from './journal.ts'

export type EdgeOptions = {
  origin: string
  clock: ProviderClock
  faults: FaultBox
  journal: JournalWriter
  /** Names of what is asked, the most special first; the first goes into the journal. */
  operations: (ask: Ask) => string[]
  handle: Handle
  /** Whether this browser origin may read the answer: a fault must not look like a CORS failure. */
  readable: (ask: Ask, origin: string) => boolean
  /** The vendor's body for a bare status. */
  errorBody: (status: number, operation: string) => JsonObject
}

type Delivery = 'whole' | 'reset' | 'stall' | 'truncate' | 'empty'

export function edge(options: EdgeOptions): (req: IncomingMessage, res: ServerResponse) => void {
  return (req, res) => {
    serve(options, req, res).catch((error: unknown) => {
      // Whoever hung up early needs no answer; anything else is a defect of the sandbox and must be seen.
      if (req.socket.destroyed || res.headersSent) return
      console.error(error)
      res.writeHead(500).end()
    })
  }
}

async function serve(options: EdgeOptions, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { clock, faults, journal } = options
  const ask = await readAsk(req, options.origin)
  const preflight = ask.method === 'OPTIONS' && 'access-control-request-method' in ask.headers
  const operations = options.operations(ask)
  const strike = preflight ? undefined : faults.take(operations, isTransport)
  const fault = strike?.fault
  if (typeof fault === 'object' && 'delay' in fault) await sleep(fault.delay)

  const instead = fault === undefined ? undefined : standIn(options, ask, fault, operations[0] ?? '')
  const own = instead ?? (await options.handle(ask))
  const { answer, name } =
    instead || preflight ? { answer: own, name: undefined } : edited(faults, operations, own)
  const delivery = fault === undefined ? 'whole' : deliveryOf(fault)
  journal.record(ask, {
    time: clock.now(),
    operation: operations[0],
    fault: strike?.name ?? name ?? own.fault,
    status: delivery === 'reset' ? 0 : answer.status,
    handled: instead === undefined,
    form: formOf(ask),
  })
  send(res, answer, delivery, clock)
}

/** What is answered in the provider's place, without its having seen the request. */
function standIn(
  options: EdgeOptions,
  ask: Ask,
  fault: TransportFault,
  operation: string,
): Answer | undefined {
  const origin = ask.headers.origin
  const cors =
    origin && options.readable(ask, origin) ? { 'access-control-allow-origin': origin, vary: 'Origin' } : {}
  if (fault === 'reset') return json(0, {})
  if (fault === 'html') {
    const body = Buffer.from('<!doctype html><title>Maintenance</title><h1>We will be right back</h1>')
    return { status: 200, headers: { 'content-type': 'text/html', ...cors }, body }
  }
  if (typeof fault === 'number') return json(fault, options.errorBody(fault, operation), cors)
  if (typeof fault !== 'object' || !('status' in fault)) return undefined
  const body = fault.body ?? options.errorBody(fault.status, operation)
  const made = json(fault.status, typeof body === 'string' ? {} : body, cors)
  const answer = typeof body === 'string' ? { ...made, body: Buffer.from(body) } : made
  for (const [name, value] of Object.entries(fault.headers ?? {})) {
    if (value === null) delete answer.headers[name.toLowerCase()]
    else answer.headers[name.toLowerCase()] = value
  }
  return answer
}

function deliveryOf(fault: TransportFault): Delivery {
  if (fault === 'reset' || fault === 'reset-after') return 'reset'
  return fault === 'stall' || fault === 'truncate' || fault === 'empty' ? fault : 'whole'
}

function edited(
  faults: FaultBox,
  operations: readonly string[],
  answer: Answer,
): { answer: Answer; name?: string } {
  const body = parseJson(answer.body)
  const edit = body && faults.take(operations, isAnswerEdit)
  return edit ? { answer: withJson(answer, edit.fault.answer(body)), name: edit.name } : { answer }
}

function send(res: ServerResponse, answer: Answer, delivery: Delivery, clock: ProviderClock): void {
  if (delivery === 'reset') {
    res.socket?.resetAndDestroy()
    return
  }
  const { 'content-length': _, 'transfer-encoding': __, ...headers } = answer.headers
  res.setHeader('date', new Date(clock.now()).toUTCString())
  // A fresh connection each time: Chromium silently sends a POST again when a re-used connection is reset.
  res.setHeader('connection', 'close')
  if (delivery === 'whole') {
    res.writeHead(answer.status, headers).end(answer.body)
    return
  }
  if (delivery === 'empty') {
    res.writeHead(answer.status, { ...headers, 'content-length': 0 }).end()
    return
  }
  const half = answer.body.subarray(0, Math.ceil(answer.body.length / 2))
  if (delivery === 'truncate') res.writeHead(answer.status, headers).end(half)
  else res.writeHead(answer.status, { ...headers, 'content-length': answer.body.length + 1 }).write(half)
}

/** The members of a form or JSON body that are plain strings. */
export function formOf(ask: Ask): URLSearchParams {
  const type = ask.headers['content-type'] ?? ''
  if (type.startsWith('application/x-www-form-urlencoded')) return new URLSearchParams(ask.body)
  const members = type.startsWith('application/json') ? (parseJson(ask.body) ?? {}) : {}
  return new URLSearchParams(
    Object.entries(members).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}
