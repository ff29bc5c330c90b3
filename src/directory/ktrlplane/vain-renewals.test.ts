// A token for another API is renewed once; one that was taken before is renewed as often as it ends.
import { expect, test, vi } from 'vitest'
import { Problem } from '../problem.ts'
import { createRenewals } from './vain-renewals.ts'

const otherApi = new Problem('forbidden', 'x', { status: 401 })

function made(claims: object | null = { aud: 'https://api.example' }) {
  const state = { claims }
  const renewed = vi.fn(async (used: string) => `${used}+`)
  const renewals = createRenewals({
    accessToken: async () => 'a',
    renewed,
    claims: () => state.claims && new Map(Object.entries(state.claims)),
  })
  return { ...renewals, renewed, state }
}

test.each([[{ aud: ['https://other.example'] }], [null]])('no second renewal for %j', async (claims) => {
  const { caller, failed, renewed } = made(claims)
  expect(await caller.renewed('a')).toBe('a+')
  expect(failed(otherApi)).toBe(otherApi)
  expect(await caller.renewed('a+')).toBe('a+')
  expect(renewed).toHaveBeenCalledTimes(1)
})

test('a token for something else, an answer, and every other refusal leave it as it was', async () => {
  const { caller, failed, answered, state } = made()
  failed(new Problem('forbidden', 'x', { status: 403 }))
  failed(new Problem('signed-out', 'x', { status: 401 }))
  expect(failed(undefined)).toBeUndefined()
  expect(await caller.renewed('a')).toBe('a+')
  failed(otherApi)
  state.claims = { aud: 'https://new.example' }
  expect(await caller.renewed('a')).toBe('a+')
  failed(otherApi)
  answered()
  expect(await caller.renewed('a')).toBe('a+')
})
