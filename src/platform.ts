// The platform that this document works with: its session and its directory. The only module that knows the adapters; each is
// fetched when a platform uses it and never otherwise. Changing platform is a new document, so nothing is ever disconnected.
import type { ComponentType, ReactNode } from 'react'
import type { Platform } from './config.ts'
import type { Caller, Directory } from './directory/directory.ts'
import { discovery } from './session/discovery.ts'
import { readJwt } from './session/id-token.ts'
import type { Login, ReadError } from './session/login.ts'
import { createSession, type Session } from './session/session.ts'

export type Connection = {
  platform: Platform
  session: Session
  /** Null where the console signs in and explains tokens, but administers nothing. */
  directory: Directory | null
  /** What the provider's library wants around the console, if anything. */
  Around: ComponentType<{ children: ReactNode }>
}

let current: Connection | null = null

/** The connection of this document, or null while no platform was chosen. */
export function connection(): Connection | null {
  return current
}

/** The connection of this document, for code that only runs signed in. */
export function connected(): Connection {
  if (!current) throw new Error('No platform is connected yet.')
  return current
}

/** Fetches what the platform needs and makes its session. Sends nothing to the provider. */
export async function connect(platform: Platform): Promise<Connection> {
  const { login: config, id, name } = platform
  const metadata = discovery(config.issuer)
  const callback = `${location.origin}/auth/callback/${id}`
  const made = await loginOf(config, callback, metadata)
  const session = createSession({
    platform: { id, name, issuer: config.issuer, clientId: config.clientId },
    login: made.login,
    readError: made.readError,
    metadata,
  })
  const directory = await directoryOf(platform, session)
  current = { platform, session, directory, Around: made.Around }
  return current
}

type Made = { login: Login; readError: ReadError; Around: Connection['Around'] }

async function loginOf(
  config: Platform['login'],
  callback: string,
  metadata: ReturnType<typeof discovery>,
): Promise<Made> {
  if (config.kind === 'auth0') {
    const { auth0Login, readAuth0Error } = await import('./session/auth0.tsx')
    return { ...auth0Login(config, callback), readError: readAuth0Error }
  }
  const { zitadelLogin, readZitadelError } = await import('./session/zitadel.ts')
  return {
    login: zitadelLogin(config, callback, metadata),
    readError: readZitadelError,
    Around: ({ children }) => children,
  }
}

async function directoryOf(
  { directory: config, login }: Platform,
  session: Session,
): Promise<Directory | null> {
  if (!config) return null
  const caller: Caller = {
    accessToken: session.accessToken,
    renewed: session.renewed,
    claims: () => readJwt(session.tokens()?.accessToken ?? '')?.claims ?? null,
    person() {
      const state = session.state()
      return state.status === 'signed-out' ? undefined : state.person.id
    },
  }
  switch (config.kind) {
    case 'zitadel':
      return (await import('./directory/zitadel/directory.ts')).zitadelDirectory(config, caller)
    case 'auth0':
      return (await import('./directory/auth0/directory.ts')).auth0Directory(config, caller)
    case 'ktrlplane':
      return (await import('./directory/ktrlplane/directory.ts')).ktrlplaneDirectory(
        { ...config, ...('audience' in login && { audience: login.audience }) },
        caller,
      )
  }
}
