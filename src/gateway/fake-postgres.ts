// A PostgreSQL server of a test's own, where the machine has the programs of one: a fresh cluster in a temporary folder, on a free port
// of this machine, gone afterwards. Elsewhere it says why not, and tests keep to the embedded one.
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export type FakePostgres = {
  url: string
  /** Ends the server as a power cut would, and starts it again. */
  crash: () => Promise<void>
  stop: () => Promise<void>
}

const home = '/usr/lib/postgresql'

/** Folder of initdb and postgres, the newest. */
async function programs(): Promise<string | undefined> {
  const versions = (await readdir(home).catch(() => [])).toSorted((one, other) => Number(other) - Number(one))
  return versions[0] && join(home, versions[0], 'bin')
}

const idOf = async (flag: string): Promise<number> => Number((await run('id', [flag, 'postgres'])).stdout)

/** PostgreSQL refuses to run as root. */
async function somebody(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {}
  return { uid: await idOf('-u'), gid: await idOf('-g') }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

/** Starts one; a sentence where that is not possible. */
export async function startPostgres(): Promise<FakePostgres | string> {
  const bin = await programs()
  if (bin === undefined) return `there is no PostgreSQL in ${home}`
  const who = await somebody().catch(() => undefined)
  if (!who) return 'there is no user postgres for it to run as'
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-postgres-'))
  if (who.uid !== undefined) await chown(folder, who.uid, who.gid ?? 0)
  const data = join(folder, 'data')
  await run(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync'], {
    ...who,
    cwd: folder,
  })
  const port = await freePort()
  let server: ChildProcess
  const begin = async (): Promise<void> => {
    const options = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=60']
    const flags = ['-D', data, '-p', String(port), ...options.flatMap((option) => ['-c', option])]
    server = spawn(join(bin, 'postgres'), flags, { ...who, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
    await new Promise<void>((resolve, reject) => {
      server.once('exit', () => reject(new Error('PostgreSQL ended at once')))
      server.stderr?.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('ready to accept connections')) resolve()
      })
    })
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ended = once(server, 'exit')
    server.kill(signal)
    await ended
  }
  await begin()
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    async crash() {
      // SIGQUIT: at once, without writing anything to its end ("immediate shutdown").
      await end('SIGQUIT')
      await begin()
    },
    async stop() {
      await end('SIGINT')
      await rm(folder, { recursive: true })
    },
  }
}
