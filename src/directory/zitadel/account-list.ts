// Service users as this console left them: read with its own writes in them. Hides offset paging and lagging lists.
import type { Progress } from '../model.ts'
import { createSettling, type Laid, type Reading, type Settling } from '../settling.ts'
import type { AccountCalls, ServiceUser } from './account-calls.ts'

/** A reading of every account; incomplete where the server counts more than it gave. */
export type AllAccounts = { accounts: ServiceUser[]; complete: boolean }

export type AccountList = {
  settling: Pick<Settling<ServiceUser>, 'created' | 'changed'>
  deleted(id: string, at: Date): void
  /** Whether this console deleted it: what lagging lists still show of it is gone as well. */
  isDeleted(id: string): boolean
  page(reading: Reading | undefined, signal?: AbortSignal): Promise<Laid<ServiceUser> & { isLast: boolean }>
  find(id: string, signal?: AbortSignal): Promise<ServiceUser | undefined>
  /** User names are unique, whatever their case. */
  named(login: string): Promise<ServiceUser | undefined>
  all(options?: Progress): Promise<AllAccounts>
}

/** Half of what Zitadel gives at most (MaxQueryLimit 1000; more is an error). */
const pageSize = 500

/** Makes the reading of one organization's accounts, with the memory of what was written. */
export function accountList(calls: AccountCalls, now: () => number): AccountList {
  const settling = createSettling<ServiceUser>(now)
  /** No id is ever given again. */
  const deleted = new Set<string>()

  async function page(reading: Reading | undefined, signal?: AbortSignal) {
    const given = await calls.page({ offset: reading?.offset ?? 0, limit: pageSize, signal })
    const laid = settling.over(given, reading)
    return { ...laid, isLast: given.given === 0 || laid.reading.offset >= given.total }
  }

  return {
    settling,
    deleted(id, at) {
      settling.deleted(id, at)
      deleted.add(id)
    },
    isDeleted: (id) => deleted.has(id),
    page,

    async find(id, signal) {
      const given = await calls.page({ offset: 0, limit: 10, filter: { ids: [id] }, signal })
      return settling.over(given, undefined, (one) => one.id === id).rows.find((one) => one.id === id)
    },

    async named(login) {
      const isIt = (one: ServiceUser) => one.login.toLowerCase() === login.toLowerCase()
      const given = await calls.page({ offset: 0, limit: 10, filter: { login } })
      return settling.over(given, undefined, isIt).rows.find(isIt)
    },

    async all({ signal, onProgress } = {}) {
      const accounts: ServiceUser[] = []
      for (let reading: Reading | undefined; ;) {
        const laid = await page(reading, signal)
        accounts.push(...laid.rows)
        reading = laid.reading
        onProgress?.(accounts.length, laid.total)
        if (laid.isLast) return { accounts, complete: accounts.length >= laid.total }
      }
    },
  }
}
