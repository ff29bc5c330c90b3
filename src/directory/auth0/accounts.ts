// Service accounts of an Auth0 tenant behind the port: its machine-to-machine applications, certain after an answer that was lost.
// Names are not unique, so that each application carries a mark by which it is found again. Hides: the search that Auth0 lacks.
import { shaped } from '../answer.ts'
import * as v from 'valibot'
import type { Account, AccountDirectory, AccountDraft } from '../credentials.ts'
import { notDone, seen } from '../lost-answer.ts'
import { Problem } from '../problem.ts'
import { accountPermissions } from './account-permissions.ts'
import { type Calls, segment } from './calls.ts'
import { type Client, clientOf } from './client-wire.ts'
import { type Clients, managerText } from './clients.ts'
import { isGone } from './errors.ts'
import { refuseFields } from './field-rules.ts'
import { traits } from './traits.ts'

/** Member of an application's metadata: what its creation is known by. */
export const requestMark = 'gatehouse_request'

/** What Auth0 has of the port: its applications cannot be disabled. */
export type Auth0Accounts = Required<Omit<AccountDirectory, 'disable' | 'enable'>>

/** Makes the accounts of the tenant. Failures are as the port says. */
export function accountDirectory(calls: Calls, clients: Clients): Auth0Accounts {
  /** Marks of creations whose answer was lost and that no list has shown yet, by what was to be created. */
  const unanswered = new Map<string, string>()

  async function marked(request: string): Promise<Client | undefined> {
    return (await clients.all()).items.find(({ metadata }) => metadata[requestMark] === request)
  }

  return {
    async list({ after, search = '', signal } = {}) {
      const text = search.trim().toLowerCase()
      const [page, managers] = await Promise.all([clients.some(after, signal), clients.managers(signal)])
      const items = page.items
        .filter(({ id, name, description }) =>
          [id, name, description].some((one) => one.toLowerCase().includes(text)),
        )
        .map((client) => accountOf(client, managers.has(client.id)))
        .toSorted((one, other) => one.name.localeCompare(other.name))
      const isWhole = after === undefined && page.next === undefined
      return {
        items,
        // What could not be read may be what is looked for.
        total: isWhole ? items.length + page.unreadable : null,
        ...(page.next !== undefined && { next: page.next }),
      }
    },

    async get(id, signal) {
      const [client, isManager] = await Promise.all([clients.get(id, signal), isManaged(id, signal)])
      return accountOf(client, isManager)
    },

    async create(draft) {
      refuseWrong(draft)
      const { name, description } = draft
      const key = JSON.stringify([name, description ?? ''])
      const earlier = unanswered.get(key)
      const found = earlier === undefined ? undefined : await marked(earlier)
      unanswered.delete(key)
      if (found) return accountOf(found, false)
      const request = crypto.randomUUID()
      const body = {
        name,
        ...(description && { description }),
        app_type: 'non_interactive',
        grant_types: ['client_credentials'],
        token_endpoint_auth_method: 'client_secret_post',
        client_metadata: { [requestMark]: request },
      }
      try {
        // Its first secret comes with the answer and is dropped here: nobody asked to see it.
        return accountOf(
          shaped(readable, clientOf(await calls.send('POST', '/clients', body)), calls.host),
          false,
        )
      } catch (error) {
        if (!(error instanceof Problem) || !(error.details.unsure || error.kind === 'unexpected')) throw error
        unanswered.set(key, request)
        const there = await seen(calls.sleep, error, () => marked(request))
        if (!there) throw notDone(error, `The application “${name}” was not created`, 'Auth0')
        unanswered.delete(key)
        return accountOf(there, false)
      }
    },

    async update(id, { name, description }) {
      const change = {
        ...(name !== undefined && { name }),
        ...(description !== undefined && { description }),
      }
      if (Object.keys(change).length === 0) return
      refuseWrong(change)
      try {
        await calls.send('PATCH', pathOf(id), change)
      } catch (error) {
        if (!(error instanceof Problem) || !error.details.unsure) throw error
        const isDone = await seen(calls.sleep, error, async () => {
          const now = await clients.get(id)
          return (
            ((name ?? now.name) === now.name && (description ?? now.description) === now.description) ||
            undefined
          )
        })
        if (!isDone) throw notDone(error, 'The application was not changed', 'Auth0')
      }
    },

    async delete(id) {
      try {
        await calls.send('DELETE', pathOf(id))
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        if (isGone(error)) return
        if (!error.details.unsure) throw error
        const isDone = await seen(calls.sleep, error, () => clients.get(id).then(() => undefined, gone))
        if (!isDone) throw notDone(error, 'The application was not deleted', 'Auth0')
      }
    },

    ...accountPermissions(calls, clients),
  }

  async function isManaged(id: string, signal?: AbortSignal): Promise<boolean> {
    return (await clients.managers(signal)).has(id)
  }
}

/** The application as an account. Auth0 cannot disable one. */
function accountOf({ id, name, description, createdAt }: Client, isManager: boolean): Account {
  return {
    id,
    name,
    ...(description && { description }),
    state: 'active',
    ...(createdAt && { createdAt }),
    ...(isManager && { fixed: managerText }),
  }
}

function refuseWrong({ name, description }: Partial<AccountDraft>): void {
  const { accounts } = traits
  refuseFields({
    name: { rule: accounts.name, value: name },
    description: { rule: accounts.description, value: description, use: 'lines' },
  })
  // Auth0 takes neither in the name of an application.
  if (name !== undefined && /[<>]/.test(name)) {
    const message = 'Name cannot contain < or >.'
    throw new Problem('invalid', message, { fields: { name: message } })
  }
}

function pathOf(id: string): string {
  return `/clients/${segment(id)}`
}

function gone(error: unknown): true {
  if (error instanceof Problem && isGone(error)) return true
  throw error
}

const readable = v.custom<Client>((client) => client !== undefined)
