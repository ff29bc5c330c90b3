// Service users behind the port: read with our own writes in them, and certain after an answer that was lost. Hides: that Zitadel
// searches the names of people only, and which of its refusals mean that it is so already.
import type { Account, AccountDirectory } from '../credentials.ts'
import { known, notDone, seen } from '../lost-answer.ts'
import { Problem } from '../problem.ts'
import { cursorOf, readingOf } from '../settling.ts'
import type { AccountCalls, AccountFields, ServiceUser } from './account-calls.ts'
import type { AccountList } from './account-list.ts'
import { refuseWrongAccount, withAccountField } from './account-checks.ts'
import { isAlreadySo, isNoChange } from './errors.ts'

export type AccountNeeds = {
  calls: AccountCalls
  list: AccountList
  sleep: (ms: number) => Promise<void>
  now: () => number
}

/** Makes the accounts of one organization. Failures are as the port says. */
export function accountDirectory({
  calls,
  list,
  sleep,
  now,
}: AccountNeeds): Required<Omit<AccountDirectory, 'granted' | 'change'>> {
  const { settling } = list
  /** Drafts whose answer was lost and that no list has shown yet, by login. */
  const unanswered = new Map<string, AccountFields>()

  async function there(id: string, signal?: AbortSignal): Promise<ServiceUser> {
    const found = await list.find(id, signal)
    if (found) return found
    throw new Problem('not-found', `The account ${id} does not exist, or is not shown to you.`)
  }

  /** The account, if it came about although its creation failed; otherwise throws what became of it. */
  async function created(login: string, fields: AccountFields, failure: Problem): Promise<ServiceUser> {
    const earlier = unanswered.get(login)
    const isLost = failure.details.unsure ?? false
    if (isLost) unanswered.set(login, fields)
    else if (failure.kind !== 'conflict') throw withAccountField(failure)
    // A refusal because it exists, after an answer that was lost, may be about the very account we made then.
    else if (!earlier || !isSame(earlier, fields)) throw existing(login, failure)

    const found = await seen(sleep, isLost ? failure : existing(login, failure), () => list.named(login))
    if (!found) {
      throw isLost
        ? notDone(failure, `The account “${login}” was not created`, 'Zitadel')
        : existing(login, failure)
    }
    unanswered.delete(login)
    if (!isSame(found, fields)) throw existing(login, failure)
    return found
  }

  async function turn(id: string, state: ServiceUser['state'], write: () => Promise<Date>): Promise<void> {
    const isSo = async () => ((await there(id)).state === state ? true : undefined)
    try {
      const at = await write()
      settling.changed(id, (one) => ({ ...one, state, updatedAt: at }), at)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (isAlreadySo(error)) {
        if (await isSo()) return
        // Locked: whoever enables it wants that to end as well.
        if (state !== 'active') throw error
        const at = await calls.unlock(id)
        settling.changed(id, (one) => ({ ...one, state, updatedAt: at }), at)
        return
      }
      if (!error.details.unsure) throw error
      if (await seen(sleep, error, isSo)) return
      throw notDone(error, `The account was not ${state === 'active' ? 'enabled' : 'disabled'}`, 'Zitadel')
    }
  }

  return {
    async get(id, signal) {
      return accountOf(await there(id, signal))
    },

    async list({ after, search = '', signal } = {}) {
      const text = search.trim().toLowerCase()
      if (text !== '') {
        // Zitadel finds service users by their user name only (query/user.go: display names are people's), so all are read.
        const { accounts, complete } = await list.all({ ...(signal && { signal }) })
        const items = accounts.filter(({ login, name, description }) =>
          [login, name, description].some((value) => value.toLowerCase().includes(text)),
        )
        return { items: items.map(accountOf), total: complete ? items.length : null }
      }
      const reading = readingOf(after)
      if (after !== undefined && !reading) {
        throw new Problem('unexpected', 'This page of the list does not exist.')
      }
      const laid = await list.page(reading, signal)
      const items = laid.rows.map(accountOf)
      return { items, total: laid.total, ...(!laid.isLast && { next: cursorOf(laid.reading) }) }
    },

    async create({ login = '', name, description = '' }) {
      refuseWrongAccount({ login, name, description })
      const fields = { name, description }
      try {
        const { id, at } = await calls.add(login, fields)
        const made: ServiceUser = {
          id,
          login,
          ...fields,
          state: 'active',
          hasSecret: false,
          tokenType: 'ACCESS_TOKEN_TYPE_BEARER',
          createdAt: at,
          updatedAt: at,
        }
        unanswered.delete(login)
        settling.created(made, at)
        return accountOf(made)
      } catch (error) {
        if (error instanceof Problem) return accountOf(await created(login, fields, error))
        throw error
      }
    },

    async update(id, { name, description }) {
      const change = {
        ...(name !== undefined && { name }),
        ...(description !== undefined && { description }),
      }
      if (Object.keys(change).length === 0) return
      refuseWrongAccount(change)
      try {
        const at = await calls.update(id, change, () => there(id))
        settling.changed(id, (one) => ({ ...one, ...change, updatedAt: at }), at)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        if (isNoChange(error)) return
        if (!error.details.unsure) throw withAccountField(error)
        const isDone = await seen(sleep, error, async () => {
          const found = await list.find(id)
          return (found && isSame(found, { ...found, ...change })) || undefined
        })
        if (!isDone) throw notDone(error, 'The account was not changed', 'Zitadel')
      }
    },

    disable: (id) => turn(id, 'disabled', () => calls.disable(id)),
    enable: (id) => turn(id, 'active', () => calls.enable(id)),

    async delete(id) {
      try {
        list.deleted(id, await calls.remove(id))
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        if (error.kind === 'not-found') {
          list.deleted(id, new Date(now()))
          return
        }
        if (!error.details.unsure) throw error
        const isDone = await seen(sleep, error, async () => ((await list.find(id)) ? undefined : true))
        if (!isDone) throw notDone(error, 'The account was not deleted', 'Zitadel')
        list.deleted(id, new Date(now()))
      }
    },
  }
}

/** As the port shows it. */
export function accountOf({
  id,
  login,
  name,
  description,
  state,
  createdAt,
  settling,
}: ServiceUser): Account {
  return {
    id,
    name,
    ...(login !== name && { login }),
    ...(description && { description }),
    state,
    ...(createdAt && { createdAt }),
    ...(settling && { settling }),
  }
}

function isSame(one: AccountFields, other: AccountFields): boolean {
  return one.name === other.name && one.description === other.description
}

function existing(login: string, { details }: Problem): Problem {
  const message = `An account or a person with the user name “${login}” exists already.`
  return new Problem('conflict', message, { ...known(details), fields: { login: message } })
}
