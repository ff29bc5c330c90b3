// The forms in which a key of a service user is taken along: Zitadel's own key file, PEM and JWK. Hides what stands in that file.
import * as v from 'valibot'
import type { SecretForm } from '../credentials.ts'
import { fromBase64 } from '../der.ts'
import { readPublicKey, type Pair, type PublicKey } from '../key-material.ts'
import { Problem } from '../problem.ts'
import { pkcs8Of } from '../rsa.ts'

/** What a key file says beside the key. `login` is for names of files only. */
export type KeyFacts = { keyId: string; userId: string; login: string; expiresAt: Date | null }

const File = v.pipe(
  v.string(),
  v.parseJson(),
  v.looseObject({ key: v.pipe(v.string(), v.includes('PRIVATE KEY')) }),
)

/** The forms of a pair that was made here, the one that Zitadel's libraries read first. */
export function formsOfPair({ pkcs8, pkcs1, jwk }: Pair, facts: KeyFacts): SecretForm[] {
  const { keyId, userId, expiresAt } = facts
  const file = {
    type: 'serviceaccount',
    keyId,
    // As in the files that Zitadel makes: its older libraries read no other form.
    key: pkcs1,
    expirationDate: expiresAt?.toISOString() ?? '9999-12-31T23:59:59Z',
    userId,
  }
  return [
    keyFile(`${JSON.stringify(file)}\n`, facts),
    pem(pkcs8, facts),
    {
      label: 'Private key (JWK)',
      text: `${JSON.stringify({ ...jwk, kid: keyId }, null, 2)}\n`,
      file: { name: `${stem(facts)}.jwk.json`, type: 'application/json' },
    },
  ]
}

/** The forms of a key file as Zitadel made it: base64 of JSON. @throws Problem where it is none */
export function formsOfFile(content: string, facts: KeyFacts): { forms: SecretForm[]; privateKey: string } {
  const bytes = fromBase64(content)
  const text = bytes?.length ? new TextDecoder().decode(bytes) : ''
  const parsed = v.safeParse(File, text)
  if (!parsed.success) throw new Problem('unexpected', 'The key file that Zitadel made cannot be read.')
  const { key } = parsed.output
  return { forms: [keyFile(text, facts), pem(key, facts)], privateKey: key }
}

/** The public half of a private key in PEM; undefined where this browser cannot tell it. */
export async function publicHalf(privateKey: string): Promise<PublicKey | undefined> {
  const [, older, body = ''] = /-----BEGIN (RSA )?PRIVATE KEY-----([^-]+)-----END/.exec(privateKey) ?? []
  const bytes = fromBase64(body)
  if (!bytes?.length) return undefined
  const rs256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
  try {
    const key = await crypto.subtle.importKey('pkcs8', older ? pkcs8Of(bytes) : bytes, rs256, true, ['sign'])
    const { kty, n, e } = await crypto.subtle.exportKey('jwk', key)
    const read = await readPublicKey(JSON.stringify({ kty, n, e }))
    return 'fault' in read ? undefined : read
  } catch {
    return undefined
  }
}

function keyFile(text: string, facts: KeyFacts): SecretForm {
  return { label: 'Key file', text, file: { name: `${stem(facts)}.json`, type: 'application/json' } }
}

function pem(text: string, facts: KeyFacts): SecretForm {
  return {
    label: 'Private key (PEM)',
    text,
    file: { name: `${stem(facts)}.pem`, type: 'application/x-pem-file' },
  }
}

/** What every file system takes for the name of a file. */
function stem({ login, keyId }: KeyFacts): string {
  const name = login.replaceAll(/[^\p{L}\p{N}_.-]+/gu, '-').slice(0, 60)
  return `${name}-${keyId}`
}
