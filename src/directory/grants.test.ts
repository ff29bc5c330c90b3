// Which right of which directory meets each grant, and that a verdict explains itself.
import { describe, expect, test } from 'vitest'
import { grants, judge, rules } from './grants.ts'

const directories = ['zitadel', 'auth0', 'auth0Organization', 'ktrlplane'] as const

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
      expect(Object.keys(verdicts)).toEqual([...grants])
    }
  })

  test('the rights are spelt as the directory spells them, and somebody can give them', () => {
    const auth0 = /^(read|create|update|delete):[a-z_]+$/
    const ktrlplane = /^(read|manage_access|access:platform)$/
    const spelling = { zitadel: /^[a-z]+(\.[a-z]+)+$/, auth0, auth0Organization: auth0, ktrlplane }
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

test('every grant has a rule, but where there is nothing of the kind: then nobody can be allowed it', () => {
  for (const directory of directories) {
    const { verdicts } = judge(directory, 'a claim', [], () => true)
    const impossible = Object.values(verdicts).filter(({ right }) => right === null)
    expect(impossible.map(({ grant }) => grant)).toEqual(
      directory === 'ktrlplane' ? grants.filter((grant) => !(grant in rules.ktrlplane)) : [],
    )
    expect(impossible.filter(({ allowed }) => allowed)).toEqual([])
  }
})
