// Many callers and one token: what no page can show, because none asks for twenty things at once.
import { expect, test, vi } from 'vitest'

// The watchdog listens to the document for policy violations; there is none here.
vi.stubGlobal('document', new EventTarget())
const { createKeeper } = await import('./keeper.ts')
const { createHttp } = await import('../directory/http.ts')

const issuer = 'https://login.example'
const part = (value: object) => btoa(JSON.stringify(value)).replaceAll('=', '')
const idToken = () => {
  const now = Math.floor(Date.now() / 1000)
  const claims = { iss: issuer, aud: 'console', sub: 'ingrid', iat: now, exp: now + 3600 }
  return `${part({ alg: 'RS256' })}.${part(claims)}.c2ln`
}

/** A keeper whose provider hands out `access-1`, `access-2` … and a server that takes only the newest. */
async function signedIn(life: number) {
  const moment = { wall: Date.now(), steady: 0 }
  let issued = 0
  const issue = () => {
    issued += 1
    return { accessToken: `access-${issued}`, idToken: idToken(), expiresIn: life }
  }
  const renew = vi.fn(async () => {
    await Promise.resolve()
    return issue()
  })
  const keeper = createKeeper({
    platform: { name: 'Test', issuer, clientId: 'console' },
    login: {
      authorizeUrl: async () => '',
      finish: async () => issue(),
      renew,
      forget: async () => undefined,
      endUrl: async () => '',
    },
    readError: () => ({}),
    clocks: { wall: () => moment.wall, steady: () => moment.steady },
  })
  await keeper.adopt(issue(), keeper.epoch())
  let floor = 1
  const served: string[] = []
  const http = createHttp({
    origin: 'https://api.example',
    caller: { accessToken: keeper.accessToken, renewed: keeper.renewed, claims: () => null },
    problemOf: () => undefined,
    async fetch(input, init) {
      const token = new Headers(init?.headers).get('authorization')?.slice('Bearer access-'.length)
      const good = Number(token) >= floor
      if (good) served.push(new Request(input).url)
      return Response.json({}, { status: good ? 200 : 401 })
    },
  })
  const read = (n: number) => http.request({ method: 'GET', path: `/things/${n}`, repeatable: true })
  const revoke = () => {
    floor = issued + 1
  }
  return { keeper, renew, moment, revoke, read, served }
}

const twenty = Array.from({ length: 20 }, (_, n) => n)

test('twenty requests whose token dies in flight make one renewal and all succeed', async () => {
  const { keeper, renew, revoke, read, served } = await signedIn(3600)
  revoke()
  await Promise.all(twenty.map(read))
  expect(renew).toHaveBeenCalledTimes(1)
  expect(new Set(served).size).toBe(20)
  expect(keeper.tokens()?.accessToken).toBe('access-2')
  keeper.wipe('here')
})

test('twenty requests after the token ran out make one renewal before the first is sent', async () => {
  const { keeper, renew, moment, read, served } = await signedIn(60)
  moment.wall += 120_000
  await Promise.all(twenty.map(read))
  expect(renew).toHaveBeenCalledTimes(1)
  expect(served).toHaveLength(20)
  keeper.wipe('here')
})

test('a refusal of the old token that arrives late does not renew again', async () => {
  const { keeper, renew } = await signedIn(3600)
  await keeper.renew()
  expect(await keeper.renewed('access-1')).toBe('access-2')
  expect(renew).toHaveBeenCalledTimes(1)
  keeper.wipe('here')
})

test('a renewal that ends after the sign-out is thrown away', async () => {
  const { keeper } = await signedIn(3600)
  const renewal = keeper.renew()
  keeper.wipe('here')
  await expect(renewal).rejects.toMatchObject({ kind: 'ended' })
  expect(keeper.tokens()).toBeNull()
  expect(keeper.state()).toEqual({ status: 'signed-out', why: 'here' })
})
