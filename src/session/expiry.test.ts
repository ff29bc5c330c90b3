// Lifetimes and waits against clocks that jump, stand still and lie.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { backOff, lifeOf, lifetime, margin, nextLook, remaining } from './expiry.ts'

const second = 1000
const hour = 3600 * second

function clocks() {
  const at = { wall: Date.UTC(2026, 10, 22), steady: 5000 }
  return {
    at,
    wall: () => at.wall,
    steady: () => at.steady,
    pass(ms: number) {
      at.wall += ms
      at.steady += ms
    },
  }
}

test.each([
  [3600, 3600],
  [1, 1],
  [86_400, 86_400],
  [3.7, 3],
  [0.5, 60],
  [0, 60],
  [-5, 60],
  [86_401, 86_400],
  [10 * 365 * 86_400, 86_400],
  [Number.POSITIVE_INFINITY, 60],
  [Number.NaN, 60],
  ['3600', 60],
  ['61', 60],
  [null, 60],
  [undefined, 60],
  [true, 60],
  [[3600], 60],
])('expires_in %j is a life of %i s (A14)', (expiresIn, seconds) => expect(lifeOf(expiresIn)).toBe(seconds))

describe('A19: the clock that ran further counts', () => {
  test.each([
    ['both run', { wall: 600, steady: 600 }, 3000],
    ['the computer slept: one stands still', { wall: 600, steady: 0 }, 3000],
    ['set back by an hour', { wall: 600 - 3600, steady: 600 }, 3000],
    ['set forward by an hour', { wall: 600 + 3600, steady: 600 }, -600],
  ])('%s', (_name, passed, left) => {
    const now = clocks()
    const token = lifetime(3600, now)
    now.at.wall += passed.wall * second
    now.at.steady += passed.steady * second
    expect(remaining(token, now)).toBe(left * second)
  })
})

test.each([
  [3600, 60],
  [180, 60],
  [90, 30],
  [60, 20],
  [3, 1],
  [1, 1 / 3],
])('of %i s, renewal begins %d s before the end', (life, seconds) => {
  expect(margin(lifetime(life, clocks()))).toBeCloseTo(seconds * second)
})

describe('the next look', () => {
  test('is when renewal begins, at most an hour away, and never in the past (A16)', () => {
    const now = clocks()
    const token = lifetime(86_400, now)
    expect(nextLook(token, now)).toBe(hour)
    now.pass(23.5 * hour)
    expect(nextLook(token, now)).toBe(29 * 60 * second)
    now.pass(hour)
    expect(nextLook(token, now)).toBe(0)
  })

  test('fits setTimeout and leaves a fresh token alone, whatever the provider says', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.integer(), fc.anything()), (expiresIn) => {
        const now = clocks()
        const delay = nextLook(lifetime(expiresIn, now), now)
        expect(delay).toBeGreaterThan(600)
        expect(delay).toBeLessThanOrEqual(hour)
      }),
    )
  })
})

describe('back-off', () => {
  test.each([
    [0, 1],
    [1, 2],
    [5, 32],
    [6, 60],
    [7, 60],
    [10_000, 60],
  ])('try %i waits up to %i s, and half that on average', (n, seconds) => {
    expect(backOff(n, () => 0)).toBe(500)
    expect(backOff(n, () => 1)).toBe(seconds * second)
    expect(backOff(n, () => 0.5)).toBe((seconds * second) / 2)
  })

  test('stays between half a second and a minute (A23)', () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (n, chance) => {
        const wait = backOff(n, () => chance)
        expect(wait).toBeGreaterThanOrEqual(500)
        expect(wait).toBeLessThanOrEqual(60 * second)
      }),
    )
  })
})
