import { expect, test } from 'vitest'
import { idOfCredential, nameOfCredential } from './credential-ids.ts'

test.each([
  [{ kind: 'token', user: '310', id: '340' }, 'token.310.340'],
  [{ kind: 'key', user: '310', id: '340' }, 'key.310.340'],
  [{ kind: 'secret', user: '310' }, 'secret.310'],
] as const)('%o', (name, id) => {
  expect(idOfCredential(name)).toBe(id)
  expect(nameOfCredential(id)).toEqual(name)
})

test.each([
  '',
  'token',
  'token.310',
  'key.310.340.1',
  'secret.310.1',
  'role.310.340',
  'token.3 1.340',
  'token.../.340',
])('“%s” is none', (id) => {
  expect(() => nameOfCredential(id)).toThrow('There is no such credential here.')
})
