// Shapes of variables that more than one part of the configuration reads.
import * as v from 'valibot'

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/** `acme.eu.auth0.com`, or an http address on this very machine, as an origin. */
export function originOf(value: string): string | undefined {
  const text = value.includes('://') ? value : `https://${value}`
  if (!URL.canParse(text)) return undefined
  const { protocol, hostname, origin, href } = new URL(text)
  const secure = protocol === 'https:' || (protocol === 'http:' && loopback.has(hostname))
  return secure && href === `${origin}/` ? origin : undefined
}

/** A whole number in these bounds; `usual` where there is none. */
export const whole = (usual: number, least: number, most = 999_999_999) =>
  v.pipe(
    v.optional(v.string(), String(usual)),
    v.check(
      (text) => /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most,
      `must be a whole number from ${least}${most < 999_999_999 ? ` to ${most}` : ''}`,
    ),
    v.transform(Number),
  )
