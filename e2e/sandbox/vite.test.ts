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
  await close()
  await expect(fetch(`${url}/config.json`)).rejects.toThrow()
  await expect(discovery(sandbox.kosmos)).rejects.toThrow()
})
