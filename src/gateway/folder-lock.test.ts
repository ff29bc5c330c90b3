// Who may have a folder: one process, and the next one after it, however it ended.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockFolder } from './folder-lock.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-lock-'))
  file = join(folder, 'lock')
})
afterEach(() => rm(folder, { recursive: true }))

const write = (holder: object | string, secondsAgo = 0) => {
  const at = new Date(Date.now() - secondsAgo * 1_000)
  return writeFile(file, typeof holder === 'string' ? holder : JSON.stringify(holder)).then(() =>
    utimes(file, at, at),
  )
}
const here = { pid: process.pid, host: hostname(), start: '1' }

test('one at a time, and the folder is made for its owner alone', async () => {
  const path = join(folder, 'deep', 'data')
  const release = await lockFolder(path)
  expect((await stat(path)).mode & 0o777).toBe(0o700)
  await expect(lockFolder(join(folder, 'deep', '.', 'data'))).rejects.toThrow(
    `process ${process.pid} on ${hostname()}`,
  )
  await release()
  await (
    await lockFolder(path)
  )()
  await expect(readFile(join(path, 'lock'))).rejects.toThrow('ENOENT')
})

test('a process that lives keeps it, and one that was killed does not', async () => {
  const child = spawn('sleep', ['60'])
  const line = await readFile(`/proc/${child.pid}/stat`, 'utf8').catch(() => '')
  const start = line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  // However long ago it gave a sign of life: it is seen.
  await write({ pid: child.pid, host: hostname(), start }, 3_600)
  await expect(lockFolder(folder)).rejects.toThrow(`process ${child.pid}`)
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
  await (
    await lockFolder(folder)
  )()
})

test.runIf(process.platform === 'linux')('another process that got its number is not it', async () => {
  await write({ ...here, pid: process.ppid })
  await (
    await lockFolder(folder)
  )()
  // The first process of a container has the same number each time.
  await write(here)
  await (
    await lockFolder(folder)
  )()
})

test('on another machine it counts for as long as it gives signs of life', async () => {
  await write({ ...here, host: 'another' }, 10)
  await expect(lockFolder(folder)).rejects.toThrow('on another')
  await write({ ...here, host: 'another' }, 30)
  await (
    await lockFolder(folder)
  )()
})

test.each(['', '{"pid":1', 'null', '[]', '{"pid":"1"}'])(
  '%j was written by half: at this moment, or for good',
  async (text) => {
    await write(text)
    await expect(lockFolder(folder)).rejects.toThrow('Another gateway is using')
    await write(text, 30)
    await (
      await lockFolder(folder)
    )()
  },
)
