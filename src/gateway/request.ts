// What comes in before it is understood: its id, its size, its body.
import { Refused } from './errors.ts'

/** The caller's `X-Request-ID` where it could be one, else a new one. At most 64 characters, as many as the vendor's log takes. */
export function requestIdOf(headers: Headers): string {
  const sent = headers.get('x-request-id') ?? ''
  // Not a JWT, which has dots and is longer, and nothing that could break a line of a log.
  return /^[A-Za-z0-9_-]{8,64}$/.test(sent) ? sent : crypto.randomUUID()
}

/** Whether address and headers together are more than so many bytes. */
export function tooLarge({ url, headers }: Request, most: number): boolean {
  let size = url.length
  for (const [name, value] of headers) size += name.length + value.length + 4
  return size > most
}

/** The text of a body of at most so many bytes, whatever length it announces. @throws Refused 413, 400 */
async function textOf(request: Request, type: string, most: number): Promise<string> {
  const large = new Refused(413, 'BODY_TOO_LARGE', `The body is larger than ${most} bytes.`)
  const [sent = ''] = (request.headers.get('content-type') ?? '').split(';')
  if (sent.trim().toLowerCase() !== type)
    throw new Refused(400, 'INVALID_BODY', `This call takes a body of type ${type}.`)
  if (Number(request.headers.get('content-length') ?? 0) > most) throw large
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.length
    if (size > most) throw large
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await new Blob(chunks).arrayBuffer())
  } catch {
    throw new Refused(400, 'INVALID_BODY', 'The body is not UTF-8.')
  }
}

/**
 * The JSON of a body of at most so many bytes.
 * @throws Refused 413, 400
 */
export async function jsonOf(request: Request, most: number): Promise<unknown> {
  const text = await textOf(request, 'application/json', most)
  try {
    return JSON.parse(text)
  } catch {
    throw new Refused(400, 'INVALID_BODY', 'The body is not JSON.')
  }
}

/**
 * The fields of a form, of which each may stand there once (RFC 6749, section 3.2).
 * @throws Refused 413, 400
 */
export async function formOf(request: Request, most: number): Promise<Map<string, string>> {
  const fields = [...new URLSearchParams(await textOf(request, 'application/x-www-form-urlencoded', most))]
  const form = new Map(fields)
  if (form.size < fields.length) throw new Refused(400, 'INVALID_BODY', 'A field stands twice in the form.')
  return form
}
