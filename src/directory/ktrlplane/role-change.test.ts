// What is said of a change whose outcome does not show, or shows something else than was answered.
import { describe, expect, test } from 'vitest'
import type { SetChange } from '../model.ts'
import { Problem } from '../problem.ts'
import { changeRoles } from './role-change.ts'
import { missingPlatform } from './sign-in-scope.ts'
import type { Held } from './wire.ts'

type Look = string[] | Problem
const away = new Problem('away', 'Away.', { status: 503 })
const gone = new Problem('not-found', 'Not there.', { status: 500, said: 'role assignment a1 not found' })
const unsure = (status?: number) =>
  new Problem('away', 'Lost. It may have been made all the same.', {
    ...(status !== undefined && { status }),
    unsure: true,
  })

/** One role, by the ids of its assignments. */
const rows = (ids: string[]): Held[] =>
  ids.map((id) => ({
    id,
    person: { id: 'p', name: 'P', kind: 'person', state: 'active' },
    role: { id: 'r', name: 'R' },
    source: { kind: 'direct' },
  }))

/** Before is the first look; the last one is repeated. */
async function changed(change: SetChange, looks: [Look, ...Look[]], answer?: Problem): Promise<unknown> {
  let next = 0
  const write = async () => {
    if (answer) throw answer
  }
  return changeRoles(
    {
      async read() {
        const look = looks[Math.min(next++, looks.length - 1)] ?? []
        if (look instanceof Problem) throw look
        return rows(look)
      },
      give: write,
      take: write,
      rights: async () => ['manage_access'],
      sleep: async () => undefined,
    },
    change,
  ).catch((error: unknown) => error)
}
const give = { add: ['r'], remove: [] }
const take = { add: [], remove: ['r'] }
const problem = (kind: Problem['kind'], words: RegExp, details: object = {}) =>
  expect.objectContaining({
    kind,
    message: expect.stringMatching(words),
    details: expect.objectContaining(details),
  })
const failed = (change: 'add' | 'remove', kind: Problem['kind'], words: RegExp) => ({
  items: [{ id: 'r', change, problem: problem(kind, words) }],
})

describe('a list that was read before another failed says nothing of what became of it', () => {
  test.each([
    ['giving', give, [[], [], away]],
    ['taking', take, [['a1'], ['a1'], away]],
  ] as const)('%s, the answer lost: still unsure', async (_, change, [before, first, second]) => {
    const lost = unsure()
    expect(await changed(change, [[...before], [...first], second], lost)).toBe(lost)
  })

  test.each([
    ['add', give, [[], [], away], ['r']],
    ['remove', take, [['a1'], ['a1'], away], []],
  ] as const)(
    '%s, and accepted: done, and not shown yet',
    async (how, change, [before, first, second], now) => {
      const outcome = await changed(change, [[...before], [...first], second])
      expect(outcome).toEqual({ items: [{ id: 'r', change: how }], now, visible: false })
    },
  )
})

test.each([
  [undefined, /^The answer was lost, and nothing/],
  [500, /^KtrlPlane failed on its side \(status 500\), and nothing/],
  [408, /^KtrlPlane failed on its side \(status 408\), and nothing/],
  [201, /^KtrlPlane’s answer \(status 201\) could not be read, and nothing/],
])('an answer that says nothing, of status %s: what of it shows', async (status, words) => {
  expect(await changed(give, [[]], unsure(status))).toEqual(problem('away', words))
  expect(await changed(take, [['a1']], unsure(status))).toEqual(problem('away', words))
  expect(await changed(give, [[], ['a1']], unsure(status))).toMatchObject({ now: ['r'], visible: true })
})

describe('what still shows of an assignment that was to go', () => {
  test('refused as not there: what the server said, and that it shows it', async () => {
    const outcome = await changed(take, [['a1']], gone)
    expect(outcome).toMatchObject({
      items: [
        {
          problem: problem('not-found', /^Not there\. .*still shows/, {
            status: 500,
            said: gone.details.said,
          }),
        },
      ],
      now: ['r'],
    })
  })

  test('accepted, and the same one shows', async () => {
    expect(await changed(take, [['a1']])).toMatchObject(
      failed('remove', 'conflict', /accepted this, and still shows/),
    )
  })

  test.each([
    ['accepted', undefined],
    ['refused as not there', gone],
    ['its answer lost', unsure()],
  ])('%s, and another one shows: somebody gave it again', async (_, answer) => {
    const outcome = await changed(take, [['a1'], ['a2']], answer)
    expect(outcome).toMatchObject(failed('remove', 'conflict', /somebody gave it/))
  })

  test('refused, and another one shows: the refusal', async () => {
    const refused = new Problem('limited', 'Later.')
    expect(await changed(take, [['a1'], ['a2']], refused)).toBe(refused)
  })
})

test('accepted and shown nowhere: held before, until it ended', async () => {
  expect(await changed(give, [[]])).toMatchObject(failed('add', 'conflict', /until it ended/))
})

test.each([403, 500])('refused with %s for want of the right: which, and who can give it', async (status) => {
  const details = { status, said: 'insufficient permissions' }
  for (const [change, before] of [
    [give, []],
    [take, ['a1']],
  ] as const) {
    const answer = await changed(change, [[...before]], new Problem('forbidden', 'No.', details))
    expect(answer).toEqual(
      problem('forbidden', /does not allow you.*manage_access.*owner here.* can give/, details),
    )
  }
})

test('a refusal of the token or of the sign-in is told as that', async () => {
  for (const refused of [missingPlatform({ status: 403 }), new Problem('forbidden', 'No.', { status: 401 })])
    expect(await changed(give, [[]], refused)).toBe(refused)
})
