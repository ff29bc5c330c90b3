// Storage for oidc-provider, in memory. Every record remembers how much time had been made to pass when it was
// written; reading moves its times back by what has passed since, so that codes, sessions and tokens age
// although the clock of the process stands still. Also what the sandbox's own controls need: look, remove, clear.

import type { Adapter, AdapterPayload } from 'oidc-provider'
import type { ProviderClock } from './clock.ts'

export type Model =
  | 'AccessToken'
  | 'RefreshToken'
  | 'AuthorizationCode'
  | 'ClientCredentials'
  | 'Session'
  | 'Grant'

export type Store = {
  adapter: (model: string) => Adapter
  get: (model: Model, id: string) => AdapterPayload | undefined
  /** Oldest first. */
  entries: (model: Model) => [id: string, record: AdapterPayload][]
  remove: (model: Model, which: (record: AdapterPayload, id: string) => boolean) => void
  clear: () => void
}

type Row = { record: AdapterPayload; passed: number }

const times = ['exp', 'iat', 'iiat', 'authTime', 'loginTs'] as const

export function createStore(
  clock: ProviderClock,
  { accessTokensOutliveGrant }: { accessTokensOutliveGrant: boolean },
): Store {
  const tables = new Map<string, Map<string, Row>>()
  const table = (model: string): Map<string, Row> => {
    const rows = tables.get(model) ?? new Map<string, Row>()
    tables.set(model, rows)
    return rows
  }
  const aged = (row: Row | undefined): AdapterPayload | undefined => {
    if (!row) return undefined
    const record = { ...row.record }
    const age = clock.passed() - row.passed
    for (const key of times) {
      const time = record[key]
      if (typeof time === 'number') record[key] = time - age
    }
    return record
  }
  const find = (model: string, key: 'uid' | 'userCode', value: string): AdapterPayload | undefined => {
    for (const row of table(model).values()) if (row.record[key] === value) return aged(row)
    return undefined
  }

  return {
    adapter: (model) => ({
      async upsert(id, record) {
        table(model).set(id, { record: { ...record }, passed: clock.passed() })
      },
      async find(id) {
        return aged(table(model).get(id))
      },
      async findByUid(uid) {
        return find(model, 'uid', uid)
      },
      async findByUserCode(userCode) {
        return find(model, 'userCode', userCode)
      },
      async consume(id) {
        const row = table(model).get(id)
        if (row) row.record.consumed = Math.floor(Date.now() / 1_000)
      },
      async destroy(id) {
        table(model).delete(id)
      },
      async revokeByGrantId(grantId) {
        if (model === 'AccessToken' && accessTokensOutliveGrant) return
        for (const [id, row] of table(model)) if (row.record.grantId === grantId) table(model).delete(id)
      },
    }),
    get: (model, id) => aged(table(model).get(id)),
    entries: (model) => [...table(model)].map(([id, row]) => [id, aged(row) ?? row.record]),
    remove(model, which) {
      for (const [id, row] of table(model)) if (which(row.record, id)) table(model).delete(id)
    },
    clear: () => tables.clear(),
  }
}
