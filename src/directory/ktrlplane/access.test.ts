// What is said of the signed-in person where no place is chosen: by the token alone, unless that gives reason for doubt.
import { expect, test, vi } from 'vitest'
import { Problem } from '../problem.ts'
import { readAccess } from './access.ts'

const api = 'https://api.example'
const userinfo = 'https://id.example/userinfo'
const good = { scope: 'openid access:platform', aud: [api, userinfo] }
const noScope = { ...good, scope: 'openid' }
const otherApi = new Problem('forbidden', 'another API', { status: 401 })

async function read(
  claims: object | null,
  answer?: Problem,
  { audience }: { audience?: string } = { audience: api },
) {
  const get = vi.fn(async () => {
    if (answer) throw answer
    return []
  })
  const calls = {
    host: 'api.example',
    get,
    send: vi.fn(async () => undefined),
    sleep: vi.fn(async () => undefined),
  }
  const caller = {
    accessToken: async () => '',
    renewed: async () => '',
    claims: () => claims && new Map<string, unknown>(Object.entries(claims)),
  }
  const access = await readAccess({ calls, caller, audience }, undefined).catch((error: unknown) => error)
  return { access, asked: get.mock.calls }
}
const mayRead = (allowed: boolean) => ({
  verdicts: { 'read roles': { allowed, right: 'access:platform' }, 'read members': { allowed: false } },
})

test.each([[good], [{ ...good, aud: api }]])('%j says it all', async (claims) => {
  expect(await read(claims)).toMatchObject({ access: mayRead(true), asked: [] })
})

test('where nobody says which API it is, any audience will do', async () => {
  const found = await read({ ...good, aud: userinfo }, undefined, {})
  expect(found).toMatchObject({ access: mayRead(true), asked: [] })
})

test.each([
  [null],
  [noScope],
  [{ aud: [api] }],
  [{ ...good, aud: [userinfo] }],
  [{ ...good, aud: userinfo }],
  [{ scope: good.scope }],
  [{ ...noScope, aud: 'https://other.example' }],
])('%j is tried once, and its refusal told', async (claims) => {
  const { access, asked } = await read(claims, otherApi)
  expect(access).toBe(otherApi)
  expect(asked).toEqual([['/roles', {}, undefined]])
})

test('a refusal for want of the scope is what the verdicts say; no other is', async () => {
  const refused = new Problem('forbidden', 'no', { status: 403 })
  expect(await read(noScope, refused)).toMatchObject({ access: mayRead(false) })
  expect(await read(noScope, new Problem('forbidden', 'no'))).toMatchObject({ access: mayRead(false) })
  expect((await read(null, refused)).access).toBe(refused)
  const away = new Problem('away', 'x', { status: 503 })
  expect((await read(noScope, away)).access).toBe(away)
})

test('an API that takes the token all the same has the last word', async () => {
  expect((await read({ ...good, aud: 'https://other.example' })).access).toMatchObject(mayRead(true))
})
