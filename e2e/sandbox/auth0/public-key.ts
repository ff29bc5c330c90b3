// Which public keys Auth0 takes for an application: RSA of 2,048 to 4,096 bits, as SubjectPublicKeyInfo, PKCS #1 or in a
// certificate (Management API v2, create a client credential). Its words for what it refuses are ours.
import { createPublicKey } from 'node:crypto'
import * as v from 'valibot'
import { text } from './decode.ts'
import { invalidBody, refuse } from './errors.ts'
import { credentialsPerClient } from './limits.ts'
import type { Call } from './route.ts'
import type { Client, ClientCredential } from './world.ts'

const heads = /^\s*-----BEGIN (PUBLIC KEY|RSA PUBLIC KEY|CERTIFICATE)-----\s/

/** The text without the space around it. @throws 400 for anything but such a public key */
function demandPublicKey(pem: string, field: string): string {
  if (!heads.test(pem)) throw invalidBody('The key must be a public key in PEM format', field)
  const { asymmetricKeyType: kind, asymmetricKeyDetails: details } = read(pem, field)
  const bits = details?.modulusLength ?? 0
  if (kind !== 'rsa') throw invalidBody('Only RSA keys are supported', field)
  if (bits < 2_048 || bits > 4_096)
    throw invalidBody(`The key size of ${bits} is not between 2048 and 4096`, field)
  return pem.trim()
}

function read(pem: string, field: string) {
  try {
    return createPublicKey(pem)
  } catch {
    throw invalidBody('The key must be a public key in PEM format', field)
  }
}

/** A date and time. */
export const moment = v.pipe(
  v.string(),
  v.check(
    (value) => /^\d{4}-\d{2}-\d{2}T/.test(value) && !Number.isNaN(Date.parse(value)),
    "Object didn't pass validation for format date-time",
  ),
)

/** A new public key, as it is written here and in a new application. */
export const publicKey = v.strictObject({
  credential_type: v.literal('public_key'),
  name: v.optional(text(0, 128)),
  pem: text(1),
  alg: v.optional(v.picklist(['RS256', 'RS384', 'PS256']), 'RS256'),
  expires_at: v.optional(moment),
  parse_expiry_from_cert: v.optional(v.boolean()),
  kid: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[0-9a-zA-Z_-]{10,64}$/, 'String does not match pattern: ^([0-9a-zA-Z-_]){10,64}$'),
    ),
  ),
})

/** Adds it to the application, checked. `active` tells whether the application signs in with it from now on. */
export function addPublicKey(
  { context }: Call,
  client: Client,
  wanted: v.InferOutput<typeof publicKey>,
  active: boolean,
): ClientCredential {
  const { name, kid, alg, expires_at: end } = wanted
  if (client.credentials.size >= credentialsPerClient)
    throw refuse(
      400,
      `The maximum number of credentials (${credentialsPerClient}) for this client has been reached.`,
      'too_many_credentials',
    )
  return context.world.addCredential(client.id, {
    pem: demandPublicKey(wanted.pem, 'pem'),
    alg,
    active,
    ...(name === undefined ? {} : { name }),
    ...(kid === undefined ? {} : { kid }),
    ...(end === undefined ? {} : { expires: laterThan(context.now(), end) }),
  })
}

/** Milliseconds. @throws 400 for what has passed */
export function laterThan(now: number, end: string): number {
  const at = Date.parse(end)
  if (at <= now) throw invalidBody('The expiration date must be in the future', 'expires_at')
  return at
}
