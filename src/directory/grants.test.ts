// Which right of which directory meets each grant, and that a verdict explains itself.
import { describe, expect, test } from 'vitest'
import { judge, rules } from './grants.ts'

const directories = ['zitadel', 'auth0', 'auth0Organization'] as const

describe.each(directories)('%s', (directory) => {
  const all = Object.entries(rules[directory])

  test('a right meets the grants that ask for it, and no other', () => {
    for (const [, { right }] of all) {
      const { verdicts } = judge(directory, 'a claim', [right], (asked) => asked === right)
      const allowed = Object.values(verdicts).filter((verdict) => verdict.allowed)
      expect(new Set(allowed.map((verdict) => verdict.right))).toEqual(new Set([right]))
    }
  })

  test('a verdict names grant, right and giver, whether it allows or not', () => {
    for (const answer of [true, false]) {
      const { verdicts } = judge(directory, 'a claim', [], () => answer)
      for (const [grant, { right, giver }] of all)
        expect(Object.entries(verdicts)).toContainEqual([grant, { grant, right, giver, allowed: answer }])
      expect(Object.keys(verdicts)).toHaveLength(all.length)
    }
  })

  test('the rights are spelt as the directory spells them, and somebody can give them', () => {
    const auth0 = /^(read|create|update|delete):[a-z_]+$/
    const spelling = { zitadel: /^[a-z]+(\.[a-z]+)+$/, auth0, auth0Organization: auth0 }
    for (const [, { right, giver }] of all) {
      expect(right).toMatch(spelling[directory])
      expect(giver).not.toBe('')
    }
  })
})

test('what was found is handed on as it was found', () => {
  const found = ['__proto__', 'project.role.read', 'PROJECT.ROLE.READ']
  const access = judge('zitadel', 'its answer', found, (right) => found.includes(right))
  expect(access).toMatchObject({ source: 'its answer', found })
  expect(Object.values(access.verdicts).flatMap(({ allowed, grant }) => (allowed ? [grant] : []))).toEqual([
    'read roles',
  ])
})

test('directories have the same grants', () => {
  const [first, ...others] = directories.map((directory) => Object.keys(rules[directory]).toSorted())
  for (const other of others) expect(other).toEqual(first)
})
