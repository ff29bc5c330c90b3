// KtrlPlane's adapter hearing recorded answers instead of a server, for the test of what it makes of them.
import { expect } from 'vitest'
import type { Directory } from '../src/directory/directory.ts'
import { ktrlplaneDirectory } from '../src/directory/ktrlplane/directory.ts'
import type { Problem } from '../src/directory/problem.ts'
import { recorded } from './sandbox/ktrlplane/recorded.ts'
import type { Recorded } from './sandbox/ktrlplane/recorded-kit.ts'
import { owners } from './sandbox/ktrlplane/recorded-lists.ts'
import { consoleOrigin } from './sandbox/visitor.ts'

export const nordwind = 'organization.nordwind'
export const gridTwin = 'project.grid-twin'
export const gridGraph = 'resource.grid-twin.grid-graph'

/** What is played where a test says nothing else. */
const usual: Recorded[] = [
  recorded.organizations,
  recorded.projects,
  recorded.resources,
  recorded.roles,
  recorded.permissions,
  recorded.rights,
]

type Told = { claims?: Record<string, unknown> | null }
type Asked = { ask: string; body: unknown }

/** A directory that hears recorded answers; several for one call are heard in turn, the last again and again. */
export function hearing(answers: (Recorded | Recorded[])[], { claims = {} }: Told = {}) {
  const asked: Asked[] = []
  const queues = new Map<string, Recorded[]>()
  for (const one of [...usual, ...answers]) {
    const list = Array.isArray(one) ? one : [one]
    queues.set(list[0]?.ask ?? '', [...list])
  }
  const all = { scope: 'openid access:platform', aud: ['https://api.ktrlplane.example'], ...claims }
  const directory = ktrlplaneDirectory(
    { url: 'https://ktrlplane.example' },
    {
      accessToken: async () => 'token',
      renewed: async () => 'another',
      claims: () => (claims === null ? null : new Map<string, unknown>(Object.entries(all))),
      person: () => owners.admin,
    },
    {
      async fetch(input, init) {
        const { pathname, search } = new URL(input instanceof Request ? input.url : input)
        const ask = `${init?.method ?? 'GET'} ${pathname}${search}`
        asked.push({ ask, body: typeof init?.body === 'string' ? JSON.parse(init.body) : undefined })
        const queue = queues.get(ask)
        // Roles of which nothing was recorded hand out nothing.
        const answer = (queue && (queue.length > 1 ? queue.shift() : queue[0])) ?? {
          ...recorded.noPermissions,
          status: /\/roles\/[^/]+\/permissions$/.test(pathname) ? 200 : 418,
        }
        const { status, type, body } = answer
        const text = typeof body === 'string' ? body : JSON.stringify(body)
        return new Response(text, { status, headers: { 'content-type': type } })
      },
      sleep: async () => undefined,
    },
  )
  return { directory, asked }
}

/** Roles and permissions, which are the same everywhere. */
export function everywhere(answers: Recorded[] = [], told: Told = {}) {
  const { roles, permissions } = hearing(answers, told).directory.at()
  if (!roles || !permissions) throw new Error('No roles')
  return { roles, permissions }
}

export const membersAt = (directory: Directory, scope: string) => {
  const { members } = directory.at(scope)
  if (!members) throw new Error(`No members at ${scope}`)
  return members
}

/** The problem of somebody who wants the roles and gets this. */
export const instead = async (answer: Recorded, told?: Told): Promise<unknown> =>
  everywhere([{ ...answer, ask: recorded.roles.ask }], told)
    .roles.list()
    .catch((error: unknown) => error)

export const problem = (kind: Problem['kind'], words: RegExp) =>
  expect.objectContaining({ kind, message: expect.stringMatching(words) })

/** What comes of giving somebody a role, `answer` being what is said to that. */
export async function giving(answer: Recorded, scope: string, before: string) {
  const { user_id, role_id } = { user_id: owners.farid, role_id: owners.viewerRole, ...answer.sends }
  const list = (body: unknown): Recorded => ({ ...recorded.noAssignments, ask: before, body })
  const row = { ...firstRow(recorded.projectAssignments), user_id, role_id, inheritance_type: 'direct' }
  const rights = { ...recorded.rights, ask: rightsAsk(scope) }
  const { directory, asked } = hearing([rights, [list([]), list([row])], answer])
  const outcome = await membersAt(directory, scope)
    .change(user_id, { add: [role_id], remove: [] })
    .catch((error: unknown) => error)
  expect(asked.filter(({ ask }) => ask.startsWith('POST'))).toEqual([{ ask: answer.ask, body: answer.sends }])
  return { outcome, role_id }
}

const firstRow = ({ body }: Recorded): object => {
  const [row] = Array.isArray(body) ? body : []
  if (typeof row !== 'object' || row === null) throw new Error('No row')
  return row
}

function rightsAsk(scope: string): string {
  const [type = '', ...ids] = scope.split('.')
  return `GET /api/v1/permissions/check?scopeType=${type}&scopeId=${ids.at(-1)}`
}

/** The problem of somebody who gives a role that then does not show. */
export async function givenInVain(answer: Recorded, scope = gridTwin): Promise<unknown> {
  const { user_id, role_id } = { user_id: '', role_id: owners.viewerRole, ...answer.sends }
  const rights = { ...recorded.rights, ask: rightsAsk(scope) }
  const path = answer.ask.replace(/^\S+/, 'GET')
  const { directory } = hearing([rights, { ...recorded.noAssignments, ask: path }, answer])
  return membersAt(directory, scope)
    .change(user_id, { add: [role_id], remove: [] })
    .then(({ items }) => items[0]?.problem)
    .catch((error: unknown) => error)
}

/** Who is found by the search that was recorded. */
export const found = async (answer: Recorded) => {
  const search = new URL(answer.ask.slice('GET '.length), consoleOrigin).searchParams.get('q') ?? ''
  return (await membersAt(hearing([answer]).directory, gridTwin).search({ search })).items
}

export const scopesOf = async (...answers: Recorded[]) =>
  (await hearing(answers).directory.scopes?.list())?.items
