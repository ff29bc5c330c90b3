import { expect, test } from 'vitest'
import { riskOf } from './risk.ts'

test.each([
  ['users:manage', 'administers'],
  ['orders:*', 'covers more than is listed'],
  ['DELETE:orders', 'deletes'],
  ['read:client_secrets', 'touches secrets'],
  ['orders.refund', 'moves money'],
  ['conversations:export', 'takes data out'],
])('%s: %s', (name, risk) => expect(riskOf(name)).toBe(risk))

test.each(['conversations:read', 'monkeys:read', 'undeleted:read', 'display:badges', ''])(
  '%s is not risky by its name',
  (name) => expect(riskOf(name)).toBeUndefined(),
)
