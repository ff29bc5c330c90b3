// Public keys of applications as the Management API writes them (auth0.md §3.5), and the ids that this console gives them.
import * as v from 'valibot'

const id = v.pipe(v.string(), v.nonEmpty())
const label = v.fallback(v.nullish(v.string(), ''), '')
const date = v.pipe(
  v.string(),
  v.transform((text) => new Date(text)),
  v.date(),
)

/** A public key at the tenant. `fingerprint` where its id tells it. */
export type Key = {
  id: string
  name: string
  kid: string
  algorithm: string
  fingerprint?: string
  createdAt?: Date
  expiresAt: Date | null
}

const KeyRow = v.object({
  id,
  name: label,
  kid: label,
  alg: label,
  created_at: v.fallback(v.nullish(date), undefined),
  // Not taken for endless where it cannot be read: then the whole row is unreadable.
  expires_at: v.nullish(date),
})

export function keyOf(row: unknown): Key | undefined {
  const parsed = v.safeParse(KeyRow, row)
  if (!parsed.success) return undefined
  const { id, name, kid, alg, created_at, expires_at } = parsed.output
  const fingerprint = fingerprintIn(kid)
  return {
    id,
    name,
    kid,
    algorithm: alg,
    ...(fingerprint !== undefined && { fingerprint }),
    ...(created_at && { createdAt: created_at }),
    expiresAt: expires_at ?? null,
  }
}

/**
 * The key id that this console chooses, of the 64 characters that there may be: the fingerprint, which the tenant does not keep,
 * and the mark of the request, by which a key is found whose creation was not answered.
 */
export async function kidOf(fingerprint: string, request: string): Promise<string> {
  const bytes = fingerprint.split(':').map((pair) => Number.parseInt(pair, 16))
  return `${base64Url(bytes)}_${await markOf(request)}`
}

/** Whether the key was made for that request. */
export async function isFor({ kid }: Key, request: string): Promise<boolean> {
  return fingerprintIn(kid) !== undefined && kid.slice(44) === (await markOf(request))
}

/** 120 bits of a hash: ids of requests are random, so that none has the mark of another. */
async function markOf(request: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(request))
  return base64Url(new Uint8Array(hash).subarray(0, 15))
}

function base64Url(bytes: Iterable<number>): string {
  const text = btoa(String.fromCharCode(...bytes))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function fingerprintIn(kid: string): string | undefined {
  // 32 bytes: the last of 43 characters has two bits to spare, which are 0.
  if (!/^[\w-]{42}[AEIMQUYcgkosw048]_[\w-]{20}$/.test(kid)) return undefined
  const text = kid.slice(0, 43).replaceAll('-', '+').replaceAll('_', '/')
  const pairs = Array.from(atob(text), (one) => one.charCodeAt(0).toString(16).padStart(2, '0'))
  return pairs.join(':').toUpperCase()
}
