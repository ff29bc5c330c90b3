// One process for a folder: a file that says who has it. Hides how one that was left by a process that was killed is told from one
// whose owner lives: by the process and its start where that can be looked up, by how fresh the file is where it cannot
// (another container on the same volume).
import { mkdir, open, readFile, rename, rm, utimes } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join, resolve } from 'node:path'

type Holder = { pid: number; host: string; start: string }

/** Milliseconds between two signs of life, and after which a foreign holder counts as dead. */
const beat = 5_000
const dead = 20_000
/** Milliseconds after which a file that was just written is there to stay. */
const settling = 150

/** Folders of this very process. */
const held = new Set<string>()

/** What only this process with this number has: when it began, in ticks since the machine did. Empty where nobody knows. */
async function startOf(pid: number): Promise<string> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The name in parentheses may hold anything; after it come the state and, as the 20th field, the start (proc(5)).
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' ? 'ended, and its parent has not looked yet' : (fields[19] ?? '')
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function holderOf(text: string): Holder | undefined {
  try {
    const { pid, host, start }: Partial<Holder> = JSON.parse(text)
    return typeof pid === 'number' && typeof host === 'string' && typeof start === 'string'
      ? { pid, host, start }
      : undefined
  } catch {
    return undefined
  }
}

async function isAlive(text: string, touched: number): Promise<boolean> {
  const holder = holderOf(text)
  const fresh = Date.now() - touched < dead
  // Half-written: by somebody at this moment, or by somebody who was killed.
  if (!holder || holder.host !== hostname()) return fresh
  if (holder.pid === process.pid) return holder.start === (await startOf(process.pid)) && holder.start !== ''
  return exists(holder.pid) && holder.start === (await startOf(holder.pid))
}

function taken(folder: string, text: string): Error {
  const holder = holderOf(text)
  const who = holder ? ` (process ${holder.pid} on ${holder.host})` : ''
  return new Error(
    `Another gateway${who} is using the folder ${folder}. Stop that one first, or give all of them one PostgreSQL in ` +
      'DATABASE_URL: the embedded database is for a single gateway.',
  )
}

/** Takes away the file of a dead holder. False where somebody else was faster. */
async function clearAway(file: string, text: string): Promise<boolean> {
  const aside = `${file}.${process.pid}`
  try {
    await rename(file, aside)
  } catch {
    return false
  }
  const moved = await readFile(aside, 'utf8')
  if (moved !== text) {
    // Not the one that was looked at: somebody has taken the folder meanwhile, and keeps it.
    await rename(aside, file)
    return false
  }
  await rm(aside)
  return true
}

/**
 * Takes the folder for this process, making it where it is not there; gives the function that gives it back.
 * @throws Error in words for whoever starts the gateway
 */
export async function lockFolder(path: string): Promise<() => Promise<void>> {
  const folder = resolve(path)
  const file = join(folder, 'lock')
  const own: Holder = { pid: process.pid, host: hostname(), start: await startOf(process.pid) }
  if (held.has(folder)) throw taken(folder, JSON.stringify(own))
  held.add(folder)
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    for (;;) {
      const mine = await open(file, 'wx', 0o600).catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined
        throw error
      })
      if (mine) {
        await mine.writeFile(JSON.stringify(own))
        await mine.close()
        // Somebody who clears a dead holder's file away may have put another one's back in this moment.
        await new Promise((resolve) => void setTimeout(resolve, settling))
        const text = await readFile(file, 'utf8').catch(() => '')
        if (text !== JSON.stringify(own)) throw taken(folder, text)
        break
      }
      const text = await readFile(file, 'utf8').catch(() => '')
      const handle = await open(file).catch(() => undefined)
      const touched = (await handle?.stat())?.mtimeMs ?? 0
      await handle?.close()
      if (await isAlive(text, touched)) throw taken(folder, text)
      await clearAway(file, text)
    }
  } catch (error) {
    held.delete(folder)
    throw error
  }
  const timer = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => undefined), beat)
  timer.unref()
  return async () => {
    clearInterval(timer)
    held.delete(folder)
    await rm(file, { force: true })
  }
}
