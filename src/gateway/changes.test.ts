// An API's permissions are replaced by one caller after another, and only by who has read them as they are.
import { beforeEach, describe, expect, test } from 'vitest'
import { audience, fakeTenant, stall, type Asked, type Fake } from './fake-tenant.ts'
import { versionOf } from './version.ts'

type Scope = { value: string; description?: string }

let fake: Fake
let token: string
let lists: Map<string, Scope[]>
const pause = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms))
const idOf = ({ path }: Asked) => path.split('/').at(-1) ?? ''
const named = (...values: string[]): Scope[] => values.map((value) => ({ value }))

/** Keeps lists, as the vendor does: the last writer wins. */
async function vendor(asked: Asked): Promise<Response> {
  const id = idOf(asked)
  if (asked.method === 'PATCH') lists.set(id, JSON.parse(asked.body).scopes)
  const identifier = id === 'own' ? audience : `https://${id}.example`
  return Response.json({ id, identifier, scopes: lists.get(id) })
}

/** A vendor that is slow, but not so slow that anybody gives up. */
async function slow(asked: Asked): Promise<Response> {
  await pause(15)
  return vendor(asked)
}

async function begin(timeout: number): Promise<void> {
  fake = await fakeTenant({ GATEWAY_TIMEOUT_MS: String(timeout), GATEWAY_ORIGINS: 'https://one.example' })
  fake.answer = vendor
  token = await fake.token(['update:resource_servers'])
  lists = new Map([
    ['shop', named('read:orders')],
    ['stock', named('read:items')],
    ['own', named('read:roles')],
  ])
}

beforeEach(() => begin(10_000))

const patch = (api: string, scopes: Scope[], tag?: string) =>
  fake.ask(token, 'PATCH', `/api/v2/resource-servers/${api}`, {
    body: JSON.stringify({ scopes }),
    ...(tag !== undefined && { headers: { 'if-match': tag } }),
  })
const versionNow = (api: string) =>
  versionOf((lists.get(api) ?? []).map(({ value, description = '' }) => ({ value, description })))
const tagOf = async (api: string) => `"${await versionNow(api)}"`
const asked = () => fake.asked.map((one) => `${one.method} ${idOf(one)}`)
const codeOf = async (answer: Response): Promise<[number, unknown]> => [
  answer.status,
  (await answer.json()).code,
]

test('the version is a hash of what the list says, whatever its order', async () => {
  expect(await versionOf([])).toBe('T1PNoYwrqgwDVLtfmj7L5e0Sq02OEbqHPC8RFhICuUU')
  const write = { value: 'write:orders', description: '' }
  const read = { value: 'read:orders', description: 'Les — überall 🛰️' }
  const version = 'XyYFSC6JvKtjKAvGyLDeDBeSV5LO8yhQ03f5xIwkuj0'
  expect(await versionOf([write, read])).toBe(version)
  expect(await versionOf([read, write])).toBe(version)
})

describe('If-Match', () => {
  test('lets the change of what was read through, after one look', async () => {
    lists.set('shop', [{ value: 'b' }, { value: 'a', description: 'A' }])
    expect((await patch('shop', named('a', 'c'), await tagOf('shop'))).status).toBe(200)
    expect(asked()).toEqual(['GET shop', 'PATCH shop'])
    expect(fake.asked[1]?.headers.has('if-match')).toBe(false)
    expect(lists.get('shop')).toEqual(named('a', 'c'))
  })

  test.each<[string, Scope[]]>([
    ['added', named('read:orders', 'new')],
    ['deleted', []],
    ['described', [{ value: 'read:orders', description: 'New' }]],
  ])('refuses it where something was %s meanwhile', async (_, scopes) => {
    const tag = await tagOf('shop')
    lists.set('shop', scopes)
    const answer = await patch('shop', named('mine'), tag)
    expect(answer.status).toBe(412)
    expect(await answer.json()).toMatchObject({ error: 'precondition_failed', code: 'CHANGED' })
    expect(asked()).toEqual(['GET shop'])
    expect(lists.get('shop')).toEqual(scopes)
  })

  test('says so before it says that the caller lacks what somebody added', async () => {
    const tag = await tagOf('own')
    lists.set('own', named('read:roles', 'delete:roles'))
    expect(await codeOf(await patch('own', named('read:roles'), tag))).toEqual([412, 'CHANGED'])
    expect(await codeOf(await patch('own', named('read:roles')))).toEqual([403, 'ESCALATION'])
  })

  test.each(['', '*', 'abc', '"abc', 'W/"abc"', '"abc", "def"', '"a"b"', '"a b"'])(
    'of %j is no version',
    async (tag) => {
      expect(await codeOf(await patch('shop', [], tag))).toEqual([400, 'INVALID_IF_MATCH'])
      expect(fake.asked).toEqual([])
    },
  )

  test('may be sent by pages of other origins', async () => {
    const headers = { origin: 'https://one.example', 'access-control-request-method': 'PATCH' }
    const answer = await fake.ask(undefined, 'OPTIONS', '/api/v2/resource-servers/shop', { headers })
    expect(answer.headers.get('access-control-allow-headers')).toContain('If-Match')
  })
})

describe('two at once', () => {
  test('of those who have read the same one is refused', async () => {
    fake.answer = slow
    const tag = await tagOf('shop')
    const answers = await Promise.all([
      patch('shop', named('read:orders', 'a'), tag),
      patch('shop', named('read:orders', 'b'), tag),
    ])
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 412])
    expect(asked()).toEqual(['GET shop', 'PATCH shop', 'GET shop'])
    expect(lists.get('shop')).toEqual(named('read:orders', answers[0]?.status === 200 ? 'a' : 'b'))
  })

  test('wait for each other without a version too, and not for changes of other APIs', async () => {
    const { held, open } = gate()
    fake.answer = async (one) => {
      if (one.method === 'PATCH' && idOf(one) === 'shop') await held
      return vendor(one)
    }
    const both = Promise.all([patch('shop', named('a')), patch('shop', named('b'))])
    expect((await patch('stock', [])).status).toBe(200)
    open()
    expect((await both).map(({ status }) => status)).toEqual([200, 200])
    const ofShop = asked().filter((line) => line.endsWith('shop'))
    expect(ofShop).toEqual(['GET shop', 'PATCH shop', 'GET shop', 'PATCH shop'])
  })

  test('nobody waits longer than for an answer of the vendor', async () => {
    await begin(80)
    const { held, open } = gate()
    fake.answer = async (one) => {
      if (one.method === 'PATCH') await held
      return vendor(one)
    }
    const [first, second] = [patch('shop', named('a')), patch('shop', named('b'))]
    const late = await Promise.race([first, second])
    expect(await codeOf(late)).toEqual([409, 'BUSY'])
    expect(asked()).toEqual(['GET shop', 'PATCH shop'])
    open()
    expect(
      (await Promise.all([first, second])).map(({ status }) => status).toSorted((one, other) => one - other),
    ).toEqual([200, 409])
    fake.answer = vendor
    expect((await patch('shop', named('c'))).status).toBe(200)
  })

  test.each<[string, 'GET' | 'PATCH', () => Response, number]>([
    ['is away', 'GET', away, 502],
    ['is away', 'PATCH', away, 502],
    ['stalls', 'GET', stall, 504],
    ['stalls', 'PATCH', stall, 504],
    ['refuses', 'PATCH', () => Response.json({ message: 'No' }, { status: 400 }), 400],
  ])('the turn goes on where the vendor %s at %s', async (_, method, failure, status) => {
    if (failure === stall) await begin(80)
    let times = 0
    fake.answer = (one) => {
      if (one.method !== method) return vendor(one)
      times += 1
      return times === 1 ? failure() : vendor(one)
    }
    const answers = await Promise.all([patch('shop', named('a')), patch('shop', named('b'))])
    expect(answers.some((answer) => answer.status === status)).toBe(true)
    expect((await patch('shop', named('c'))).status).toBe(200)
    expect(lists.get('shop')).toEqual(named('c'))
  })
})

test('an API is named by its id, so that two who change it wait under one name', async () => {
  fake.answer = async () => Response.json({ id: '5f1a', identifier: 'urn:shop', scopes: [] })
  expect(await codeOf(await patch('urn:shop', []))).toEqual([400, 'INVALID_ID'])
  expect(fake.asked).toHaveLength(1)
})

/** Holds whoever awaits `held` until it is opened. */
function gate(): { held: Promise<void>; open: () => void } {
  const opened = new AbortController()
  const held = new Promise<void>((resolve) => {
    opened.signal.addEventListener('abort', () => resolve())
  })
  return { held, open: () => opened.abort() }
}

function away(): never {
  throw new TypeError('fetch failed')
}
