// The directory of one project of a Zitadel instance, spoken to straight from the browser with the person's own token.
import type { Caller, Directory, Place } from '../directory.ts'
import { createHttp } from '../http.ts'
import { readAccess } from './access.ts'
import { createCalls } from './calls.ts'
import { zitadelProblem } from './errors.ts'
import { roleCalls } from './role-calls.ts'
import { roleTraits } from './role-rules.ts'
import { roleDirectory } from './roles.ts'

/** What the configuration names: the instance, and the one project of it that is administered. */
export type ZitadelProject = { url: string; project: string; organization?: string }

export type ZitadelOptions = {
  fetch?: typeof fetch
  sleep?: (ms: number) => Promise<void>
  /** Local clock, in milliseconds. */
  now?: () => number
  /** Origin of this console, for the advice on allowed origins. */
  address?: string
}

/**
 * Makes the directory of `config.project`. `config.organization` is the context of v1 calls where it is not the person's
 * own; v2 calls take it from the project. Options are for tests and for use outside of a page.
 */
export function zitadelDirectory(
  config: ZitadelProject,
  caller: Caller,
  options: ZitadelOptions = {},
): Directory {
  const { origin, host } = new URL(config.url)
  const address = options.address ?? globalThis.location?.origin ?? ''
  const http = createHttp({
    origin,
    caller,
    problemOf: (answer) => zitadelProblem(host, address, answer),
    fetch: options.fetch,
    sleep: options.sleep,
  })
  const calls = createCalls(http, host, config.organization)
  const place: Place = {
    access: (signal) => readAccess(calls, config.project, signal),
    roles: roleDirectory(roleCalls(calls, config.project), options),
  }
  return { traits: { roles: roleTraits }, at: () => place }
}
