// What service users hold at the start: tokens and keys with every kind of end, counted from the moment at which the
// sandbox starts, so that there is always something overdue and something due today. Labels are where the console keeps
// them; some have none, and one token is to be replaced by another.
import { createHash, createPublicKey } from 'node:crypto'
import { accountControls } from './account-controls.ts'
import type { Label } from './account-controls.ts'
import { special } from './seed-people.ts'
import type { WorldState } from './world.ts'

/** Of a pair whose private half nobody has. */
export const seedPublicKey = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA079/sgdfYjlLS2ONWY50
UicSlU/L3Wz7mtf0SEX2FTkwCsY7MdM0/k+B33s8A2ONg2rHWN2aW6nMLd5h7Y8W
GRfrJ4SI6CmCN4+yjC7hGxx1tQBsoamES628Z3jqtt5LUJzGKriHrnBwMsaVDqLw
YM7FSFv5s+w8zpW/Q/kmN6n3zgwZSDH2m7DoAlAedT5Iy/5se5JpAgqoNnnguL6F
x1iDdxihWX1sdr6GGao2pA+SzODYufRVz7u+w7ueUL7Etwjq1JTeT7NhtIV4nC8t
F6qscEBnmPhzQhajhT37B5FYX/SQQ0EXE7R9bsANNSk5JzhZXYXDO2HKLetCiR0R
NQIDAQAB
-----END PUBLIC KEY-----
`

/** SHA-256 over the SubjectPublicKeyInfo of a PEM, as the console shows it. */
export const fingerprintOf = (pem: string): string =>
  createHash('sha256')
    .update(createPublicKey(pem).export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .toUpperCase()
    .replace(/(..)(?=.)/g, '$1:')

const hour = 3_600_000
const day = 24 * hour

export function seedMachines(world: WorldState, start: number): void {
  const { addToken, addKey, setSecret, setUserMetadata } = accountControls(world, () => start)
  const from = (time: number): Date => new Date(start + time)
  const token = (userId: string, age: number, end: number | null, label?: Label): string =>
    addToken({
      userId,
      createdAt: from(-age),
      expiresAt: end === null ? null : from(end),
      ...(label && { label }),
    }).id
  const key = (userId: string, age: number, end: number | null, label?: Label): string =>
    addKey({
      userId,
      createdAt: from(-age),
      expiresAt: end === null ? null : from(end),
      publicKey: seedPublicKey,
      ...(label && { label }),
    }).id

  const old = token(special.machine, 85 * day, 5 * day, { name: 'Pipeline 2025', purpose: 'Deploys agents' })
  token(special.machine, 10 * day, 80 * day, {
    name: 'Pipeline',
    purpose: 'Deploys agents',
    replaces: `token.${special.machine}.${old}`,
  })
  token(special.machine, 65 * day, 25 * day, { name: 'Nightly build' })
  token(special.exporter, 93 * day, -3 * day)
  key(special.exporter, 10 * day, 80 * day)
  key(special.exporter, 300 * day, null, { name: 'Grafana' })
  const made = { fingerprint: fingerprintOf(seedPublicKey), algorithm: 'RSA 2048' }
  key(special.sync, 89 * day, 12 * hour, { name: 'CRM, every night', purpose: 'Reads contacts', ...made })
  key(special.sync, 5 * day, 25 * day, { name: 'CRM, by hand', ...made })
  token(special.bot, 200 * day, null)
  token(special.bot, 30 * day, 12 * hour, { name: 'Answers in the chat' })
  token(special.importer, 25 * day, 5 * day, { name: 'Import' })
  key(special.importer, 91 * day, -1 * day)
  setSecret(special.mailer)
  token(special.root, 400 * day, 80 * day)
  token(special.machineElsewhere, 5 * day, 25 * day)
  // What somebody else keeps there, and what should be ours and cannot be read.
  setUserMetadata(special.bot, 'owner', Buffer.from('maria.silva').toString('base64'))
  setUserMetadata(special.bot, 'gatehouse.token.1', Buffer.from('not JSON {').toString('base64'))
}
