// A vendor that takes two calls a second is waited for where a rule has to read before a write, and nowhere else.
import { expect, test } from 'vitest'
import { fakeTenant, json, type Fake } from './fake-tenant.ts'

const slow = (): Response =>
  Response.json(
    { statusCode: 429, error: 'Too Many Requests', message: 'Limit', errorCode: 'too_many_requests' },
    { status: 429, headers: { 'retry-after': '1' } },
  )

/** A tenant that lets two calls through and refuses the next so many times. */
async function begin(refusals: number, environment = {}): Promise<Fake> {
  const fake = await fakeTenant(environment)
  let taken = 0
  fake.answer = ({ method, path }) => {
    taken += 1
    if (taken > 2 && taken <= 2 + refusals) return slow()
    if (method !== 'GET') return Response.json({ client_id: 'machine1', client_secret: 'x' })
    if (path.includes('/client-grants')) return Response.json({ client_grants: [] })
    return Response.json({ client_id: 'machine1', app_type: 'non_interactive' })
  }
  return fake
}

const rotate = async (fake: Fake): Promise<Response> =>
  fake.ask(await fake.token(['update:client_keys']), 'POST', '/api/v2/clients/machine1/rotate-secret')
const writes = (fake: Fake) => fake.asked.filter(({ method }) => method === 'POST')

test('a guarded write comes through, and is done once', async () => {
  const fake = await begin(2)
  const before = performance.now()
  expect((await rotate(fake)).status).toBe(200)
  expect(performance.now() - before).toBeGreaterThanOrEqual(1_900)
  expect(fake.asked.filter(({ method }) => method === 'GET')).toHaveLength(2)
  expect(writes(fake)).toHaveLength(3)
})

test('nobody waits longer than for an answer', async () => {
  const fake = await begin(99, { GATEWAY_TIMEOUT_MS: '900' })
  const answer = await rotate(fake)
  expect(answer.status).toBe(429)
  expect(answer.headers.get('retry-after')).toBe('1')
  expect(writes(fake)).toHaveLength(1)
})

test('a call without a rule is refused at once: the console waits for it itself', async () => {
  const fake = await fakeTenant()
  fake.answer = slow
  const token = await fake.token(['read:roles', 'create:roles'])
  expect((await fake.ask(token, 'GET', '/api/v2/roles')).status).toBe(429)
  expect((await fake.ask(token, 'POST', '/api/v2/roles', json({ name: 'x' }))).status).toBe(429)
  expect(fake.asked).toHaveLength(2)
})
