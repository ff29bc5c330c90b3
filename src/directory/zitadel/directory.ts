// The directory of a Zitadel instance, spoken to straight from the browser with the person's own token. Hides: that a scope is
// one project in one organization, and which parts are fetched only when they are used.
import type { Caller, EditableDirectory } from '../directory.ts'
import {
  fetchedAccounts,
  fetchedCredentials,
  fetchedMembers,
  fetchedEditablePermissions,
  fetchedScopes,
} from '../fetched.ts'
import { createHttp, pause } from '../http.ts'
import type { Notice } from '../model.ts'
import { readAccess } from './access.ts'
import { createCalls } from './calls.ts'
import { zitadelProblem } from './errors.ts'
import type { Project } from './project-calls.ts'
import { remembered } from '../remembered.ts'
import { roleCalls } from './role-calls.ts'
import { roleDirectory } from './roles.ts'
import { whereOf, type Where } from './scope-id.ts'
import { traits } from './traits.ts'

type Place = ReturnType<EditableDirectory['at']>

/** What the configuration names: the instance, and the project of it that the console starts at. */
export type ZitadelProject = { url: string; project: string; organization?: string }

export type ZitadelOptions = {
  fetch?: typeof fetch
  sleep?: (ms: number) => Promise<void>
  /** Local clock, in milliseconds. */
  now?: () => number
  /** Does work after so many milliseconds; nobody waits for it. */
  later?: (work: () => Promise<void>, ms: number) => void
  /** Origin of this console, for the advice on allowed origins. */
  address?: string
}

/**
 * Makes the directory of an instance, which starts at `config.project`. `config.organization` is the context of v1 calls there,
 * where it is not the person's own; v2 calls take it from the project. Options are for tests and for use outside of a page.
 */
export function zitadelDirectory(
  config: ZitadelProject,
  caller: Caller,
  options: ZitadelOptions = {},
): EditableDirectory {
  const { origin, host } = new URL(config.url)
  const address = options.address ?? globalThis.location?.origin ?? ''
  const { sleep = pause, now = Date.now, later = inBackground } = options
  // What tries a credential goes out without the person's token.
  const send: typeof fetch = options.fetch ?? ((input, init) => fetch(input, init))
  const http = createHttp({
    origin,
    caller,
    problemOf: (answer) => zitadelProblem(host, address, answer),
    fetch: options.fetch,
    sleep,
  })
  const calls = createCalls(http, host, config.organization)
  const home: Where = {
    project: config.project,
    ...(config.organization !== undefined && { organization: config.organization }),
  }
  const projects = new Map<string, () => Promise<Project>>()
  const places = new Map<string, Place>()
  const watchers = new Set<(notice: Notice) => void>()
  const tell = (notice: Notice) => watchers.forEach((watcher) => watcher(notice))

  /** Name and owner of a project, read once. */
  function facts({ project, organization }: Where): Promise<Project> {
    // v1 finds a project only from an organization that sees it.
    const key = `${organization ?? ''}.${project}`
    const known =
      projects.get(key) ??
      remembered(async () => {
        const { projectCalls } = await import('./project-calls.ts')
        return projectCalls(calls).project(project, organization)
      })
    projects.set(key, known)
    return known()
  }

  function placeAt(where: Where): Place {
    const within = calls.within(where.organization)
    const roles = roleCalls(within, where.project)
    const parts = remembered(async () => {
      const { placeParts } = await import('./place.ts')
      return placeParts({ where, calls: within, roles, facts, waiting: { sleep, now, later, tell } })
    })
    const permissions = async () => (await parts()).permissions
    const held = remembered(async () => {
      const organization = where.organization ?? (await facts(where)).owner
      const { accountParts } = await import('./account-parts.ts')
      const { project } = where
      return accountParts({
        calls: calls.within(organization),
        organization,
        origin,
        project,
        send,
        sleep,
        now,
      })
    })
    const accounts = async () => (await held()).accounts
    const credentials = async () => (await held()).credentials
    const { delete: remove, ...others } = roleDirectory(roles, { sleep, now })
    return {
      async access(signal) {
        const person = caller.person?.() ?? subjectOf(caller)
        return {
          ...(await readAccess(within, where, signal)),
          ...(person !== undefined && { person }),
        }
      },
      roles: {
        ...others,
        async delete(id) {
          await remove(id)
          // The role is gone either way; what it handed out must not wait for another one of the same key.
          await parts()
            .then(({ forget }) => forget(id))
            .catch(() => undefined)
        },
        counts: async (signal) => (await parts()).counts(signal),
      },
      permissions: {
        ...fetchedEditablePermissions(permissions),
        grantedAll: async (options) => (await permissions()).grantedAll(options),
      },
      members: fetchedMembers(async () => (await parts()).members),
      accounts: {
        ...fetchedAccounts(accounts),
        disable: async (id) => (await accounts()).disable(id),
        enable: async (id) => (await accounts()).enable(id),
      },
      credentials: {
        ...fetchedCredentials(credentials),
        issueToken: async (draft) => (await credentials()).issueToken(draft),
        issueKey: async (draft) => (await credentials()).issueKey(draft),
        setSecret: async (owner) => (await credentials()).setSecret(owner),
        removeSecret: async (owner) => (await credentials()).removeSecret(owner),
      },
    }
  }

  return {
    traits,
    scopes: fetchedScopes(async () => {
      const [{ scopeDirectory }, { projectCalls }] = await Promise.all([
        import('./scopes.ts'),
        import('./project-calls.ts'),
      ])
      return scopeDirectory(projectCalls(calls), home, facts)
    }),
    at(scope) {
      const known = places.get(scope ?? '')
      if (known) return known
      const place = placeAt(scope === undefined ? home : whereOf(scope))
      places.set(scope ?? '', place)
      return place
    },
    watch(watcher) {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
  }
}

/** A failure is nobody's to know: what was asked for has been answered before. */
function inBackground(work: () => Promise<void>, ms: number): void {
  void pause(ms)
    .then(work)
    .catch(() => undefined)
}

/** Who the token is about, where it says so. */
function subjectOf(caller: Caller): string | undefined {
  const sub = caller.claims()?.get('sub')
  return typeof sub === 'string' ? sub : undefined
}
