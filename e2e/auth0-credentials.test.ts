// What is particular about credentials at Auth0: keys that are made in two steps, the one secret, and tokens that are the gateway's
// own.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { KeyDraft } from '../src/directory/credentials.ts'
import type { Gateway } from '../src/gateway/handler.ts'
import { type Between, connectAcme } from './contract-auth0.ts'
import { credentialGateway, signedIn } from './contract-credentials-auth0.ts'
import { having, problemOf, sorted } from './contract-subject.ts'
import { ordersApi } from './sandbox/auth0/seed.ts'
import { keyIds, machineIds } from './sandbox/auth0/seed-clients.ts'
import { acmeApi } from './sandbox/console-config.ts'
import { type PersonaName, subOf } from './sandbox/personas.ts'
import { type AcmePlatform, startSandbox, type Sandbox } from './sandbox/sandbox.ts'
import { consoleOrigin } from './sandbox/visitor.ts'

let sandbox: Sandbox
let acme: AcmePlatform
let gateway: Gateway

beforeAll(async () => {
  sandbox = await startSandbox({ consoleOrigin })
  acme = sandbox.acme
})
afterAll(() => sandbox.stop())
beforeEach(async () => {
  await sandbox.reset()
  gateway = await credentialGateway(acme)
}, 60_000)

async function as(persona: PersonaName, between?: Between) {
  const { place } = await connectAcme(acme, gateway, persona, between)
  const credentials = having(place.credentials)
  return {
    accounts: having(place.accounts),
    credentials,
    issueKey: having(credentials.issueKey),
    issueToken: having(credentials.issueToken),
    setSecret: having(credentials.setSecret),
    endAt: having(credentials.endAt),
    finish: having(credentials.finish),
    find: async (id: string) => (await credentials.inventory()).credentials.find((one) => one.id === id),
  }
}

const world = () => acme.world
const day = 86_400_000
const inDays = (days: number) => new Date(acme.clock.now() + days * day)
const sent = (operation: string) => acme.journal.entries({ operation }).length
const keyDraft = (owner: string, more: Partial<KeyDraft> = {}): KeyDraft => ({
  request: randomUUID(),
  owner,
  name: 'New key',
  expiresAt: inDays(30),
  material: { by: 'browser', bits: 2048 },
  ...more,
})
/** The gateway's answer to the step that activates a key, or takes one away. */
const failing =
  (fails: (body: string) => boolean): Between =>
  async (request, send) => {
    const isChange = request.method === 'PATCH' && /\/clients\/[^/]+$/.test(request.url)
    if (!isChange || !fails(await request.clone().text())) return send()
    return Response.json({ error: 'x', message: 'Refused.', code: 'NO', request_id: 'r' }, { status: 403 })
  }
const activates = (body: string) => body.includes('"private_key_jwt"')

const tokenDraft = (more: object = {}) => ({
  request: randomUUID(),
  name: 'Mine',
  expiresAt: inDays(7),
  permissions: [`read:clients ${acmeApi}`],
  ...more,
})

describe('keys', () => {
  test('the first one ends the secret, which is said; the last one that goes leaves a secret that nobody knows', async () => {
    const { orders } = machineIds
    const { secret } = world().client(orders)
    const worksBySecret = () => signedIn(acme, orders, ordersApi, { client_secret: secret })
    expect(await worksBySecret()).toBe(orders)
    const { issueKey, credentials, setSecret, find } = await as('keykeeper')
    const { credential, note } = await issueKey(keyDraft(orders))
    expect(note).toContain('secret')
    expect(await find(`secret.${orders}`)).toBeUndefined()
    expect(await worksBySecret()).toBeUndefined()
    expect((await problemOf(setSecret(orders))).kind).toBe('conflict')

    await credentials.revoke(credential)
    expect(await find(credential.id)).toBeUndefined()
    expect(await find(`secret.${orders}`)).toMatchObject({ kind: 'secret' })
    expect(await worksBySecret()).toBeUndefined()
    const anew = having((await setSecret(orders)).secret[0])
    expect(await signedIn(acme, orders, ordersApi, { client_secret: anew.text })).toBe(orders)
  })

  test('a third one is refused before anything is sent; so is the same one twice', async () => {
    const { issueKey } = await as('keykeeper')
    const full = await problemOf(issueKey(keyDraft(machineIds.telemetry)))
    expect([full.kind, full.message.includes('2')]).toEqual(['invalid', true])
    const publicKey = having(world().credentials(machineIds.awkward)[0]).pem
    const material = { by: 'paste', publicKey } as const
    await issueKey(keyDraft(machineIds.billing, { material }))
    expect([sent('createCredential'), world().credentials(machineIds.billing).length]).toEqual([1, 2])
    world().deleteCredential(machineIds.billing, keyIds.billing)
    const twice = await problemOf(issueKey(keyDraft(machineIds.billing, { material })))
    expect(Object.keys(twice.details.fields ?? {})).toEqual(['publicKey'])
    expect(sent('createCredential')).toBe(1)
  })

  test('one that cannot be activated is taken back, and the secret works as before', async () => {
    const { orders } = machineIds
    const { secret } = world().client(orders)
    const { issueKey, find } = await as('keykeeper', failing(activates))
    const problem = await problemOf(issueKey(keyDraft(orders)))
    expect([problem.message.includes('taken back'), problem.details.orphan]).toEqual([true, undefined])
    expect(world().credentials(orders)).toEqual([])
    expect(await signedIn(acme, orders, ordersApi, { client_secret: secret })).toBe(orders)
    expect(await find(`secret.${orders}`)).toBeDefined()
  })

  test('one that can be neither activated nor taken back is found half-made, and finished or revoked', async () => {
    const { orders } = machineIds
    const { issueKey } = await as('keykeeper', failing(activates))
    const make = async () => {
      acme.faults.set('deleteCredential', 403, { times: 1 })
      return (await problemOf(issueKey(keyDraft(orders)))).details.orphan ?? ''
    }
    const elsewhere = await as('keykeeper')
    const first = await make()
    const found = having(await elsewhere.find(first))
    expect(found).toMatchObject({ halfMade: true, inactive: expect.any(String), owner: { id: orders } })
    await elsewhere.credentials.revoke(found)
    expect(world().credentials(orders)).toEqual([])
    expect(world().client(orders).keys).toBeNull()

    const second = await make()
    await elsewhere.finish(having(await elsewhere.find(second)))
    const done = having(await elsewhere.find(second))
    expect([done.halfMade, done.inactive]).toEqual([undefined, undefined])
    expect(world().client(orders).keys).toEqual([second])
  })

  test('an activation whose answer was lost is not done twice and not taken back', async () => {
    const { orders } = machineIds
    let lost = 0
    const { issueKey, find } = await as('keykeeper', async (request, send) => {
      const isActivation = request.method === 'PATCH' && activates(await request.clone().text())
      const answer = await send()
      if (isActivation && (lost += 1) === 1) throw new TypeError('lost')
      return answer
    })
    const { credential } = await issueKey(keyDraft(orders))
    expect(await find(credential.id)).toMatchObject({ id: credential.id })
    expect([lost, world().client(orders).keys]).toEqual([1, [credential.id]])
  })

  test('two people give one application a key at the same moment: both work', async () => {
    const { orders } = machineIds
    const other = await as('keykeeper')
    let theirs = ''
    const { issueKey } = await as('keykeeper', async (request, send) => {
      if (theirs === '' && request.method === 'PATCH' && activates(await request.clone().text())) {
        theirs = 'on its way'
        theirs = (await other.issueKey(keyDraft(orders))).credential.id
      }
      return send()
    })
    const { credential } = await issueKey(keyDraft(orders))
    expect(sorted(world().client(orders).keys ?? [])).toEqual(sorted([theirs, credential.id]))
  })

  test('when the secret cannot be replaced, the last key stays', async () => {
    const { credentials, find } = await as('keykeeper')
    const key = having(await find(keyIds.billing))
    acme.faults.set('rotateSecret', 403, { times: 1 })
    expect((await problemOf(credentials.revoke(key))).message).toContain('still works')
    expect(world().client(machineIds.billing).keys).toEqual([keyIds.billing])
  })

  test('ends earlier, never later, and a secret at no date', async () => {
    const { endAt, find } = await as('keykeeper')
    const key = having(await find(keyIds.telemetryOld))
    const end = inDays(2)
    await endAt(key, end)
    expect((await find(keyIds.telemetryOld))?.expiresAt).toEqual(end)
    for (const at of [inDays(30), inDays(-1), new Date(Number.NaN)])
      expect((await problemOf(endAt(key, at))).details.fields).toHaveProperty('expiresAt')
    const secret = having(await find(`secret.${machineIds.orders}`))
    expect((await problemOf(endAt(secret, inDays(1)))).kind).toBe('invalid')
  })

  test('ids of keys tell the fingerprint, and only of ours', async () => {
    const { issueKey, find } = await as('keykeeper')
    const { credential } = await issueKey(keyDraft(machineIds.idle))
    expect(credential.hint).toHaveLength(64)
    expect(credential.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
    expect((await find(credential.id))?.fingerprint).toBe(credential.fingerprint)
    expect((await find(keyIds.billing))?.fingerprint).toBeUndefined()
  })
})

describe('a secret', () => {
  test('that is revoked is replaced by one that nobody sees', async () => {
    const { orders } = machineIds
    const { secret } = world().client(orders)
    const { credentials, find } = await as('keykeeper')
    await credentials.revoke(having(await find(`secret.${orders}`)))
    expect(await signedIn(acme, orders, ordersApi, { client_secret: secret })).toBeUndefined()
    expect(await find(`secret.${orders}`)).toBeDefined()
  })

  test('is never in what is read', async () => {
    const { accounts, credentials } = await as('admin')
    const shown = JSON.stringify([await accounts.list(), await credentials.inventory()])
    for (const { secret } of world().clients()) expect(shown).not.toContain(secret)
  })
})

describe('tokens', () => {
  test('of one’s own, within the policy, with no more than one holds', async () => {
    const { issueToken, credentials } = await as('keykeeper')
    const policy = await credentials.policy()
    expect(policy).toEqual({ tokenDays: 365, prefix: 'kos_' })
    const { credential, secret, test: check } = await issueToken(tokenDraft())
    expect(credential.owner).toMatchObject({ id: subOf('acme', 'keykeeper'), kind: 'person' })
    expect(secret[0]?.text.startsWith('kos_')).toBe(true)
    expect(await check?.()).toContain('accepts')
    for (const [more, field] of [
      [{ expiresAt: inDays(366) }, 'expiresAt'],
      [{ expiresAt: null }, 'expiresAt'],
      [{ permissions: [] }, 'permissions'],
      [{ owner: machineIds.idle }, 'permissions'],
    ] as const) {
      const { kind, details } = await problemOf(issueToken(tokenDraft(more)))
      expect([kind, Object.keys(details.fields ?? {})]).toEqual(['invalid', [field]])
    }
    const foreign = await problemOf(issueToken(tokenDraft({ permissions: [`update:roles ${acmeApi}`] })))
    expect([foreign.kind, foreign.details.code]).toEqual(['forbidden', 'ESCALATION'])
    expect((await credentials.inventory({ owner: subOf('acme', 'keykeeper') })).credentials).toHaveLength(1)
  })

  test('one that loses its rights says so, and one that ends says when', async () => {
    const admin = await as('admin')
    world().setClientGrant(machineIds.idle, acmeApi, ['read:clients'])
    const { credential } = await admin.issueToken(tokenDraft({ owner: machineIds.idle }))
    const end = inDays(1)
    await admin.endAt(credential, end)
    expect((await admin.find(credential.id))?.expiresAt).toEqual(end)
    world().setClientGrant(machineIds.idle, acmeApi, [])
    expect((await admin.find(credential.id))?.inactive).toContain('holds none')
  })

  test('whoever may read nothing sees their own, and is told what is missing', async () => {
    const { credentials } = await as('guest')
    const { credentials: all, complete, trouble } = await credentials.inventory()
    expect([all, complete]).toEqual([[], false])
    expect(trouble.join(' ')).toMatch(/read:clients.*read:tokens/s)
    const own = await credentials.inventory({ owner: subOf('acme', 'guest') })
    expect(own).toEqual({ credentials: [], complete: true, trouble: [] })
  })
})

test('an inventory of which nothing can be read is a failure', async () => {
  const { credentials } = await as('admin', async () => {
    throw new TypeError('away')
  })
  expect((await problemOf(credentials.inventory())).kind).toBe('away')
})
