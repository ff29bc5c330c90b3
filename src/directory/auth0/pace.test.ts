// The pace of one tenant, in a time that is made here.
import { expect, test } from 'vitest'
import { pause } from '../http.ts'
import { Problem } from '../problem.ts'
import { createPace } from './pace.ts'

/** A tenant with a bucket, whose time only passes while the pace waits. */
function tenant({ burst, perSecond }: { burst: number; perSecond: number }) {
  let time = 1_000_000
  let level = burst
  let seen = time
  const sent: { at: number; status: number }[] = []
  const pace = createPace({
    now: () => time,
    async sleep(ms) {
      // What was let go before is sent before time passes.
      await pause(0)
      time += ms
    },
  })
  const fetch = pace.watch(async () => {
    level = Math.min(burst, level + ((time - seen) / 1000) * perSecond)
    seen = time
    const status = level >= 1 ? 200 : 429
    if (status === 200) level -= 1
    sent.push({ at: time, status })
    return new Response(null, {
      status,
      headers: {
        'x-ratelimit-limit': String(burst),
        'x-ratelimit-remaining': String(Math.floor(level)),
        'x-ratelimit-reset': String(Math.ceil(time / 1000 + (burst - level) / perSecond)),
        ...(status === 429 && { 'retry-after': '1' }),
      },
    })
  })
  const ask = async () => {
    const { status } = await fetch('https://gateway.example/')
    if (status === 429) throw new Problem('limited', 'Too many.', { retryAfter: 1 })
    return status
  }
  return {
    pace,
    sent,
    ask,
    read: (signal?: AbortSignal) => pace.run('read', ask, signal),
    write: (signal?: AbortSignal) => pace.run('write', ask, signal),
    seconds: () => (time - 1_000_000) / 1000,
  }
}

const many = <T>(count: number, work: () => Promise<T>) => Promise.all(Array.from({ length: count }, work))
const refused = (sent: { status: number }[]) => sent.filter(({ status }) => status === 429).length

test('a tenant that takes two a second gets no more, and no slower', async () => {
  const { read, write, sent, seconds } = tenant({ burst: 2, perSecond: 2 })
  await read()
  await many(20, () => write())
  const writes = sent.slice(1).filter(({ status }) => status === 200)
  for (const [n, { at }] of writes.entries()) {
    const inSecond = writes.slice(n).filter((other) => other.at < at + 1000)
    expect(inSecond.length).toBeLessThanOrEqual(2)
  }
  expect(refused(sent)).toBe(0)
  expect(seconds()).toBeGreaterThanOrEqual(9)
  expect(seconds()).toBeLessThan(13)
})

test('a large tenant is asked as fast as its headers allow', async () => {
  const { read, sent, seconds } = tenant({ burst: 50, perSecond: 16 })
  for (let n = 0; n < 200; n += 1) await read()
  expect(refused(sent)).toBe(0)
  expect(seconds()).toBeGreaterThan(8)
  expect(seconds()).toBeLessThan(13)
})

test('what was refused as too much is sent again, a write as well, and all the others wait', async () => {
  const { read, write, sent } = tenant({ burst: 5, perSecond: 1 })
  expect(await many(8, () => write())).toEqual(Array.from({ length: 8 }, () => 200))
  expect(await read()).toBe(200)
  expect(refused(sent)).toBeLessThan(8)
})

test('what is refused again and again is said', async () => {
  let tries = 0
  const pace = createPace({ sleep: async () => undefined, now: () => 0 })
  const work = pace.run('write', async () => {
    tries += 1
    throw new Problem('limited', 'Too many.', { retryAfter: 0 })
  })
  await expect(work).rejects.toMatchObject({ kind: 'limited' })
  expect(tries).toBe(5)
})

test('any other failure is not tried again', async () => {
  let tries = 0
  const pace = createPace()
  const work = pace.run('read', async () => {
    tries += 1
    throw new Problem('away', 'Gone.')
  })
  await expect(work).rejects.toMatchObject({ kind: 'away' })
  expect(tries).toBe(1)
})

test('whoever stops waiting is not sent, and holds up nobody', async () => {
  const { pace, ask, read, write, sent } = tenant({ burst: 2, perSecond: 2 })
  await many(2, () => read())
  const stop = new AbortController()
  const reason = new Error('no longer wanted')
  let isSent = false
  const stopped = pace.run(
    'write',
    async () => {
      isSent = true
      return ask()
    },
    stop.signal,
  )
  const other = write()
  stop.abort(reason)
  await expect(stopped).rejects.toBe(reason)
  expect(await other).toBe(200)
  expect(isSent).toBe(false)
  expect(sent).toHaveLength(3)
  await expect(read(AbortSignal.abort(reason))).rejects.toBe(reason)
})

test('a clock that is wrong does not stop everything', async () => {
  let time = 0
  const pace = createPace({ now: () => time, sleep: async (ms) => void (time += ms) })
  const headers = {
    'x-ratelimit-limit': '10',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': '2000000000',
  }
  const fetch = pace.watch(async () => new Response(null, { headers }))
  await pace.run('read', () => fetch('https://gateway.example/'))
  await pace.run('read', () => fetch('https://gateway.example/'))
  expect(time).toBe(10_000)
})
