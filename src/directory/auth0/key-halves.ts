// The two halves of a key: where they come from, and in which forms the private one is handed out. It is never sent and never kept.
import type { KeyDraft, SecretForm } from '../credentials.ts'
import { makePair, type Pair, readPublicKey } from '../key-material.ts'
import { Problem } from '../problem.ts'
import { wrongField } from './field-rules.ts'
import { kidOf } from './key-wire.ts'

/** The public half with the id that it gets; `pair` where this browser made it. */
export type Half = { publicKey: string; fingerprint: string; kid: string; pair?: Pair }

/** Makes the pair, or checks what was brought along. */
export async function halfOf(material: KeyDraft['material'], request: string): Promise<Half> {
  if (material.by === 'browser') {
    const pair = await makePair(material.bits)
    const { publicKey, fingerprint } = pair
    return { publicKey, fingerprint, kid: await kidOf(fingerprint, request), pair }
  }
  if (material.by === 'provider') throw new Problem('invalid', 'Auth0 makes no keys for applications.')
  const read = await readPublicKey(material.publicKey)
  if ('fault' in read) throw wrongField('publicKey', read.fault)
  if (read.bits < 2048 || read.bits > 4096) {
    const size = `This one has ${read.bits} bits.`
    throw wrongField('publicKey', `Auth0 takes RSA keys of 2048 to 4096 bits. ${size}`)
  }
  const { publicKey, fingerprint } = read
  return { publicKey, fingerprint, kid: await kidOf(fingerprint, request) }
}

/** The private half as people take it along. */
export function formsOf({ pkcs8, jwk }: Pair, name: string, kid: string): SecretForm[] {
  const file = name.replaceAll(/[^\w.-]+/g, '-').replaceAll(/^-+|-+$/g, '') || 'key'
  return [
    {
      label: 'Private key (PEM)',
      text: pkcs8,
      file: { name: `${file}.pem`, type: 'application/x-pem-file' },
    },
    {
      label: 'Private key (JWK)',
      text: JSON.stringify({ ...jwk, kid }, undefined, 2),
      file: { name: `${file}.jwk.json`, type: 'application/json' },
    },
  ]
}
