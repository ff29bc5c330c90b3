// Turns: one after another under a key, at once under different ones, and nobody waits for ever.
import { expect, test } from 'vitest'
import { createLock } from './lock.ts'

const pause = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms))

test('work under one key is done in the order of asking, under another at once', async () => {
  const lock = createLock(1_000)
  const seen: string[] = []
  const work = (name: string, ms: number) => async () => {
    seen.push(`${name} begins`)
    await pause(ms)
    seen.push(`${name} ends`)
    return name
  }
  const asked = [
    lock('api 1', work('slow', 40)),
    lock('api 1', work('quick', 0)),
    lock('api 2', work('other', 5)),
  ]
  expect(await Promise.all(asked)).toEqual(['slow', 'quick', 'other'])
  expect(seen).toEqual([
    'slow begins',
    'other begins',
    'other ends',
    'slow ends',
    'quick begins',
    'quick ends',
  ])
})

test('the turn goes on after a failure', async () => {
  const lock = createLock(1_000)
  const failing = lock('api 1', () => Promise.reject(new Error('Away')))
  const next = lock('api 1', () => Promise.resolve('next'))
  await expect(failing).rejects.toThrow('Away')
  expect(await next).toBe('next')
})

test('whoever waits too long is told and does nothing; those behind still wait for the one before', async () => {
  const lock = createLock(30)
  const seen: string[] = []
  const slow = lock('api 1', async () => {
    await pause(60)
    seen.push('slow')
  })
  const late = lock('api 1', async () => void seen.push('late'))
  await expect(late).rejects.toMatchObject({ status: 409, code: 'BUSY' })
  const next = lock('api 1', async () => void seen.push('next'))
  await next.catch(() => undefined)
  await slow
  await lock('api 1', async () => void seen.push('last'))
  expect(seen.filter((name) => name !== 'next')).toEqual(['slow', 'last'])
  expect(seen[0]).toBe('slow')
})
