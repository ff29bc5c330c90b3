// The oracle is Node's own crypto (OpenSSL): what it makes must be read, and what is made here it must accept.
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  verify,
  type JsonWebKeyInput,
} from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { makePair, readPublicKey, signer } from '../src/directory/key-material.ts'

const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength })
const own = rsa(2048)
const spki = own.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const der = own.publicKey.export({ type: 'spki', format: 'der' })
const colons = (bytes: Buffer) =>
  (createHash('sha256').update(bytes).digest('hex').toUpperCase().match(/../g) ?? []).join(':')

const faultOf = async (text: string) => {
  const read = await readPublicKey(text)
  if (!('fault' in read)) throw new Error('It was read as a key')
  return read
}

describe('a pair made here', () => {
  test.each([2048, 4096] as const)('of %d bits has halves that fit, in every form', async (bits) => {
    const pair = await makePair(bits)
    const publicKey = createPublicKey(pair.publicKey)
    expect(publicKey.asymmetricKeyDetails).toEqual({ modulusLength: bits, publicExponent: 65_537n })
    expect(pair.algorithm).toBe(`RSA ${bits}`)
    expect(pair.fingerprint).toBe(colons(publicKey.export({ type: 'spki', format: 'der' })))
    const jwk: JsonWebKeyInput = { key: { ...pair.jwk }, format: 'jwk' }
    for (const key of [pair.pkcs8, pair.pkcs1, jwk].map((form) => createPrivateKey(form)))
      expect(createPublicKey(key).export({ type: 'spki', format: 'pem' })).toBe(pair.publicKey)
    expect(Object.keys(pair.jwk).toSorted()).toEqual(
      ['alg', 'd', 'dp', 'dq', 'e', 'kty', 'n', 'p', 'q', 'qi', 'use'].toSorted(),
    )
  })

  test('signs tokens that others verify, and is read again', async () => {
    const pair = await makePair(2048)
    const jws = await pair.sign({ kid: 'k1' }, { sub: 'ü' })
    expect(partsOf(jws, pair.publicKey)).toEqual([{ alg: 'RS256', typ: 'JWT', kid: 'k1' }, { sub: 'ü' }])
    expect(await readPublicKey(pair.publicKey)).toMatchObject({ fingerprint: pair.fingerprint })
  })
})

function partsOf(jws: string, key: string): unknown[] {
  const [header = '', claims = '', signature = ''] = jws.split('.')
  const signed = Buffer.from(`${header}.${claims}`)
  expect(verify('RSA-SHA256', signed, createPublicKey(key), Buffer.from(signature, 'base64url'))).toBe(true)
  return [header, claims].map((part): unknown => JSON.parse(Buffer.from(part, 'base64url').toString()))
}

describe('a private key of somebody else', () => {
  test.each(['pkcs1', 'pkcs8'] as const)('signs, as %s', async (type) => {
    const sign = await signer(own.privateKey.export({ type, format: 'pem' }).toString())
    expect(partsOf(await sign({ kid: 'a' }, { n: 1 }), spki)[1]).toEqual({ n: 1 })
  })

  test.each([
    ['garbage', 'no key'],
    ['a public one', spki],
    ['a broken one', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'],
  ])('%s is refused', async (_, text) => {
    await expect(signer(text)).rejects.toThrow('The private key that came back cannot be read.')
  })
})

describe('a public key is read', () => {
  const jwk = own.publicKey.export({ format: 'jwk' })
  test.each([
    ['PEM (SPKI)', spki],
    ['PEM (PKCS#1)', own.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString()],
    [
      'PEM with other line ends, a remark before it and a mark of byte order',
      `\uFEFF# mine\r\n${spki.replaceAll('\n', '\r\n')}  `,
    ],
    ['a JWK', JSON.stringify({ ...jwk, kid: 'x', use: 'sig' })],
    ['a JWK set of one', JSON.stringify({ keys: [jwk] }, null, 2)],
  ])('from %s', async (_, text) => {
    expect(await readPublicKey(text)).toEqual({
      publicKey: spki,
      algorithm: 'RSA 2048',
      fingerprint: colons(der),
      bits: 2048,
    })
  })

  test('of 3072 and of 4096 bits', async () => {
    for (const bits of [3072, 4096]) {
      const pem = rsa(bits).publicKey.export({ type: 'spki', format: 'pem' }).toString()
      expect(await readPublicKey(pem)).toMatchObject({ bits, algorithm: `RSA ${bits}` })
    }
  })
})

describe('a private half pasted by mistake is said to be secret', () => {
  const { privateKey } = own
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const encrypted = privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
    .toString()
  const oldEncrypted = privateKey
    .export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
    .toString()
  const file = JSON.stringify({ type: 'serviceaccount', keyId: '1', key: pkcs8, userId: '2' })
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  test.each([
    ['PKCS#8', pkcs8, 'a private key'],
    ['PKCS#1', privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(), 'a private key'],
    ['SEC 1', ec.export({ type: 'sec1', format: 'pem' }).toString(), 'a private key'],
    ['encrypted PKCS#8', encrypted, 'an encrypted private key'],
    ['encrypted PKCS#1', oldEncrypted, 'an encrypted private key'],
    [
      'OpenSSH',
      '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n-----END OPENSSH PRIVATE KEY-----',
      'a private key of OpenSSH',
    ],
    ['a JWK', JSON.stringify(privateKey.export({ format: 'jwk' })), 'a private key (JWK)'],
    ['a JWK set', JSON.stringify({ keys: [privateKey.export({ format: 'jwk' })] }), 'a private key (JWK)'],
    [
      'a JWK cut in its middle',
      JSON.stringify(privateKey.export({ format: 'jwk' })).slice(0, 600),
      'a private key (JWK)',
    ],
    ['a symmetric JWK', '{"kty":"oct","k":"c2VjcmV0"}', 'a private key (JWK)'],
    ['a key file', file, 'a whole key file'],
    ['a key file in base64', Buffer.from(file).toString('base64'), 'a whole key file'],
    ['a truncated PEM', pkcs8.slice(0, 400), 'a private key'],
    ['the end of a PEM', pkcs8.slice(-400), 'a private key'],
    ['base64 without armour', pkcs8.split('\n').slice(1, -2).join('\n'), 'a private key'],
    ['a PEM with the label of a public key', pkcs8.replaceAll('PRIVATE', 'PUBLIC'), 'a private key'],
    ['private and public together', spki + pkcs8, 'a private key'],
    ['among a great deal of other text', `${'x'.repeat(200_000)}\n${pkcs8}`, 'a private key'],
  ])('%s', async (_, text, what) => {
    const { fault, secret } = await faultOf(text)
    expect(secret).toBe(true)
    expect(fault).toContain(`This is ${what}`)
    expect(fault).toContain('It was not sent anywhere')
  })
})

const pemOf = (type: 'ed25519' | 'x25519') => {
  const { publicKey } = type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('x25519')
  return publicKey.export({ type: 'spki', format: 'pem' }).toString()
}

describe('what else it may be is said in a sentence of its own', () => {
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey
  const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey
  const small = rsa(512).publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const large = 'B'.repeat(1366) // 8196 bits of a modulus
  test.each([
    ['nothing', ' \n', 'Paste a public RSA key'],
    ['an elliptic-curve key', ec.export({ type: 'spki', format: 'pem' }).toString(), 'an elliptic-curve key'],
    ['one as JWK', JSON.stringify(ec.export({ format: 'jwk' })), 'an elliptic-curve key'],
    ['Ed25519', pemOf('ed25519'), 'an Ed25519 key'],
    ['X25519', pemOf('x25519'), 'an X25519 key'],
    ['one as JWK', '{"kty":"OKP","crv":"Ed25519","x":"AA"}', 'an Ed25519 key or one of its kind'],
    ['RSA-PSS', pss.export({ type: 'spki', format: 'pem' }).toString(), 'a key for RSA-PSS only'],
    ['512 bits', small, 'This RSA key has 512 bits. It takes at least 2048.'],
    [
      '2047 bits',
      JSON.stringify({
        kty: 'RSA',
        n: Buffer.concat([Buffer.of(0x7f), Buffer.alloc(255, 1)]).toString('base64url'),
        e: 'AQAB',
      }),
      'has 2047 bits',
    ],
    ['8196 bits', JSON.stringify({ kty: 'RSA', n: large, e: 'AQAB' }), 'at most 4096'],
    [
      'an exponent of one',
      JSON.stringify({ ...own.publicKey.export({ format: 'jwk' }), e: 'AQ' }),
      'exponent',
    ],
    [
      'a certificate',
      '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
      'This is a certificate. “openssl x509',
    ],
    [
      'a request for one',
      '-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----',
      'a request for a certificate',
    ],
    ['a key of OpenSSH', 'ssh-rsa AAAAB3NzaC1yc2E= me@here', 'in the form of OpenSSH (ssh-rsa)'],
    [
      'a key for PGP',
      '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nx\n-----END PGP PUBLIC KEY BLOCK-----',
      'a key for PGP',
    ],
    ['DER as text', der.toString('latin1'), 'a file of bytes (DER)'],
    ['DER read as UTF-8', der.toString(), 'a file of bytes (DER)'],
    ['base64 without armour', der.toString('base64'), 'without the lines'],
    ['a PEM without its end', spki.slice(0, -40), 'The end of this PEM is missing'],
    ['a PEM without its beginning', spki.slice(40), 'The beginning of this PEM is missing'],
    [
      'a PEM with lines lost',
      spki
        .split('\n')
        .filter((_, line) => line !== 3)
        .join('\n'),
      'A part of this key is missing',
    ],
    ['a PEM with a letter lost', spki.replace('A', ''), 'A part of this key is missing'],
    ['a PEM with strange signs', spki.replace('IBI', '!!!'), 'damaged'],
    [
      'a label of signs that mean something to patterns',
      '-----BEGIN A(+[-----\nMAA=\n-----END A(+[-----',
      'no public key',
    ],
    ['several keys', spki + spki, 'There are 2 keys here'],
    ['a set of several', JSON.stringify({ keys: [{ kty: 'RSA' }, { kty: 'RSA' }] }), 'There are 2 keys here'],
    ['an empty set', '{"keys":[]}', 'There is no key in this JSON'],
    ['other JSON', '{"a":1}', 'This JSON is no JWK'],
    ['a JWK without numbers', '{"kty":"RSA","n":5,"e":"AQAB"}', 'lacks its numbers'],
    ['broken JSON', '{"kty":"RSA","n":"', 'begins like a JWK'],
    ['a sentence', 'My key is under the mat, as it always is.', 'This is no key'],
    ['a word', 'abcd', 'This is no key'],
    ['a great deal of text', 'a'.repeat(100_001), 'far too long'],
  ])('%s', async (_, text, sentence) => {
    const { fault, secret } = await faultOf(text)
    expect(fault).toContain(sentence)
    expect(secret).toBeUndefined()
  })
})

test('whatever byte of a key is changed, there is an answer, and none is taken for the same key', async () => {
  const taken: number[] = []
  for (let at = 0; at < der.length; at += 1) {
    const changed = Buffer.from(der)
    changed[at] = (der[at] ?? 0) ^ 0xff
    const pem = `-----BEGIN PUBLIC KEY-----\n${changed.toString('base64')}\n-----END PUBLIC KEY-----`
    const read = await readPublicKey(pem)
    if (!('fault' in read) && read.fingerprint === colons(der)) taken.push(at)
  }
  // But for the NULL behind the algorithm, which some leave out.
  expect(taken.map((at) => der.subarray(at, at + 1).toString('hex'))).toEqual(['05'])
})
