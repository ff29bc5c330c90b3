// A tenant's Management API for the black-box tests: with a clock and tokens of its own, no OpenID. A token is made of
// the scopes it has; calls answer status, headers and body.
import { expect } from 'vitest'
import { machineScopes } from './machine.ts'
import { auth0Defaults } from '../settings.ts'
import { managementApi } from './api.ts'
import { createWorld } from './world.ts'

const origin = 'http://127.0.0.1:4599'

/** Bodies are what a client reads, so they are looked at without knowing their types. */
export type Answer = {
  status: number
  headers: Headers
  text: string
  body: Record<string, unknown>
  list: unknown[]
}

/** A tenant as the seed has it; without `authorization` a call has all scopes of the gateway's machine. */
export function startTenant() {
  const clock = { at: Date.parse('2026-11-02T12:00:00.000Z') }
  const now = (): number => clock.at
  const world = createWorld({ origin, now })
  const settings = { ...auth0Defaults }
  const blocked = new Set<string>()
  const api = managementApi({
    world,
    settings,
    origin,
    now,
    isBlocked: (id) => blocked.has(id),
    async caller(authorization) {
      const scope = /^Bearer scopes=(.*)$/.exec(authorization ?? '')?.[1]
      if (authorization === 'Bearer elsewhere') return { audiences: ['https://api.acme.example'], scopes: [] }
      return scope === undefined ? undefined : { audiences: [`${origin}/api/v2/`], scopes: scope.split(',') }
    },
  })
  const send = async (
    method: string,
    path: string,
    options: { body?: unknown; authorization?: string | null; headers?: Record<string, string> } = {},
  ): Promise<Answer> => {
    const { body, authorization = `Bearer scopes=${machineScopes.join(',')}`, headers = {} } = options
    const response = await api.app.request(`${origin}/api/v2${path}`, {
      method,
      headers: {
        ...headers,
        ...(authorization === null ? {} : { authorization }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const json: unknown = text === '' ? undefined : JSON.parse(text)
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...json } : {},
      list: Array.isArray(json) ? json : [],
    }
  }
  return {
    world,
    settings,
    clock,
    blocked,
    send,
    get: (path: string): Promise<Answer> => send('GET', path),
    post: (path: string, body: unknown): Promise<Answer> => send('POST', path, { body }),
    patch: (path: string, body: unknown): Promise<Answer> => send('PATCH', path, { body }),
    delete: (path: string, body?: unknown): Promise<Answer> => send('DELETE', path, { body }),
    /** All items of a list, read by checkpoint. */
    async walk(path: string, name: string, take: number): Promise<unknown[]> {
      const items: unknown[] = []
      for (let from = ''; ;) {
        const { body } = await send('GET', `${path}?take=${take}${from && `&from=${from}`}`)
        items.push(...arrayOf(body[name]))
        if (typeof body['next'] !== 'string') return items
        from = body['next']
      }
    },
  }
}

export const arrayOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** One member of every item. */
export const pluck = (items: unknown, name: string): unknown[] =>
  arrayOf(items).map((item) =>
    typeof item === 'object' && item !== null ? Reflect.get(item, name) : undefined,
  )

export const failure = (statusCode: number, errorCode?: string, message: unknown = expect.any(String)) => ({
  status: statusCode,
  body: {
    statusCode,
    error: expect.any(String),
    message,
    ...(errorCode === undefined ? {} : { errorCode }),
  },
})
