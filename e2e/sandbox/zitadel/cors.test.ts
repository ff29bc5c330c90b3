// CORS over a real socket, as a browser meets it.
import { serve } from '@hono/node-server'
import type { ServerType } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bearer, startInstance } from './testing.ts'
import { kosmosProjectId as projectId } from './seed.ts'

const foreign = 'https://elsewhere.example'
const path = '/zitadel.project.v2.ProjectService/ListProjectRoles'
let server: ServerType
let base = ''

beforeAll(async () => {
  const { app } = startInstance()
  base = await new Promise<string>((resolve) => {
    server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve(`http://127.0.0.1:${port}`),
    )
  })
})
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())))

const preflight = (method: string, headers: string, at = path): Promise<Response> =>
  fetch(base + at, {
    method: 'OPTIONS',
    headers: {
      origin: foreign,
      'access-control-request-method': method,
      ...(headers !== '' && { 'access-control-request-headers': headers }),
    },
  })

const call = (headers: Record<string, string>): Promise<Response> =>
  fetch(base + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: bearer('admin'), ...headers },
    body: JSON.stringify({ projectId }),
  })

describe('a preflight', () => {
  test.each([
    ['POST', 'authorization,connect-protocol-version,content-type', path],
    ['POST', 'Authorization, Content-Type, X-Zitadel-Orgid', '/management/v1/projects/_search'],
    ['PUT', 'authorization,content-type', `/management/v1/projects/${projectId}/roles/a%2Fb`],
    ['DELETE', 'authorization', `/management/v1/projects/${projectId}/roles/a%2Fb`],
    ['GET', '', '/nowhere'],
  ])('of %s with "%s" to %s passes for any origin', async (method, headers, at) => {
    const response = await preflight(method, headers, at)
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-origin')).toBe(foreign)
    expect(response.headers.get('access-control-allow-credentials')).toBe('true')
    expect(response.headers.get('access-control-allow-methods')).toBe(method)
    expect(response.headers.get('access-control-allow-headers') ?? '').toBe(headers)
    expect(response.headers.get('vary')).toContain('Origin')
  })

  test.each(['traceparent', 'x-request-id', 'authorization,x-custom'])('with %s fails', async (headers) => {
    const response = await preflight('POST', headers)
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    expect(response.headers.get('access-control-allow-headers')).toBeNull()
  })
})

describe('an answer', () => {
  test('reflects the origin also when it refuses it', async () => {
    const response = await call({ origin: foreign })
    expect(response.status).toBe(403)
    expect(response.headers.get('access-control-allow-origin')).toBe(foreign)
    expect(response.headers.get('access-control-allow-credentials')).toBe('true')
    expect(response.headers.get('access-control-expose-headers')?.toLowerCase().split(', ')).toEqual([
      'location',
      'content-length',
      'grpc-status',
      'grpc-message',
      'grpc-status-details-bin',
    ])
  })

  test('without an origin has no CORS, and is never stored', async () => {
    const response = await call({})
    expect(response.status).toBe(200)
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('content-type')).toBe('application/json')
  })
})
