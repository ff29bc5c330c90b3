// What KtrlPlane answers before anybody looks at rights: CORS, redirects, unknown calls, open calls.
import { expect, test } from 'vitest'
import { startKtrlplane } from './testing.ts'

const origin = 'http://localhost:4173'

test('a preflight lists what may be sent, whatever is asked for, with or without a token', async () => {
  const { admin } = startKtrlplane()
  const asked = {
    origin,
    'access-control-request-method': 'DELETE',
    'access-control-request-headers': 'authorization,x-request-id',
  }
  for (const path of ['/api/v1/projects', '/api/v1/nowhere', '/health']) {
    const answer = await admin(`OPTIONS ${path}`, { authorization: null, headers: asked })
    expect(answer.status).toBe(204)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET,POST,PUT,DELETE,OPTIONS',
      'access-control-allow-headers': 'Origin,Content-Type,Accept,Authorization',
      'access-control-max-age': '43200',
    })
  }
})

test('answers may be read by everybody, refusals and unknown calls too, and one header of them', async () => {
  const { admin } = startKtrlplane()
  for (const [path, authorization] of [
    ['/api/v1/roles', undefined],
    ['/api/v1/roles', null],
    ['/api/v1/nowhere', null],
  ] as const) {
    const { headers } = await admin(`GET ${path}`, {
      headers: { origin },
      ...(authorization === null && { authorization }),
    })
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('access-control-expose-headers')).toBe('Content-Length')
  }
  const { headers } = await admin('GET /api/v1/roles')
  expect(headers.has('access-control-allow-origin')).toBe(false)
})

test('one slash too many is redirected, out of the reach of other origins', async () => {
  const { admin } = startKtrlplane()
  const answer = await admin('GET /api/v1/users/search/?q=brandt', { headers: { origin } })
  expect(answer.status).toBe(301)
  expect(answer.headers.get('location')).toBe('/api/v1/users/search?q=brandt')
  expect(answer.headers.has('access-control-allow-origin')).toBe(false)
  expect((await admin('DELETE /api/v1/projects/grid-twin/')).status).toBe(307)
})

test.each(['GET /api/v1/keys', 'PATCH /api/v1/projects/grid-twin', 'PUT /api/v1/projects/grid-twin/rbac/x'])(
  '%s is unknown: plain text, with no look at the token; JSON as documented',
  async (line) => {
    const coded = await startKtrlplane().admin(line, { authorization: null })
    expect(coded).toMatchObject({ status: 404, text: '404 page not found' })
    expect(coded.headers.get('content-type')).toBe('text/plain')
    const { admin } = startKtrlplane({ strict: true })
    expect((await admin(line, { authorization: null })).status).toBe(401)
    expect(await admin(line)).toMatchObject({ status: 404, body: { error: 'Not found' } })
  },
)

test('health and prices need no token', async () => {
  const { admin } = startKtrlplane()
  const open = { authorization: null }
  expect(await admin('GET /health', open)).toMatchObject({ status: 200, body: { status: 'UP' } })
  const price = await admin('GET /api/v1/resource-pricing?type=Konnektr.Graph&sku=standard', open)
  expect(price.body).toMatchObject({ sku: 'standard', resource_type: 'Konnektr.Graph', currency: 'eur' })
  expect((await admin('GET /api/v1/resource-pricing?type=Konnektr.Graph', open)).status).toBe(400)
  expect((await admin('GET /api/v1/resource-pricing?type=Konnektr.Graph&sku=free', open)).status).toBe(404)
})
