// A Zitadel instance for the black-box tests: the API with a clock and tokens of its own, no OpenID.
// Calls say who asks and what; the answer comes back as status and body.
import { personas } from '../personas.ts'
import type { PersonaName } from '../personas.ts'
import { zitadelApi } from './api.ts'
import { callerOf, personalHolder } from './machine-tokens.ts'
import { createWorld } from './world.ts'
import type { ZitadelContext } from './world.ts'

export const consoleOrigin = 'http://127.0.0.1:5173'

/** Bodies are what a client reads, so they are looked at without knowing their types. */
type Body = Record<string, unknown>
export type Answer = { status: number; body: Body; text: string }

export const bearer = (name: PersonaName): string => `Bearer ${name}`

const token = (name: PersonaName, audiences: string[], clientId: string | undefined) => ({
  sub: personas[name].subs['kosmos'] ?? '',
  audiences,
  clientId,
})

export function startInstance() {
  const clock = { at: Date.parse('2026-01-15T12:00:00.000Z') }
  const now = (): number => clock.at
  const world = createWorld(now)
  const tokens = new Map([
    ...(['admin', 'viewer', 'keykeeper', 'guest'] as const).map(
      (name) => [bearer(name), token(name, ['zitadel'], 'console')] as const,
    ),
    ['Bearer without-audience', token('admin', ['310000000000000001'], 'console')] as const,
    ['Bearer pat', token('admin', ['zitadel'], undefined)] as const,
  ])
  const context: ZitadelContext = {
    world,
    now,
    async caller(authorization = '') {
      const holder = personalHolder(world, clock.at, authorization.replace('Bearer ', ''))
      return holder ? callerOf(holder) : tokens.get(authorization)
    },
    allowedOrigins: [consoleOrigin],
  }
  const app = zitadelApi(context)

  const send = async (
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: unknown,
  ): Promise<Answer> => {
    const json = typeof body === 'string' ? body : JSON.stringify(body)
    const response = await app.request(path, { method, headers, ...(body !== undefined && { body: json }) })
    const text = await response.text()
    const isJson = response.headers.get('content-type') === 'application/json'
    const parsed: Body = isJson ? JSON.parse(text) : {}
    return { status: response.status, body: parsed, text }
  }
  const type = { 'content-type': 'application/json' }

  const over =
    (service: string) =>
    (name: PersonaName, method: string, body: unknown): Promise<Answer> => {
      const headers = { ...type, authorization: bearer(name), 'connect-protocol-version': '1' }
      return send('POST', `/${service}/${method}`, { ...headers, origin: consoleOrigin }, body)
    }

  return {
    world,
    clock,
    app,
    send,
    /** A method of the project service, as the console calls it. */
    connect: over('zitadel.project.v2.ProjectService'),
    authorization: over('zitadel.authorization.v2.AuthorizationService'),
    user: over('zitadel.user.v2.UserService'),
    organization: over('zitadel.org.v2.OrganizationService'),
    rest: (
      name: PersonaName,
      method: string,
      path: string,
      body?: unknown,
      organizationId?: string,
    ): Promise<Answer> => {
      const headers = { ...type, authorization: bearer(name), origin: consoleOrigin }
      const at = organizationId === undefined ? {} : { 'x-zitadel-orgid': organizationId }
      return send(method, path, { ...headers, ...at }, body)
    },
  }
}

/** The objects of a list in an answer; none when the field was left out. */
export const items = ({ body }: Answer, field: string): Body[] => {
  const list = body[field]
  return Array.isArray(list) ? list : []
}
