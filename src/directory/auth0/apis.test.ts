// How a change is laid over an API's permissions: on the version that was read, again where others were faster.
import { expect, test } from 'vitest'
import { Problem } from '../problem.ts'
import { createApis } from './apis.ts'
import type { Calls } from './calls.ts'
import { versionOf } from './version.ts'
import type { Scope } from './wire.ts'

const api = 'urn:shop'

/** A tenant with one API. `answers`: problems that its writes meet one after another, or what happens before they are done. */
function tenantOf(scopes: Scope[], answers: (Problem | (() => void) | undefined)[] = []) {
  const tenant = { scopes, versions: new Array<string | undefined>() }
  const shown = () => ({ id: '5f1a', identifier: api, scopes: tenant.scopes })
  const calls: Calls = {
    host: 'gateway.example',
    get: async (path) =>
      path.endsWith('/5f1a') ? shown() : { resource_servers: [shown()], start: 0, limit: 50, total: 1 },
    async send(_method, _path, _body, _signal, version) {
      tenant.versions.push(version)
      const answer = answers.shift()
      if (answer instanceof Problem) throw answer
      tenant.scopes = [...tenant.scopes, mine]
      answer?.()
    },
    sleep: () => Promise.resolve(),
  }
  return { tenant, apis: createApis(calls) }
}

const mine = { value: 'mine', description: '' }
const theirs = { value: 'theirs', description: '' }
const refused = (code: string) => new Problem('conflict', 'Changed.', { status: 412, code })

function adding() {
  const seen: boolean[] = []
  const change = (scopes: Scope[], maybeWritten: boolean) => {
    seen.push(maybeWritten)
    return scopes.some(({ value }) => value === 'mine') ? undefined : [...scopes, mine]
  }
  return { seen, change }
}

test('a change names the version that it is for', async () => {
  const { tenant, apis } = tenantOf([theirs])
  await apis.rewrite(api, adding().change)
  expect(tenant.versions).toEqual([await versionOf([theirs])])
  expect(tenant.scopes).toEqual([theirs, mine])
})

test.each(['CHANGED', 'BUSY'])('refused as %s it is laid over what is there by then', async (code) => {
  const { tenant, apis } = tenantOf([], [refused(code)])
  const { seen, change } = adding()
  await apis.rewrite(api, change)
  expect(tenant.versions).toHaveLength(2)
  // What was refused was not written: until the second write nothing of ours can be there.
  expect(seen).toEqual([false, false, true, true])
})

test('refused five times it is given up', async () => {
  const { tenant, apis } = tenantOf(
    [],
    Array.from({ length: 9 }, () => refused('CHANGED')),
  )
  await expect(apis.rewrite(api, adding().change)).rejects.toMatchObject({ kind: 'conflict' })
  expect(tenant.versions).toHaveLength(5)
})

test('any other refusal is told at once', async () => {
  const { tenant, apis } = tenantOf([], [new Problem('forbidden', 'No.', { code: 'ESCALATION' })])
  await expect(apis.rewrite(api, adding().change)).rejects.toMatchObject({ kind: 'forbidden' })
  expect(tenant.versions).toHaveLength(1)
})

test('what is overwritten past the gateway is written again', async () => {
  const undo = () => {
    tenant.scopes = [theirs]
  }
  const { tenant, apis } = tenantOf([], [undo])
  await apis.rewrite(api, adding().change)
  expect(tenant.versions).toEqual([await versionOf([]), await versionOf([theirs])])
  expect(tenant.scopes).toEqual([theirs, mine])
})

test('a write whose answer was lost may be there', async () => {
  const lost = new Problem('away', 'Lost.', { unsure: true })
  const { tenant, apis } = tenantOf([], [lost])
  const { seen, change } = adding()
  await apis.rewrite(api, change)
  expect(tenant.versions).toHaveLength(2)
  expect(seen.slice(0, 3)).toEqual([false, true, true])
})
