// The console and its sandbox together, as browser tests start them.

import { expect, test } from 'vitest'
import { discovery, read } from './visitor.ts'
import { startConsole } from './vite.ts'

test('serves the sandbox as /config.json and leaves nothing behind', async () => {
  const { url, sandbox, close } = await startConsole({ port: 0, host: '127.0.0.1' })
  const answer = await fetch(`${url}/config.json`)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(await read(answer)).toEqual(sandbox.config)
  expect(sandbox.acme.origin).toContain('http://127.0.0.1:')
  expect(await discovery(sandbox.acme)).toMatchObject({ issuer: sandbox.acme.issuer })
  sandbox.config.platforms.splice(1)
  expect((await read(await fetch(`${url}/config.json`)))['platforms']).toHaveLength(1)
  await sandbox.reset()
  expect((await read(await fetch(`${url}/config.json`)))['platforms']).toHaveLength(3)
  await close()
  await expect(fetch(`${url}/config.json`)).rejects.toThrow()
  await expect(discovery(sandbox.kosmos)).rejects.toThrow()
})

test('has the gateway beside the console, new after every reset', async () => {
  const { url, sandbox, close } = await startConsole({ port: 0 })
  const ready = await fetch(`${url}/gateway/ready`)
  expect(await read(ready)).toEqual({ status: 'ready' })
  expect(ready.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
  expect(sandbox.acme.journal.entries({ operation: 'machine' })).toHaveLength(1)
  await fetch(`${url}/gateway/ready`)
  expect(sandbox.acme.journal.entries({ operation: 'machine' })).toHaveLength(1)
  const refused = await fetch(`${url}/gateway/api/v2/roles`)
  expect(await read(refused)).toMatchObject({ error: 'unauthorized', code: 'TOKEN_MISSING' })
  expect(sandbox.gateway.log).toHaveLength(1)
  await sandbox.reset()
  expect(sandbox.gateway.log).toEqual([])
  await fetch(`${url}/gateway/ready`)
  expect(sandbox.acme.journal.entries({ operation: 'machine' })).toHaveLength(1)
  await close()
})
