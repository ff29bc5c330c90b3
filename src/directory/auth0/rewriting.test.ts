// Changing what can only be replaced while others replace it as well.
import { expect, test } from 'vitest'
import { Problem } from '../problem.ts'
import { rewrite, type Rewriting } from './rewriting.ts'

const changed = new Problem('conflict', 'Changed.', { code: 'CHANGED' })
const lost = new Problem('away', 'Lost.', { unsure: true })

/** A list of which `b` is to become a part. `meet` is what happens at each write, in the place of it where it answers true. */
function adding(meet: ((now: Set<string>) => boolean | undefined)[], more: Partial<Writing> = {}) {
  const there = new Set(['a'])
  const waited: number[] = []
  const writing: Writing = {
    read: async () => [...there],
    change: (now) => (now.includes('b') ? undefined : [...now, 'b']),
    async write(next) {
      if (meet.shift()?.(there)) return
      there.clear()
      for (const one of next) there.add(one)
    },
    sleep: async (ms) => void waited.push(ms),
    others: 'Others keep changing it.',
    ...more,
  }
  return { there, waited, work: () => rewrite(writing) }
}
type Writing = Rewriting<string[], string[]>

const refuses = (problem: Problem) => () => {
  throw problem
}

test('it is written once, and looked for at once and a moment later', async () => {
  const { there, waited, work } = adding([])
  await work()
  expect([[...there], waited]).toEqual([
    ['a', 'b'],
    [0, 700],
  ])
})

test('what is so already is not written', async () => {
  const { waited, work } = adding([], {
    read: async () => ['a', 'b'],
    write: () => Promise.reject(new Error('not to be written')),
  })
  await work()
  expect(waited).toEqual([])
})

test('whoever was faster keeps what they wrote', async () => {
  const { there, work } = adding([
    (now) => {
      now.add('theirs')
      throw changed
    },
  ])
  await work()
  expect([...there].toSorted()).toEqual(['a', 'b', 'theirs'])
})

test('what somebody wrote over without knowing is written again', async () => {
  const { there, work } = adding([
    (now) => {
      now.add('theirs')
      return true
    },
  ])
  await work()
  expect([...there].toSorted()).toEqual(['a', 'b', 'theirs'])
})

test('a lost answer is decided by what is there', async () => {
  const done = adding([
    (now) => {
      now.add('b')
      throw lost
    },
  ])
  await done.work()
  const undone = adding([refuses(lost)])
  await undone.work()
  expect([...done.there]).toEqual([...undone.there])
  await expect(adding([1, 2, 3, 4, 5].map(() => refuses(lost))).work()).rejects.toBe(lost)
})

test('a look that fails says nothing after an answer, and leaves it unsure without one', async () => {
  const away = new Problem('away', 'Down.')
  const reading = (fail: number) => {
    let reads = 0
    return async () => {
      if ((reads += 1) >= fail) throw away
      return ['a']
    }
  }
  await adding([], { read: reading(2) }).work()
  await expect(adding([refuses(lost)], { read: reading(2) }).work()).rejects.toBe(lost)
})

test('where others always are faster that is said; what is refused otherwise is thrown', async () => {
  const always = adding([1, 2, 3, 4, 5].map(() => refuses(changed)))
  await expect(always.work()).rejects.toMatchObject({ kind: 'conflict', message: 'Others keep changing it.' })
  const forbidden = new Problem('forbidden', 'No.')
  await expect(adding([refuses(forbidden)]).work()).rejects.toBe(forbidden)
  const taken = new Problem('conflict', 'There is one.', { status: 409 })
  const { there, work } = adding([refuses(taken)], {
    isOvertaken: ({ details }) => details.status === 409,
  })
  await work()
  expect([...there]).toContain('b')
})
