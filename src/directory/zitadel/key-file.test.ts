import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { makePair } from '../key-material.ts'
import { formsOfFile, formsOfPair, publicHalf } from './key-file.ts'

const facts = {
  keyId: '341',
  userId: '310',
  login: 'CI runner/Übung',
  expiresAt: new Date('2027-01-31T22:00:00Z'),
}

const keyOf = (pem: string) => createPrivateKey(pem).export({ format: 'jwk' }).d

test('a pair that was made here: key file, PEM and JWK hold the same key', async () => {
  const pair = await makePair(2048)
  const [file, pem, jwk] = formsOfPair(pair, facts)
  const content: { key: string } = JSON.parse(file?.text ?? '')
  expect(content).toEqual({
    type: 'serviceaccount',
    keyId: '341',
    key: expect.stringContaining('BEGIN RSA PRIVATE KEY'),
    expirationDate: '2027-01-31T22:00:00.000Z',
    userId: '310',
  })
  const inJwk: unknown = JSON.parse(jwk?.text ?? '')
  expect(inJwk).toMatchObject({ kty: 'RSA', kid: '341', alg: 'RS256' })
  expect(keyOf(pem?.text ?? '')).toBe(pair.jwk.d)
  expect(keyOf(content.key)).toBe(pair.jwk.d)
  expect(inJwk).toMatchObject({ d: pair.jwk.d })
  expect([file, pem, jwk].map((form) => form?.file?.name)).toEqual([
    'CI-runner-Übung-341.json',
    'CI-runner-Übung-341.pem',
    'CI-runner-Übung-341.jwk.json',
  ])
  expect(formsOfPair(pair, { ...facts, expiresAt: null })[0]?.text).toContain('"9999-12-31T23:59:59Z"')
})

test.each(['pkcs1', 'pkcs8'] as const)('a file that Zitadel made, with a key in %s', async (type) => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type, format: 'pem' },
  })
  const text = JSON.stringify({ type: 'serviceaccount', keyId: '341', key: privateKey, userId: '310' })
  const found = formsOfFile(btoa(text), facts)
  expect(found.forms.map(({ label, text }) => [label, text])).toEqual([
    ['Key file', text],
    ['Private key (PEM)', privateKey],
  ])
  expect(await publicHalf(found.privateKey)).toMatchObject({
    algorithm: 'RSA 2048',
    fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
  })
})

test.each(['', '%%%', btoa('not JSON'), btoa('{}'), btoa('{"key":"public"}')])(
  '“%s” is no key file',
  (content) => {
    expect(() => formsOfFile(content, facts)).toThrow('The key file that Zitadel made cannot be read.')
  },
)

test('what is no private key has no public half', async () => {
  expect(await publicHalf('hello')).toBeUndefined()
  expect(await publicHalf('-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n')).toBeUndefined()
})
