// KtrlPlane's API for the black-box tests: with a clock and tokens of its own, no OpenID. A token is the claims that it has; calls
// answer status, headers and body.
import { ktrlplaneDefaults } from '../settings.ts'
import { subOf } from '../personas.ts'
import type { PersonaName } from '../personas.ts'
import { isObject } from '../http.ts'
import { ktrlplaneApi } from './api.ts'
import { createWorld } from './world.ts'

const origin = 'http://127.0.0.1:4599'
const issuer = `${origin}/`
const audience = 'https://api.ktrlplane.example'

export type Answer = {
  status: number
  headers: Headers
  text: string
  body: Record<string, unknown>
  list: Record<string, unknown>[]
}

type Call = {
  body?: unknown
  claims?: object
  authorization?: string | null
  headers?: Record<string, string>
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token with these claims; `signature` other than "ours" is of nobody that the tenant knows. */
export const tokenOf = (claims: object, { alg = 'RS256', signature = 'ours' } = {}): string =>
  `${part({ alg, typ: 'JWT' })}.${part(claims)}.${signature}`

const verified = async (token: string): Promise<Record<string, unknown> | undefined> => {
  const [, claims = '', signature] = token.split('.')
  const value: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString())
  return signature === 'ours' && isObject(value) ? value : undefined
}

/** As the seed has it, as coded unless `strict` says otherwise. Calls are made by one of the personas, or `by` anybody. */
export function startKtrlplane({ strict = false } = {}) {
  const clock = { at: Date.parse('2026-11-02T12:00:00.000Z') }
  const now = (): number => clock.at
  const { world, tables } = createWorld(now)
  const settings = { ...ktrlplaneDefaults, strict }
  const api = ktrlplaneApi({ tables, settings, issuer, audience, now, verified })
  const claimsOf = (sub: string): Record<string, unknown> => ({
    iss: issuer,
    sub,
    aud: [audience, `${issuer}userinfo`],
    iat: clock.at / 1_000,
    exp: clock.at / 1_000 + 3_600,
    scope: 'openid access:platform',
    email: world.users().find(({ user_id }) => user_id === sub)?.email,
    name: world.users().find(({ user_id }) => user_id === sub)?.name,
  })
  const send = async (sub: string, line: string, call: Call): Promise<Answer> => {
    const [method = '', path = ''] = line.split(' ')
    const { body, claims = {}, headers = {} } = call
    const bearer = `Bearer ${tokenOf({ ...claimsOf(sub), ...claims })}`
    const authorization = call.authorization === undefined ? bearer : call.authorization
    const response = await api.app.request(origin + path, {
      method,
      headers: { ...(authorization === null ? {} : { authorization }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json') && text !== ''
    const json: unknown = isJson ? JSON.parse(text) : undefined
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isObject(json) ? json : {},
      list: Array.isArray(json) ? json.filter(isObject) : [],
    }
  }
  const as =
    (persona: PersonaName) =>
    (line: string, call: Call = {}): Promise<Answer> =>
      send(subOf('ktrlplane', persona), line, call)
  return {
    world,
    settings,
    clock,
    issuer,
    /** Somebody who is no persona, or a machine. */
    by: (sub: string, line: string, call: Call = {}): Promise<Answer> => send(sub, line, call),
    admin: as('admin'),
    viewer: as('viewer'),
    keykeeper: as('keykeeper'),
    guest: as('guest'),
  }
}

/** One member of every item. */
export const pluck = (items: readonly Record<string, unknown>[], name: string): unknown[] =>
  items.map((item) => item[name])
